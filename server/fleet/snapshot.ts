import { AGENT_STATUSES, type AgentStatus, SYNC_STATES, type SyncState, toAgentStatus, toSyncState } from '#lib/agent/status.ts'
import type { ManagerRow } from '#server/store/fleet-rows.ts'
import type { FleetCaches } from './caches.ts'
import { rangeOf, type Table } from './table.ts'
import type { Turns } from './turns.ts'

export interface FleetCounts {
  readonly total: number
  readonly byStatus: Readonly<Record<AgentStatus, number>>
  readonly bySync: Readonly<Record<SyncState, number>>
}

/** One manager at one moment: what the collector says of it, and the slots of its agents. */
export interface ManagerView extends Omit<ManagerRow, 'revision'> {
  readonly start: number
  readonly end: number
  /** Of the whole manager. */
  readonly counts: FleetCounts
}

/** The whole fleet at one moment. Nothing in it ever changes; a refresh publishes another one. */
export interface FleetSnapshot {
  /** False until the store was read for the first time. */
  readonly loaded: boolean
  readonly table: Table
  /** By id of the manager, in the order of their slots. */
  readonly managers: readonly ManagerView[]
  /** Shared by all snapshots of one index. */
  readonly turns: Turns
  readonly caches: FleetCaches
}

/** Adds what is counted for every snapshot to the rows; reads each row once, 1 ms at 100,000. */
export function makeSnapshot(parts: Omit<FleetSnapshot, 'managers'> & { managers: readonly ManagerRow[] }): FleetSnapshot {
  const managers = parts.managers.map(({ revision: _, ...row }) => {
    const { start, end } = rangeOf(parts.table.layout, row.id)
    return { ...row, start, end, counts: countRange(parts.table, start, end) }
  })
  return { ...parts, managers }
}

function countRange(table: Table, start: number, end: number): FleetCounts {
  const tally = new Tally(table)
  for (let slot = start; slot < end; slot++) tally.add(slot)
  return tally.counts()
}

/** Counts slots by status and by sync state. */
export class Tally {
  readonly #status: Int32Array
  readonly #sync: Int32Array
  readonly #table: Table
  readonly #byStatus: Int32Array
  readonly #bySync: Int32Array

  constructor(table: Table) {
    this.#table = table
    this.#status = table.text.status.codes
    this.#sync = table.text.groupConfigStatus.codes
    this.#byStatus = new Int32Array(table.text.status.words.size)
    this.#bySync = new Int32Array(table.text.groupConfigStatus.words.size)
  }

  add(slot: number): void {
    const status = this.#status[slot] ?? 0
    const sync = this.#sync[slot] ?? 0
    this.#byStatus[status] = (this.#byStatus[status] ?? 0) + 1
    this.#bySync[sync] = (this.#bySync[sync] ?? 0) + 1
  }

  counts(): FleetCounts {
    const counts = emptyCounts()
    const { status, groupConfigStatus } = this.#table.text
    for (const [code, count] of this.#byStatus.entries()) {
      counts.total += count
      counts.byStatus[toAgentStatus(status.words.values[code] ?? '')] += count
    }
    for (const [code, count] of this.#bySync.entries()) {
      counts.bySync[toSyncState(groupConfigStatus.words.values[code] ?? '')] += count
    }
    return counts
  }
}

/** The sum of several counts that share no agent. */
export function sumCounts(all: readonly FleetCounts[]): FleetCounts {
  const sum = emptyCounts()
  for (const counts of all) {
    sum.total += counts.total
    for (const status of AGENT_STATUSES) sum.byStatus[status] += counts.byStatus[status]
    for (const sync of SYNC_STATES) sum.bySync[sync] += counts.bySync[sync]
  }
  return sum
}

function emptyCounts() {
  return {
    total: 0,
    byStatus: { active: 0, disconnected: 0, pending: 0, never_connected: 0, unknown: 0 },
    bySync: { synced: 0, 'not synced': 0, unknown: 0 },
  }
}
