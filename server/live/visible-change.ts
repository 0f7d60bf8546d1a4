import type { ExpectedMark } from '#lib/agent/agent.ts'
import type { Scope } from '#lib/agent/scope.ts'
import { type Bits, hasBit } from '#server/fleet/bits.ts'
import { scopeSlots, seesEverything } from '#server/fleet/scope-slots.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import type { Table } from '#server/fleet/table.ts'

/** What a scope saw at one moment; kept until the next one is compared with it. */
export interface Sight {
  readonly table: Table
  /** `null` for a scope that sees every agent there is. */
  readonly bits: Bits | null
}

const STEP = 4096

export async function sightOf(snapshot: FleetSnapshot, scope: Scope): Promise<Sight> {
  return { table: snapshot.table, bits: seesEverything(snapshot, scope) ? null : await scopeSlots(snapshot, scope) }
}

/** Whether any agent that is seen came, went or has another value. Agents that are seen in neither never count. Yields. */
export async function hasVisibleChange(before: Sight, after: Sight, { turns }: Pick<FleetSnapshot, 'turns'>): Promise<boolean> {
  if (before.table === after.table) return before.bits !== after.bits && !(await hasSameRows(before, after, turns))
  if (before.bits === null && after.bits === null) return true
  if (!(await hasSameRows(before, after, turns))) return true
  const differs = columnsOf(before.table, after.table)
  const { size } = after.table.layout
  let old = -1
  for (let slot = 0; slot < size; slot++) {
    if (slot % STEP === 0 && turns.spent) await turns.next()
    if (!isSeen(after, slot)) continue
    // The same rows are seen in the same order, so the next one of both is the same agent.
    do old++
    while (!isSeen(before, old) && old < before.table.layout.size)
    if (differs.some((differ) => differ(old, slot))) return true
  }
  return false
}

function isSeen({ bits }: Sight, slot: number): boolean {
  return bits === null || hasBit(bits, slot)
}

/** Whether the same endpoints are seen, whatever their values. */
async function hasSameRows(a: Sight, b: Sight, turns: FleetSnapshot['turns']): Promise<boolean> {
  const left = a.table.layout
  const right = b.table.layout
  if (left === right && a.bits === b.bits) return true
  let j = 0
  for (let i = 0; i < left.size; i++) {
    if (i % STEP === 0 && turns.spent) await turns.next()
    if (!isSeen(a, i)) continue
    while (j < right.size && !isSeen(b, j)) j++
    if (j >= right.size || left.keys[i] !== right.keys[j]) return false
    j++
  }
  for (; j < right.size; j++) if (isSeen(b, j)) return false
  return true
}

/** One comparison for each column that is not the same object in both tables. */
function columnsOf(a: Table, b: Table): ((old: number, slot: number) => boolean)[] {
  const out: ((old: number, slot: number) => boolean)[] = []
  const moved = a.layout !== b.layout
  for (const [name, { codes, words }] of Object.entries(b.text)) {
    const old = Object.entries(a.text).find(([other]) => other === name)?.[1]
    if (!old || (old.codes === codes && !moved)) continue
    const text = (values: readonly string[], code: number | undefined) => (code ? values[code] : null)
    out.push((i, j) => text(old.words.values, old.codes[i]) !== text(words.values, codes[j]))
  }
  const numbers = Object.entries(b.number).map(([name, column]) => [
    Object.entries(a.number).find(([n]) => n === name)?.[1],
    column,
  ])
  for (const [old, column] of [...numbers, [a.flaps, b.flaps]]) {
    if (!old || !column || (old === column && !moved)) continue
    out.push((i, j) => !Object.is(old[i], column[j]))
  }
  if (a.marks !== b.marks) out.push((i, j) => !isSameMark(markAt(a, i), markAt(b, j)))
  return out
}

function markAt({ marks: { codes, marks } }: Table, slot: number): ExpectedMark | null {
  return marks[codes[slot] ?? 0] ?? null
}

function isSameMark(a: ExpectedMark | null, b: ExpectedMark | null): boolean {
  return a === b || (a !== null && b !== null && JSON.stringify(a) === JSON.stringify(b))
}
