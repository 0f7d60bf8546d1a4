import { ipSortKey, textSortKey } from '#lib/agent/collate.ts'
import type { Operator, Value } from '#lib/query/ast.ts'
import { FIELDS, type FieldName } from '#lib/query/fields.ts'
import { testValue } from '#lib/query/matches.ts'
import { readGroups } from './group-lists.ts'
import type { Words } from './table.ts'
import type { Turns } from './turns.ts'

const STEP = 1024

/**
 * Marks in `hits` (by code) the texts of a column that answer yes to a comparison. Meaning: `testValue` in
 * `#lib/query/matches.ts`, of which the common cases are computed here without reading each text again.
 */
export async function markHits(
  hits: Uint8Array,
  words: Words,
  field: FieldName,
  operator: Operator,
  value: Value,
  turns: Turns,
): Promise<void> {
  const test = makeTest(words, field, operator, value)
  for (let code = 1; code < words.size; code++) {
    if (code % STEP === 0 && turns.spent) await turns.next()
    if (hits[code] !== 1 && test(code)) hits[code] = 1
  }
}

function makeTest(words: Words, field: FieldName, operator: Operator, value: Value): (code: number) => boolean {
  const { values, folded, ranking } = words
  const { type } = FIELDS[field]
  if (type === 'list') return (code) => testValue(field, operator, value, readGroups(values[code] ?? null), 0)
  if (value.type === 'text' && operator === '=') return (code) => folded[code] === value.folded
  if (value.type === 'text' && operator === '~') return (code) => folded[code]?.includes(value.folded) ?? false
  if (value.type === 'ip' && operator === '=' && ranking) {
    const { family, low, high } = value.range
    const first = ranking.rankOfKey(`${family}${low}`)
    // A digit sorts after the slash that ends an address in its key, so this is beyond every prefix of the last one.
    const last = ranking.rankOfKey(`${family}${high}0`)
    return (code) => {
      const rank = ranking.ranks[code] ?? 0
      if (rank < first || rank > last) return false
      const text = values[code] ?? ''
      return !text.includes('/') || testValue(field, operator, value, text, 0)
    }
  }
  if ((value.type === 'text' || value.type === 'ip') && isOrder(operator)) {
    if (ranking) {
      const wanted = ranking.rankOf(value.text)
      return (code) => inOrder(operator, (ranking.ranks[code] ?? 0) - wanted)
    }
    const sortKey = type === 'ip' ? ipSortKey : textSortKey
    const wanted = sortKey(value.text)
    return (code) => {
      const key = sortKey(values[code] ?? '')
      return inOrder(operator, key < wanted ? -1 : key > wanted ? 1 : 0)
    }
  }
  return (code) => testValue(field, operator, value, values[code] ?? '', 0)
}

type Order = '<' | '>' | '<=' | '>='

function isOrder(operator: Operator): operator is Order {
  return operator === '<' || operator === '>' || operator === '<=' || operator === '>='
}

function inOrder(operator: Order, difference: number): boolean {
  if (operator === '<') return difference < 0
  if (operator === '>') return difference > 0
  return operator === '<=' ? difference <= 0 : difference >= 0
}
