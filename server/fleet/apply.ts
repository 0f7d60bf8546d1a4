import { type NumberName, TUPLE_COLUMNS } from '#server/store/fleet-rows.ts'
import { type MergePlan, planMerge } from './plan-merge.ts'
import { sortByKey } from './radix.ts'
import { firstPlace } from './ranking.ts'
import type { Staging } from './staging.ts'
import type { Layout, Table, TextColumn, TextColumnName } from './table.ts'
import type { Turns } from './turns.ts'
import type { Vocabulary } from './vocabulary.ts'

/** The table with the staged rows in it. Columns without a change stay the same objects. Yields between columns. */
export async function applyStaging(table: Table, staging: Staging, vocabulary: Vocabulary, turns: Turns): Promise<Table> {
  if (turns.spent) await turns.next()
  const plan = await planMerge(table.layout, staging, turns)
  const text: Record<TextColumnName, TextColumn> = { ...table.text }
  const number: Record<NumberName, Float64Array> = { ...table.number }
  for (const name of TUPLE_COLUMNS.text) {
    if (turns.spent) await turns.next()
    const old = table.text[name]
    const codes = mergeColumn(old.codes, staging.text[name].values, plan, (size) => new Int32Array(size))
    const words = await vocabulary.words(name, old.words, turns)
    if (codes !== old.codes || words !== old.words) text[name] = { codes, words }
  }
  for (const name of TUPLE_COLUMNS.number) {
    if (turns.spent) await turns.next()
    number[name] = mergeColumn(table.number[name], staging.number[name].values, plan, (size) => new Float64Array(size))
  }
  if (staging.keepalives.key.length > 0) {
    number.lastKeepAlive = await moveKeepalives(number.lastKeepAlive, plan.layout, staging, turns)
  }
  return { layout: plan.layout, text, number, flaps: table.flaps, marks: table.marks }
}

/** The column of the new table; the old one itself when the plan changes nothing in it. */
function mergeColumn<T extends Int32Array | Float64Array>(old: T, staged: T, plan: MergePlan, make: (size: number) => T): T {
  if (plan.sources) {
    const out = make(plan.sources.length)
    for (let slot = 0; slot < out.length; slot++) {
      const source = plan.sources[slot] ?? 0
      out[slot] = (source >= 0 ? old[source] : staged[~source]) ?? 0
    }
    return out
  }
  let out: T | null = null
  for (let i = 0; i < plan.replaced.slot.length; i++) {
    const slot = plan.replaced.slot.at(i)
    const value = staged[plan.replaced.row.at(i)] ?? 0
    if (Object.is(old[slot], value)) continue
    if (!out) {
      out = make(old.length)
      out.set(old)
    }
    out[slot] = value
  }
  return out ?? old
}

/** Slots in order of their keys; a layout keeps its keys, so this is found once for each. */
const BY_KEY = new WeakMap<Layout, Int32Array>()

/** Keep-alives mostly come in order of their keys, so the next one is tried before it is searched. */
async function moveKeepalives(old: Float64Array, layout: Layout, { keepalives }: Staging, turns: Turns): Promise<Float64Array> {
  const byKey = BY_KEY.get(layout) ?? (await sortByKey(new Float64Array(layout.keys), false, turns))
  BY_KEY.set(layout, byKey)
  const out = old.slice()
  const keyAt = (place: number) => layout.keys[byKey[place] ?? 0] ?? 0
  let place = 0
  let isChanged = false
  for (let i = 0; i < keepalives.key.length; i++) {
    if (i % 4096 === 0 && turns.spent) await turns.next()
    const key = keepalives.key.at(i)
    const at = keepalives.at.at(i)
    if (place >= layout.size || keyAt(place) !== key) place = firstPlace(0, layout.size, (middle) => keyAt(middle) >= key)
    if (place >= layout.size || keyAt(place) !== key) continue
    const slot = byKey[place++] ?? 0
    isChanged ||= out[slot] !== at
    out[slot] = at
  }
  return isChanged ? out : old
}
