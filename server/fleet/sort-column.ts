import { textSortKey } from '#lib/agent/collate.ts'
import { AGENT_STATUSES, STATUS_REASONS, SYNC_STATES } from '#lib/agent/status.ts'
import type { SortableField } from '#lib/query/fields.ts'
import { hasBit } from './bits.ts'
import type { CursorValue } from './cursor.ts'
import { quietSlots, reasonPlaces } from './derived.ts'
import { FIELD_COLUMNS } from './field-columns.ts'
import { markPart } from './marks.ts'
import { outdatedByCode } from './outdated.ts'
import { firstPlace } from './ranking.ts'
import type { FleetSnapshot } from './snapshot.ts'
import type { TextColumn } from './table.ts'

/** What one field sorts by: a number for each slot and for any value of a cursor; `NaN` when there is no value. */
export interface SortColumn {
  /** Tells columns apart that are computed from the same objects. */
  readonly key: string
  readonly from: readonly object[]
  keyAt(slot: number): number
  keyOf(value: CursorValue): number
  valueAt(slot: number): CursorValue
}

export function sortColumn(snapshot: FleetSnapshot, field: SortableField): SortColumn {
  const { table } = snapshot
  switch (field) {
    case 'id':
      return numbers(field, table.layout.ids)
    case 'manager':
      return managerColumn(snapshot)
    case 'outdated':
      return outdatedColumn(snapshot)
    case 'expected':
    case 'expected.until':
      return markColumn(snapshot, field)
    case 'flaps':
      return numbers(field, table.flaps)
    case 'quiet':
      return quietColumn(snapshot)
    case 'reason':
      return reasonColumn(snapshot)
    case 'status':
      return words(field, table.text.status, AGENT_STATUSES)
    case 'group_config_status':
      return words(field, table.text.groupConfigStatus, SYNC_STATES)
    default:
      return storedColumn(snapshot, field)
  }
}

function storedColumn({ table }: FleetSnapshot, field: SortableField): SortColumn {
  const column = FIELD_COLUMNS[field]
  if (column.kind === 'text') return ranked(field, table.text[column.name])
  if (column.kind === 'number') return numbers(field, table.number[column.name])
  throw new Error(`No column to sort ${field} by`)
}

function numbers(key: string, values: Int32Array | Float64Array): SortColumn {
  const valueAt = (slot: number) => values[slot] ?? Number.NaN
  return {
    key,
    from: [values],
    keyAt: valueAt,
    keyOf: (value) => (typeof value === 'number' ? value : Number.NaN),
    valueAt: (slot) => (Number.isNaN(valueAt(slot)) ? null : valueAt(slot)),
  }
}

function ranked(key: string, column: TextColumn): SortColumn {
  const { codes, words: known } = column
  const ranking = known.ranking
  return {
    key,
    from: [column],
    keyAt: (slot) => {
      const code = codes[slot] ?? 0
      return code === 0 ? Number.NaN : (ranking?.ranks[code] ?? 0)
    },
    keyOf: (value) => (typeof value === 'string' ? (ranking?.rankOf(value) ?? 0) : Number.NaN),
    valueAt: (slot) => {
      const code = codes[slot] ?? 0
      return code === 0 ? null : (known.values[code] ?? null)
    },
  }
}

/** A closed set of words, in the order of that set. */
function words(key: string, { codes, words: known }: TextColumn, order: readonly string[]): SortColumn {
  const places = Int32Array.from({ length: known.size }, (_, code) => order.indexOf(known.values[code] ?? ''))
  const place = (slot: number) => places[codes[slot] ?? 0] ?? -1
  return {
    key,
    from: [codes],
    keyAt: place,
    keyOf: (value) => (typeof value === 'string' ? order.indexOf(value) : -1),
    valueAt: (slot) => order[place(slot)] ?? null,
  }
}

/** By the names on screen. Names that sort alike share a place, and equal places go by id. */
function managerColumn({ table: { layout }, managers }: FleetSnapshot): SortColumn {
  const names = layout.ranges.map(({ manager }) => managers.find(({ id }) => id === manager)?.name ?? manager)
  const keys = names.map(textSortKey)
  const order = [...new Set(keys)].sort((a, b) => (a < b ? -1 : 1))
  const ranks = keys.map((key) => order.indexOf(key))
  const rangeAt = (slot: number) => layout.ranges.findIndex((range) => slot < range.end)
  return {
    key: `manager ${JSON.stringify(names)}`,
    from: [layout],
    keyAt: (slot) => ranks[rangeAt(slot)] ?? Number.NaN,
    // A name that is gone stands before the first one that follows it.
    keyOf: (value) => {
      if (typeof value !== 'string') return Number.NaN
      const key = textSortKey(value)
      const next = firstPlace(0, order.length, (at) => (order[at] ?? '') >= key)
      return order[next] === key ? next : next - 0.5
    },
    valueAt: (slot) => names[rangeAt(slot)] ?? null,
  }
}

function outdatedColumn({ table, managers }: FleetSnapshot): SortColumn {
  const { codes, words: known } = table.text.version
  const byManager = managers.map(({ end, version }) => ({ end, values: outdatedByCode(known, version) }))
  const valueAt = (slot: number): boolean | null => {
    const own = byManager.find(({ end }) => slot < end)
    return own?.values[codes[slot] ?? 0] ?? null
  }
  return {
    key: `outdated ${JSON.stringify(managers.map(({ id, version }) => [id, version]))}`,
    from: [table.text.version],
    keyAt: (slot) => toKey(valueAt(slot)),
    keyOf: (value) => toKey(typeof value === 'boolean' ? value : null),
    valueAt,
  }
}

function toKey(value: boolean | null): number {
  return value === null ? Number.NaN : Number(value)
}

const PLACE_OF_REASON: ReadonlyMap<string, number> = new Map(STATUS_REASONS.map((reason, place) => [reason, place]))

function reasonColumn({ table }: FleetSnapshot): SortColumn {
  const placeOf = reasonPlaces(table)
  return {
    key: 'reason',
    from: [table.number.statusCode],
    keyAt: placeOf,
    keyOf: (value) => PLACE_OF_REASON.get(String(value)) ?? -1,
    valueAt: (slot) => STATUS_REASONS[placeOf(slot)] ?? null,
  }
}

function markColumn({ table: { marks: column } }: FleetSnapshot, field: 'expected' | 'expected.until'): SortColumn {
  const part = field === 'expected' ? 'set' : 'until'
  const values = column.marks.map((mark) => Number(markPart(mark, part) ?? Number.NaN))
  const keyAt = (slot: number) => values[column.codes[slot] ?? 0] ?? Number.NaN
  return {
    key: field,
    from: [column],
    keyAt,
    keyOf: (value) => (value === null ? Number.NaN : Number(value)),
    valueAt: (slot) => (Number.isNaN(keyAt(slot)) ? null : part === 'set' ? keyAt(slot) === 1 : keyAt(slot)),
  }
}

const QUIET = new WeakMap<FleetSnapshot, ReturnType<typeof quietSlots>>()

function quietColumn(snapshot: FleetSnapshot): SortColumn {
  const { table, managers } = snapshot
  const bits = QUIET.get(snapshot) ?? quietSlots(snapshot)
  QUIET.set(snapshot, bits)
  const valueAt = (slot: number) => hasBit(bits, slot)
  return {
    key: `quiet ${JSON.stringify(managers.map(({ id, asOf, fullAsOf }) => [id, asOf, fullAsOf]))}`,
    from: [table.text.status, table.text.groupConfigStatus, table.text.version, table.number.lastKeepAlive],
    keyAt: (slot) => Number(valueAt(slot)),
    keyOf: (value) => toKey(typeof value === 'boolean' ? value : null),
    valueAt,
  }
}
