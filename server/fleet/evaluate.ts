import { formatAgentId } from '#lib/agent/agent.ts'
import { STATUS_REASONS } from '#lib/agent/status.ts'
import type { Expr, Operator, Value } from '#lib/query/ast.ts'
import type { FieldName } from '#lib/query/fields.ts'
import { managerTexts } from '#lib/query/manager-names.ts'
import { isAgeOfKeepAlive, testValue } from '#lib/query/matches.ts'
import type { FieldValue } from '#lib/query/read-field.ts'
import { addBit, addRange, type Bits, complement, emptyBits, fullBits, intersect, unite } from './bits.ts'
import { goneSlots, leftOutSlots, quietSlots, reasonPlaces } from './derived.ts'
import { FIELD_COLUMNS } from './field-columns.ts'
import { markTest } from './marks.ts'
import { outdatedByCode } from './outdated.ts'
import type { FleetSnapshot, ManagerView } from './snapshot.ts'
import type { TextColumn } from './table.ts'
import { markHits } from './word-hits.ts'

const STEP = 4096

/**
 * The slots that match a query. Meaning: `matches` in `#lib/query/matches.ts`, each agent at its own manager's `asOf`, silence at
 * its own `seenAt`; without one no age matches. Each distinct text is tested once. Yields as it goes.
 */
export async function evaluate(snapshot: FleetSnapshot, expr: Expr): Promise<Bits> {
  const { size } = snapshot.table.layout
  switch (expr.kind) {
    case 'all':
      return fullBits(size)
    case 'and': {
      const bits = fullBits(size)
      for (const item of expr.items) intersect(bits, await evaluate(snapshot, item))
      return bits
    }
    case 'or': {
      const bits = emptyBits(size)
      for (const item of expr.items) unite(bits, await evaluate(snapshot, item))
      return bits
    }
    case 'not': {
      const bits = await evaluate(snapshot, expr.item)
      complement(bits, size)
      return bits
    }
    case 'in':
      return compareSlots(snapshot, expr.field, '=', expr.values)
    case 'compare': {
      if (expr.operator !== '!=' && expr.operator !== '!~') return compareSlots(snapshot, expr.field, expr.operator, [expr.value])
      const bits = await compareSlots(snapshot, expr.field, expr.operator === '!=' ? '=' : '~', [expr.value])
      complement(bits, size)
      return bits
    }
    case 'word': {
      const value: Value = { type: 'text', text: expr.text, folded: expr.folded }
      const bits = emptyBits(size)
      for (const field of ['name', 'id', 'ip', 'registerIP', 'alias'] as const)
        unite(bits, await compareSlots(snapshot, field, '~', [value]))
      return bits
    }
  }
}

/** The slots for which one of the values answers yes to `operator`, which is none of the negated ones. */
async function compareSlots(
  snapshot: FleetSnapshot,
  field: FieldName,
  operator: Operator,
  values: readonly Value[],
): Promise<Bits> {
  const { table, turns } = snapshot
  const column = FIELD_COLUMNS[field]
  if (turns.spent) await turns.next()
  switch (column.kind) {
    case 'text':
      return textSlots(snapshot, table.text[column.name], field, operator, values)
    case 'number': {
      const numbers = table.number[column.name]
      const withNull = values.some(({ type }) => type === 'null')
      const isLeftOut = isAgeOfKeepAlive(field) ? leftOutSlots(table) : null
      return testSlots(snapshot, (slot, { asOf, fullAsOf }) => {
        const actual = numbers[slot] ?? Number.NaN
        if (Number.isNaN(actual)) return withNull
        const at = (isLeftOut?.(slot) ? fullAsOf : asOf) ?? Number.NaN
        return values.some((value) => testValue(field, operator, value, actual, at))
      })
    }
    case 'id': {
      const { ids } = table.layout
      // Only text can be part of an id as it is written; anything else is compared by number.
      const asText = values.some(({ type }) => type === 'text')
      if (asText && !values.some((value) => value.type === 'text' && /^\d+$/.test(value.folded))) return emptyBits(ids.length)
      return testSlots(snapshot, (slot) => {
        const actual = asText ? formatAgentId(ids[slot] ?? 0) : (ids[slot] ?? 0)
        return values.some((value) => testValue(field, operator, value, actual, 0))
      })
    }
    case 'manager': {
      const bits = emptyBits(table.layout.size)
      for (const manager of snapshot.managers) {
        const texts = managerTexts(operator, manager)
        if (values.some((value) => testValue(field, operator, value, texts, 0))) addRange(bits, manager.start, manager.end)
      }
      return bits
    }
    case 'outdated':
      return outdatedSlots(snapshot, values)
    case 'reason': {
      const isHit = STATUS_REASONS.map((reason) => values.some((value) => testValue(field, operator, value, reason, 0)))
      const placeOf = reasonPlaces(table)
      return testSlots(snapshot, (slot) => isHit[placeOf(slot)] ?? false)
    }
    case 'flaps':
      return testSlots(snapshot, (slot) => values.some((value) => testValue(field, operator, value, table.flaps[slot] ?? 0, 0)))
    case 'mark':
      return testSlots(
        snapshot,
        markTest(snapshot, column.part, (actual, asOf) => isAny(field, operator, values, actual, asOf)),
      )
    case 'quiet':
    case 'gone':
      return booleanSlots(column.kind === 'quiet' ? quietSlots(snapshot) : goneSlots(snapshot), table.layout.size, values)
  }
}

/** Whether one of the values answers yes to `operator`, of which `null` says yes to having none. */
function isAny(field: FieldName, operator: Operator, values: readonly Value[], actual: FieldValue, asOf: number): boolean {
  return values.some((value) => (value.type === 'null' ? actual === null : testValue(field, operator, value, actual, asOf)))
}

async function textSlots(
  { turns }: FleetSnapshot,
  { codes, words }: TextColumn,
  field: FieldName,
  operator: Operator,
  values: readonly Value[],
): Promise<Bits> {
  const hits = new Uint8Array(words.size)
  for (const value of values) {
    if (value.type === 'null') hits[0] = 1
    else await markHits(hits, words, field, operator, value, turns)
  }
  const bits = emptyBits(codes.length)
  for (let slot = 0; slot < codes.length; slot++) if (hits[codes[slot] ?? 0] === 1) addBit(bits, slot)
  return bits
}

/** The slots that `test` says yes to, given their manager. */
async function testSlots(snapshot: FleetSnapshot, test: (slot: number, manager: ManagerView) => boolean): Promise<Bits> {
  const bits = emptyBits(snapshot.table.layout.size)
  for (const manager of snapshot.managers) {
    for (let slot = manager.start; slot < manager.end; slot++) {
      if (slot % STEP === 0 && snapshot.turns.spent) await snapshot.turns.next()
      if (test(slot, manager)) addBit(bits, slot)
    }
  }
  return bits
}

/** Of a field that is always yes or no: the slots for which it is what one of the values asks. */
function booleanSlots(yes: Bits, size: number, values: readonly Value[]): Bits {
  const wants = (actual: boolean) => values.some((value) => testValue('quiet', '=', value, actual, 0))
  if (wants(true)) return wants(false) ? fullBits(size) : yes
  if (!wants(false)) return emptyBits(size)
  complement(yes, size)
  return yes
}

async function outdatedSlots(snapshot: FleetSnapshot, values: readonly Value[]): Promise<Bits> {
  const { codes, words } = snapshot.table.text.version
  const bits = emptyBits(codes.length)
  for (const { start, end, version } of snapshot.managers) {
    const outdated = outdatedByCode(words, version)
    const isHit = (actual: boolean | null) =>
      values.some((value) => (value.type === 'null' ? actual === null : testValue('outdated', '=', value, actual, 0)))
    const hits = Uint8Array.from(outdated, (actual) => (isHit(actual) ? 1 : 0))
    for (let slot = start; slot < end; slot++) if (hits[codes[slot] ?? 0] === 1) addBit(bits, slot)
  }
  return bits
}
