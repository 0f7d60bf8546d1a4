import type { Columns, Value } from '../fleet/columns.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { castInteger, compareValues } from './sqlite.ts'
import { agentVocabulary, columnOf } from './vocabulary.ts'

/** One sign for all fields. */
export interface SortOrder {
  readonly fields: readonly string[]
  readonly descending: boolean
}

/** Reads a `sort` text; anything but one leading sign belongs to a field name. */
export function parseSort(text: string): SortOrder {
  const signed = text.startsWith('-') || text.startsWith('+')
  return { fields: (signed ? text.slice(1) : text).split(','), descending: text.startsWith('-') }
}

/**
 * The order of rows; nothing when rows in order of id are wanted.
 * @throws ManagerError 1403
 */
export function rowOrder(sort: SortOrder | undefined, columns: Columns): ((a: number, b: number) => number) | undefined {
  if (!sort) return undefined
  requireSortable(sort, agentVocabulary.names)
  if (sort.fields[0] === 'id' && !sort.descending) return undefined
  const keys = sort.fields.flatMap((field) => sortKeys(field, columns))
  const direction = sort.descending ? -1 : 1
  return (a, b) => {
    for (const key of keys) {
      const order = compareValues(key(a), key(b))
      if (order !== 0) return order * direction
    }
    return 0
  }
}

/** @throws ManagerError 1403 when a field is not among the names */
export function requireSortable(sort: SortOrder, names: readonly string[]): void {
  const unknown = [...new Set(sort.fields)].filter((field) => !names.includes(field))
  if (unknown.length > 0) {
    throw new ManagerError(1403, `Allowed sort fields: ${names.join(', ')}. Fields: ${unknown.join(', ')}`)
  }
}

/** What a field sorts by; `os.version` goes by its two leading numbers. */
export function sortKeys(field: string, columns: Columns, vocabulary = agentVocabulary): ((row: number) => Value)[] {
  if (field === 'os.version') {
    return [(row) => castInteger(columns.os_major.read(row)), (row) => castInteger(columns.os_minor.read(row))]
  }
  const name = columnOf(vocabulary, field)
  return name === undefined ? [] : [columns[name].read]
}

/** Rows `offset` to `offset + limit` of the sorted list; rows that sort alike stay in order of id. */
export function topRows(
  rows: readonly number[],
  order: ((a: number, b: number) => number) | undefined,
  offset: number,
  limit: number,
): number[] {
  if (!order) return rows.slice(offset, offset + limit)
  if (offset + limit > 64 || rows.length < 1000) return [...rows].sort(order).slice(offset, offset + limit)
  const first: number[] = []
  for (const row of rows) {
    const last = first[offset + limit - 1]
    if (last !== undefined && order(row, last) >= 0) continue
    let place = first.length
    while (place > 0 && order(row, first[place - 1] ?? row) < 0) place -= 1
    first.splice(place, 0, row)
    first.length = Math.min(first.length, offset + limit)
  }
  return first.slice(offset)
}
