import type { FleetRules } from '#lib/insight/rules.ts'
import type { ManagerRow } from '#server/store/fleet-rows.ts'
import type { FleetCaches } from './caches.ts'
import { countRange, type FleetCounts } from './counts.ts'
import { rangeOf, type Table } from './table.ts'
import type { Turns } from './turns.ts'

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
  /** What is quiet, gone and so on; the same in all snapshots of one index. */
  readonly rules: FleetRules
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
