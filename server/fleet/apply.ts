import type { NumberName, TextName } from '#server/store/fleet-rows.ts'
import { sortByKey } from './radix.ts'
import type { Staging } from './staging.ts'
import { forEachNumber, forEachText, type Layout, type ManagerRange, makeLayout, type Table, type TextColumn } from './table.ts'
import type { Turns } from './turns.ts'
import type { Vocabulary } from './vocabulary.ts'

/** The table with the staged rows in it. Columns without a change stay the same objects. Yields between columns. */
export async function applyStaging(table: Table, staging: Staging, vocabulary: Vocabulary, turns: Turns): Promise<Table> {
  if (turns.spent) await turns.next()
  const plan = planMerge(table.layout, staging)
  const text: Record<TextName, TextColumn> = { ...table.text }
  const number: Record<NumberName, Float64Array> = { ...table.number }
  for (const name of Object.keys(forEachText(() => null)) as TextName[]) {
    if (turns.spent) await turns.next()
    const old = table.text[name]
    const codes = mergeColumn(old.codes, staging.text[name].values, plan, (size) => new Int32Array(size))
    const words = await vocabulary.words(name, old.words, turns)
    if (codes !== old.codes || words !== old.words) text[name] = { codes, words }
  }
  for (const name of Object.keys(forEachNumber(() => null)) as NumberName[]) {
    if (turns.spent) await turns.next()
    number[name] = mergeColumn(table.number[name], staging.number[name].values, plan, (size) => new Float64Array(size))
  }
  if (staging.keepalives.size > 0) {
    number.lastKeepAlive = await moveKeepalives(number.lastKeepAlive, plan.layout, staging.keepalives, turns)
  }
  return { layout: plan.layout, text, number }
}

/** More than any id of an agent. */
const ID_SPAN = 2 ** 31

/** Where each row of the new table comes from. */
interface Plan {
  readonly layout: Layout
  /** By new slot: an old slot, or `~row` of the staging. `null` when every row keeps its slot. */
  readonly sources: Int32Array | null
  /** Staged rows that replace the row of a slot in place, when `sources` is `null`. */
  readonly replaced: readonly { readonly slot: number; readonly row: number }[]
}

function planMerge(old: Layout, staging: Staging): Plan {
  const managers = [...new Set([...old.ranges.map((range) => range.manager), ...staging.managers])].filter(Boolean).sort()
  const staged = stagedInOrder(staging, managers)
  const sources = new Int32Array(old.size + staged.length)
  const ranges: ManagerRange[] = []
  const replaced: { slot: number; row: number }[] = []
  let size = 0
  let next = 0
  let sameRows = true
  for (const [index, manager] of managers.entries()) {
    const start = size
    const range = old.ranges.find((candidate) => candidate.manager === manager)
    let slot = range?.start ?? 0
    let end = range?.end ?? 0
    if (staging.dropped.has(manager)) {
      sameRows &&= slot === end
      end = slot
    }
    for (;;) {
      const row = staged[next]
      const rowHere = row !== undefined && staging.managers[staging.manager.at(row)] === managers[index]
      if (slot >= end && !rowHere) break
      const id = slot < end ? (old.ids[slot] ?? 0) : Number.POSITIVE_INFINITY
      const rowId = rowHere ? staging.id.at(row) : Number.POSITIVE_INFINITY
      if (rowHere && rowId <= id) {
        const sameKey = rowId === id && old.keys[slot] === staging.key.at(row)
        if (sameKey) replaced.push({ slot, row })
        else sameRows = false
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
  const used = sources.subarray(0, size)
  const ids = used.map((source) => (source >= 0 ? (old.ids[source] ?? 0) : staging.id.at(~source)))
  const keys = used.map((source) => (source >= 0 ? (old.keys[source] ?? 0) : staging.key.at(~source)))
  return { layout: makeLayout(ranges, ids, keys), sources: used, replaced: [] }
}

/** Staged rows by manager and id, the last of each agent, without those that were removed after they were read. */
function stagedInOrder(staging: Staging, managers: readonly string[]): number[] {
  const rank = staging.managers.map((manager) => managers.indexOf(manager))
  const keys = new Float64Array(staging.rows)
  for (let row = 0; row < keys.length; row++) keys[row] = (rank[staging.manager.at(row)] ?? -1) * ID_SPAN + staging.id.at(row)
  const out: number[] = []
  let previous = Number.NaN
  for (const row of sortByKey(keys, false)) {
    // Rows of a manager that was dropped after they were read have no rank.
    if ((keys[row] ?? -1) < 0) continue
    const removedAt = staging.removed.get(staging.key.at(row))
    const gone = removedAt !== undefined && removedAt >= staging.revision.at(row)
    if (keys[row] === previous) out.pop()
    previous = gone ? Number.NaN : (keys[row] ?? 0)
    if (!gone) out.push(row)
  }
  return out
}

/** The column of the new table; the old one itself when the plan changes nothing in it. */
function mergeColumn<T extends Int32Array | Float64Array>(old: T, staged: T, plan: Plan, make: (size: number) => T): T {
  if (plan.sources) {
    const out = make(plan.sources.length)
    for (let slot = 0; slot < out.length; slot++) {
      const source = plan.sources[slot] ?? 0
      out[slot] = (source >= 0 ? old[source] : staged[~source]) ?? 0
    }
    return out
  }
  let out: T | null = null
  for (const { slot, row } of plan.replaced) {
    const value = staged[row] ?? 0
    if (Object.is(old[slot], value)) continue
    if (!out) {
      out = make(old.length)
      out.set(old)
    }
    out[slot] = value
  }
  return out ?? old
}

/** Keep-alives mostly come in order of their keys, so the next one is tried before it is searched. */
async function moveKeepalives(
  old: Float64Array,
  layout: Layout,
  keepalives: ReadonlyMap<number, number>,
  turns: Turns,
): Promise<Float64Array> {
  const out = old.slice()
  const byKey = layout.byKey()
  const keyAt = (place: number) => layout.keys[byKey[place] ?? 0] ?? 0
  let place = 0
  let count = 0
  let changed = false
  for (const [key, at] of keepalives) {
    if (++count % 2048 === 0 && turns.spent) await turns.next()
    if (place >= layout.size || keyAt(place) !== key) place = findKey(keyAt, layout.size, key)
    if (place >= layout.size || keyAt(place) !== key) continue
    const slot = byKey[place++] ?? 0
    changed ||= out[slot] !== at
    out[slot] = at
  }
  return changed ? out : old
}

function findKey(keyAt: (place: number) => number, size: number, key: number): number {
  let low = 0
  let high = size
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keyAt(middle) < key) low = middle + 1
    else high = middle
  }
  return low
}
