import { Whole } from './growing.ts'
import { sortByKey } from './radix.ts'
import type { Staging } from './staging.ts'
import type { Layout, ManagerRange } from './table.ts'
import type { Turns } from './turns.ts'

/** Where each row of a new table comes from. */
export interface MergePlan {
  readonly layout: Layout
  /** By new slot: an old slot, or `~row` of the staging. `null` when every row keeps its slot and key. */
  readonly sources: Int32Array | null
  /** Staged rows that replace the row of a slot in place, when `sources` is `null`. */
  readonly replaced: { readonly slot: Whole; readonly row: Whole }
}

/** More than any id of an agent. */
const ID_SPAN = 2 ** 31
const STEP = 8192

/** Merges the staged rows into the old ones by manager and id. Yields. */
export async function planMerge(old: Layout, staging: Staging, turns: Turns): Promise<MergePlan> {
  const managers = [...new Set([...old.ranges.map((range) => range.manager), ...staging.managers])].filter(Boolean).sort()
  const staged = await stagedInOrder(staging, managers, turns)
  const sources = new Int32Array(old.size + staged.length)
  const ranges: ManagerRange[] = []
  const replaced = { slot: new Whole(), row: new Whole() }
  let size = 0
  let next = 0
  let sameRows = true
  for (const manager of managers) {
    const start = size
    const range = old.ranges.find((candidate) => candidate.manager === manager)
    const isDropped = staging.dropped.has(manager)
    let slot = range?.start ?? 0
    const end = isDropped ? slot : (range?.end ?? 0)
    if (isDropped && range) sameRows = false
    for (;;) {
      if ((slot + next) % STEP === 0 && turns.spent) await turns.next()
      const row = staged[next]
      const isRowHere = row !== undefined && staging.managers[staging.manager.at(row)] === manager
      if (slot >= end && !isRowHere) break
      const id = slot < end ? (old.ids[slot] ?? 0) : Number.POSITIVE_INFINITY
      const rowId = isRowHere ? staging.id.at(row) : Number.POSITIVE_INFINITY
      if (isRowHere && rowId <= id) {
        if (rowId === id && old.keys[slot] === staging.key.at(row)) {
          replaced.slot.push(slot)
          replaced.row.push(row)
        } else sameRows = false
        sources[size++] = ~row
        next++
        if (rowId === id) slot++
      } else {
        if (staging.removed.has(old.keys[slot] ?? 0)) sameRows = false
        else sources[size++] = slot
        slot++
      }
    }
    if (size > start) ranges.push({ manager, start, end: size })
  }
  if (sameRows) return { layout: old, sources: null, replaced }
  const used = sources.slice(0, size)
  const ids = new Int32Array(size)
  const keys = new Int32Array(size)
  for (let slot = 0; slot < size; slot++) {
    const source = used[slot] ?? 0
    ids[slot] = source >= 0 ? (old.ids[source] ?? 0) : staging.id.at(~source)
    keys[slot] = source >= 0 ? (old.keys[source] ?? 0) : staging.key.at(~source)
  }
  return { layout: { size, ranges, ids, keys }, sources: used, replaced }
}

/** Staged rows by manager and id, the last of each agent, without those that were removed after they were read. */
async function stagedInOrder(staging: Staging, managers: readonly string[], turns: Turns): Promise<number[]> {
  const rank = staging.managers.map((manager) => managers.indexOf(manager))
  const keys = new Float64Array(staging.rows)
  for (let row = 0; row < keys.length; row++) keys[row] = (rank[staging.manager.at(row)] ?? -1) * ID_SPAN + staging.id.at(row)
  const order = await sortByKey(keys, false, turns)
  const out: number[] = []
  let previous = Number.NaN
  for (let i = 0; i < order.length; i++) {
    if (i % STEP === 0 && turns.spent) await turns.next()
    const row = order[i] ?? 0
    const key = keys[row] ?? -1
    // Rows of a manager that was dropped after they were read have no rank.
    if (key < 0) continue
    if (key === previous) out.pop()
    const removedAt = staging.removed.get(staging.key.at(row))
    const isGone = removedAt !== undefined && removedAt >= staging.revision.at(row)
    if (!isGone) out.push(row)
    previous = isGone ? Number.NaN : key
  }
  return out
}
