import { AGENT_STATUSES, type AgentStatus, SYNC_STATES, type SyncState, toAgentStatus, toSyncState } from '#lib/agent/status.ts'
import type { FleetEntry, PassPatch } from '#server/store/writer.ts'

/** How many agents are in which state; agent 000 is not among them. */
export interface FleetCounts {
  readonly total: number
  readonly byStatus: Readonly<Record<AgentStatus, number>>
  readonly bySync: Readonly<Record<SyncState, number>>
}

/** What one agent looked like when it was last written. */
export interface Seen {
  readonly key: number
  readonly status: AgentStatus
  readonly sync: SyncState
  /** Manager's clock, ms; 0 for none. */
  readonly lastKeepAlive: number
  /** `contentHash` of the stored row; 0 when not known since the start. */
  readonly hash: number
  /** Last pass that fetched the row. */
  readonly passId: number
}

/**
 * The stored fleet of one manager in a few bytes an agent: enough to tell an unchanged row from a changed one without reading
 * the store, and to count. Parallel columns, because 100,000 objects would cost four times the memory.
 */
export class FleetState {
  readonly #slots = new Map<number, number>()
  #ids = new Int32Array(1024)
  #keys = new Int32Array(1024)
  #passes = new Int32Array(1024)
  #hashes = new Float64Array(1024)
  #keepalives = new Float64Array(1024)
  /** Status in the upper four bits, sync in the lower four. */
  #flags = new Uint8Array(1024)
  #used = 0
  #free: number[] = []
  #counts = new Uint32Array(256)

  get size(): number {
    return this.#slots.size
  }

  /** Takes rows of the store; what a row's hash was is not known any more. @param passId last pass known to have seen them all */
  load(entries: readonly FleetEntry[], passId: number): void {
    for (const [id, key, status, sync, lastKeepAlive, changedBy] of entries) {
      const seenBy = Math.max(passId, changedBy)
      const seen = { key, status: toAgentStatus(status), sync: toSyncState(sync), lastKeepAlive: lastKeepAlive ?? 0 }
      this.set(id, { ...seen, hash: 0, passId: seenBy })
    }
  }

  /** The slot of an agent for the fast accessors below, or -1. */
  slotOf(id: number): number {
    return this.#slots.get(id) ?? -1
  }
  hashAt = (slot: number): number => this.#hashes[slot] ?? 0
  keyAt = (slot: number): number => this.#keys[slot] ?? 0
  keepaliveAt = (slot: number): number => this.#keepalives[slot] ?? 0
  passAt = (slot: number): number => this.#passes[slot] ?? 0
  /** Notes that a pass saw the row unchanged but for its keep-alive. */
  touch(slot: number, lastKeepAlive: number, passId: number): void {
    this.#keepalives[slot] = lastKeepAlive
    this.#passes[slot] = passId
  }

  get(id: number): Seen | null {
    const slot = this.slotOf(id)
    if (slot < 0) return null
    const flags = this.#flags[slot] ?? 0
    return {
      key: this.keyAt(slot),
      status: AGENT_STATUSES[flags >> 4] ?? 'unknown',
      sync: SYNC_STATES[flags & 15] ?? 'unknown',
      lastKeepAlive: this.keepaliveAt(slot),
      hash: this.hashAt(slot),
      passId: this.passAt(slot),
    }
  }

  set(id: number, seen: Seen): void {
    let slot = this.slotOf(id)
    if (slot < 0) {
      slot = this.#free.pop() ?? this.#used++
      if (slot >= this.#ids.length) this.#grow()
      this.#slots.set(id, slot)
    } else this.#count(slot, -1)
    this.#ids[slot] = id
    this.#keys[slot] = seen.key
    this.#passes[slot] = seen.passId
    this.#hashes[slot] = seen.hash
    this.#keepalives[slot] = seen.lastKeepAlive
    this.#flags[slot] = (AGENT_STATUSES.indexOf(seen.status) << 4) | SYNC_STATES.indexOf(seen.sync)
    this.#count(slot, 1)
  }

  delete(id: number): void {
    const slot = this.slotOf(id)
    if (slot < 0) return
    this.#count(slot, -1)
    this.#slots.delete(id)
    this.#free.push(slot)
  }

  /** Ids that no page of this pass brought. */
  unseenBy(passId: number): number[] {
    const ids: number[] = []
    for (const [id, slot] of this.#slots) if (this.passAt(slot) !== passId) ids.push(id)
    return ids.sort((a, b) => a - b)
  }

  /** Ids of agents that are not both active and in sync and that no page of this pass brought. */
  unseenNotOk(passId: number): number[] {
    const ids: number[] = []
    for (const [id, slot] of this.#slots) {
      if (isNotOk(this.#flags[slot] ?? 0) && this.passAt(slot) !== passId) ids.push(id)
    }
    return ids.sort((a, b) => a - b)
  }

  /** Maintained with every change, never counted anew. */
  counts(): FleetCounts {
    const byStatus = { active: 0, disconnected: 0, pending: 0, never_connected: 0, unknown: 0 }
    const bySync = { synced: 0, 'not synced': 0, unknown: 0 }
    for (const [s, status] of AGENT_STATUSES.entries()) {
      for (const [y, sync] of SYNC_STATES.entries()) {
        const count = this.#counts[(s << 4) | y] ?? 0
        byStatus[status] += count
        bySync[sync] += count
      }
    }
    return { total: this.size, byStatus, bySync }
  }

  /** How many are not both active and in sync. */
  notOkCount(): number {
    let count = 0
    for (const [flags, agents] of this.#counts.entries()) if (agents > 0 && isNotOk(flags)) count += agents
    return count
  }

  #count(slot: number, by: 1 | -1): void {
    const flags = this.#flags[slot] ?? 0
    this.#counts[flags] = (this.#counts[flags] ?? 0) + by
  }

  #grow(): void {
    const grown = <T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T => {
      to.set(from)
      return to
    }
    const size = this.#ids.length * 2
    this.#ids = grown(this.#ids, new Int32Array(size))
    this.#keys = grown(this.#keys, new Int32Array(size))
    this.#passes = grown(this.#passes, new Int32Array(size))
    this.#hashes = grown(this.#hashes, new Float64Array(size))
    this.#keepalives = grown(this.#keepalives, new Float64Array(size))
    this.#flags = grown(this.#flags, new Uint8Array(size))
  }
}

/** The same set that the small pass asks for: not active, or said to be not synced. */
function isNotOk(flags: number): boolean {
  return AGENT_STATUSES[flags >> 4] !== 'active' || SYNC_STATES[flags & 15] === 'not synced'
}

/** What a pass's row says of the fleet. */
export function countColumns({ total, byStatus, bySync }: FleetCounts): PassPatch {
  return {
    total,
    active: byStatus.active,
    disconnected: byStatus.disconnected,
    pending: byStatus.pending,
    neverConnected: byStatus.never_connected,
    unknown: byStatus.unknown,
    synced: bySync.synced,
    notSynced: bySync['not synced'],
  }
}
