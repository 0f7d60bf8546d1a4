import { formatAgentId } from '#lib/agent/agent.ts'
import { fold } from '#lib/agent/collate.ts'
import type { Scope } from '#lib/agent/scope.ts'
import { STATUS_REASONS } from '#lib/agent/status.ts'
import type { Expr } from '#lib/query/ast.ts'
import { FIELDS, type FieldName } from '#lib/query/fields.ts'
import { type Bits, hasBit } from './bits.ts'
import { goneSlots, quietSlots, reasonPlaces } from './derived.ts'
import { FIELD_COLUMNS } from './field-columns.ts'
import { readGroups } from './group-lists.ts'
import { matchesOf } from './match-set.ts'
import { outdatedByCode } from './outdated.ts'
import type { FleetSnapshot } from './snapshot.ts'

export interface SuggestedValue {
  readonly value: string
  /** Agents in scope that match the rest of the query and have it. */
  readonly count: number
}

const STEP = 8192

/**
 * Values that a field has now among the agents in scope that match, most fitting first: those that are `text`, begin with it, hold
 * it, then by how many agents have them. None for fields whose values are measured: times, ages and numbers.
 */
export async function suggestValues(
  snapshot: FleetSnapshot,
  asked: { readonly field: FieldName; readonly text: string; readonly expr: Expr; readonly scope: Scope; readonly limit: number },
): Promise<readonly SuggestedValue[]> {
  const { bits } = await matchesOf(snapshot, asked.expr, asked.scope)
  const wanted = fold(asked.text)
  const found: (SuggestedValue & { readonly rank: number })[] = []
  const add = (value: string, count: number, folded = fold(value)) => {
    const at = folded.indexOf(wanted)
    if (count > 0 && at >= 0) found.push({ value, count, rank: folded === wanted ? 0 : at === 0 ? 1 : 2 })
  }
  await tally(snapshot, asked.field, bits, wanted, add)
  found.sort((a, b) => a.rank - b.rank || b.count - a.count || (a.value < b.value ? -1 : 1))
  return found.slice(0, asked.limit).map(({ value, count }) => ({ value, count }))
}

type Add = (value: string, count: number, folded?: string) => void

async function tally(snapshot: FleetSnapshot, field: FieldName, bits: Bits, wanted: string, add: Add): Promise<void> {
  const { table, managers } = snapshot
  const column = FIELD_COLUMNS[field]
  switch (column.kind) {
    case 'text':
      return tallyText(snapshot, table.text[column.name], FIELDS[field].type === 'list', bits, add)
    case 'id':
      for (const [slot, id] of table.layout.ids.entries()) {
        const text = formatAgentId(id)
        if (hasBit(bits, slot) && text.includes(wanted)) add(text, 1, text)
      }
      return
    case 'manager':
      for (const { id, name, start, end } of managers) {
        const called = fold(name)
        add(name, countSlots(bits, start, end), called.includes(wanted) ? called : fold(id))
      }
      return
    case 'outdated': {
      const { codes, words } = table.text.version
      const counts = new Map<boolean | null, number>()
      for (const { start, end, version } of managers) {
        const outdated = outdatedByCode(words, version)
        for (let slot = start; slot < end; slot++) {
          const value = outdated[codes[slot] ?? 0] ?? null
          if (hasBit(bits, slot)) counts.set(value, (counts.get(value) ?? 0) + 1)
        }
      }
      for (const value of [true, false]) add(String(value), counts.get(value) ?? 0)
      return
    }
    case 'reason': {
      const placeOf = reasonPlaces(table)
      const counts = new Int32Array(STATUS_REASONS.length)
      for (let slot = 0; slot < table.layout.size; slot++) {
        if (hasBit(bits, slot)) counts[placeOf(slot)] = (counts[placeOf(slot)] ?? 0) + 1
      }
      for (const [place, reason] of STATUS_REASONS.entries()) add(reason, counts[place] ?? 0)
      return
    }
    case 'quiet':
    case 'gone': {
      const yes = column.kind === 'quiet' ? quietSlots(snapshot) : goneSlots(snapshot)
      const total = countSlots(bits, 0, table.layout.size)
      const both = yes.map((word, i) => word & (bits[i] ?? 0))
      const count = countSlots(both, 0, table.layout.size)
      add('true', count)
      add('false', total - count)
      return
    }
    default:
      return
  }
}

async function tallyText(
  { turns }: FleetSnapshot,
  { codes, words }: FleetSnapshot['table']['text']['name'],
  isList: boolean,
  bits: Bits,
  add: Add,
): Promise<void> {
  const counts = new Int32Array(words.size)
  for (let slot = 0; slot < codes.length; slot++) {
    if (slot % STEP === 0 && turns.spent) await turns.next()
    const code = codes[slot] ?? 0
    if (hasBit(bits, slot)) counts[code] = (counts[code] ?? 0) + 1
  }
  const parts = new Map<string, number>()
  for (let code = 1; code < counts.length; code++) {
    if (code % STEP === 0 && turns.spent) await turns.next()
    const count = counts[code] ?? 0
    if (count === 0) continue
    if (!isList) add(words.values[code] ?? '', count, words.folded[code])
    else for (const part of readGroups(words.values[code] ?? null)) parts.set(part, (parts.get(part) ?? 0) + count)
  }
  for (const [part, count] of parts) add(part, count)
}

function countSlots(bits: Bits, start: number, end: number): number {
  let count = 0
  for (let slot = start; slot < end; slot++) if (hasBit(bits, slot)) count++
  return count
}
