import { AGENT_STATUSES, type AgentStatus, SYNC_STATES, type SyncState, toAgentStatus, toSyncState } from '#lib/agent/status.ts'
import type { Table } from './table.ts'

export interface FleetCounts {
  readonly total: number
  readonly byStatus: Readonly<Record<AgentStatus, number>>
  readonly bySync: Readonly<Record<SyncState, number>>
}

/** Counts the slots from `start` up to `end`. */
export function countRange(table: Table, start: number, end: number): FleetCounts {
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
