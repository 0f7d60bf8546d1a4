import type { Value } from '../fleet/columns.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { nest, refuseLineBreaks } from './agents-query.ts'
import type { Condition } from './parse-q.ts'
import { parseQ } from './parse-q.ts'
import type { SortOrder } from './sort.ts'
import { compareValues, likeTest } from './sqlite.ts'
import { cellTest } from './table-condition.ts'
import type { TableFields } from './table-fields.ts'
import { parseWhere, type RowTest, type Token } from './where-clause.ts'

/** A row by the API's names of its fields; a missing cell is NULL. */
export type TableRow = Readonly<Record<string, Value>>

export interface TableQuery {
  readonly offset: number
  readonly limit: number
  readonly sort?: SortOrder
  readonly search?: { readonly text: string; readonly negated: boolean }
  readonly select?: readonly string[]
  readonly q: string
  /** Filter parameters by field; a list is an OR. */
  readonly filters: ReadonlyMap<string, string | number | readonly string[]>
  readonly distinct: boolean
  /** Fields that are in the items whatever is selected, except with `distinct`. */
  readonly always?: readonly string[]
}

export type TableItem = Readonly<Record<string, string | number>>

/**
 * Answers a query over a small table as the manager's database would.
 * @param rows in the order in which the database meets them
 * @returns one page of items without their NULLs, and how many rows match
 * @throws ManagerError 1403, 1407, 1408, 1409, 1412, 1724, 2003
 */
export function queryTable(
  fields: TableFields,
  rows: readonly TableRow[],
  query: TableQuery,
  nowSeconds: number,
): { items: TableItem[]; total: number } {
  const names = Object.keys(fields).sort()
  const selected = query.select ? checked(query.select, names) : names
  const test = whereTest(fields, rows, selected, query, nowSeconds)
  const matches = rows.filter((_, index) => test(index))
  const found = query.distinct ? distinctRows(matches, selected) : matches
  const sorted = query.sort ? [...found].sort(tableOrder(query.sort, names)) : found
  refuseLineBreaks(query)
  if (matches.length > 0 && query.offset >= 2 ** 63) throw new ManagerError(2003, 'datatype mismatch')
  const shown = query.distinct ? selected : [...new Set([...selected, ...(query.always ?? [])])]
  const page = sorted.slice(query.offset, query.offset + query.limit)
  return { items: page.map((row) => pick(row, shown)), total: found.length }
}

/** @throws ManagerError 1724 */
function checked(select: readonly string[], names: readonly string[]): string[] {
  const wanted = [...new Set(select)]
  const unknown = wanted.filter((field) => !names.includes(field))
  if (unknown.length > 0) {
    throw new ManagerError(1724, `Allowed select fields: ${names.join(', ')}. Fields: ${unknown.join(', ')}`)
  }
  return wanted
}

/** Puts the pieces together in the order in which the manager writes its statement. */
function whereTest(
  fields: TableFields,
  rows: readonly TableRow[],
  selected: readonly string[],
  query: TableQuery,
  nowSeconds: number,
): RowTest {
  const { q, search, distinct } = query
  const conditions = [...filterConditions(query), ...(q === '' ? [] : parseQ(q, Object.keys(fields).sort()))]
  const over = (field: string, test: (value: Value) => boolean): RowTest => {
    return (row) => test(rows[row]?.[field] ?? null)
  }
  const tokens: Token[] = nest(conditions, (condition) => {
    const { column = condition.field } = fields[condition.field] ?? {}
    return { word: column, test: over(condition.field, cellTest(condition, fields, nowSeconds)) }
  })
  const hasWhere = conditions.length > 0 || search !== undefined
  if (distinct) {
    if (q !== '' || hasWhere) tokens.push('AND')
    selected.forEach((field, index) => {
      if (index > 0) tokens.push('AND')
      tokens.push({ word: fields[field]?.column ?? field, test: over(field, (value) => value !== null && value !== '') })
    })
  }
  if (search) {
    const anywhere = likeTest(`%${search.text.replace(/['"]/g, '_')}%`)
    const test: RowTest = (row) => Object.keys(fields).some((field) => anywhere(rows[row]?.[field] ?? null))
    tokens.push('AND', ...(search.negated ? ['NOT' as const] : []), '(', { word: '(', test }, ')')
    if (tokens[0] === 'AND') tokens.shift()
  }
  return parseWhere(tokens, hasWhere || (distinct && q === ''))
}

function filterConditions({ filters, q }: TableQuery): Condition[] {
  const conditions: Condition[] = []
  for (const [field, given] of filters) {
    const values = typeof given === 'object' ? given : [String(given)]
    values.forEach((value, index) => {
      if (value === 'all') return
      const isLast = index === values.length - 1
      const separator = isLast ? 'AND' : 'OR'
      conditions.push({ field, value: value === 'null' ? null : value, operator: '=', separator, level: isLast ? 0 : 1 })
    })
  }
  const last = conditions.pop()
  return last ? [...conditions, { ...last, separator: q === '' ? '' : 'AND' }] : []
}

function distinctRows(rows: readonly TableRow[], selected: readonly string[]): TableRow[] {
  const seen = new Set<string>()
  return rows.filter((row) => {
    const key = JSON.stringify(selected.map((field) => row[field] ?? null))
    return seen.has(key) ? false : seen.add(key)
  })
}

/** @throws ManagerError 1403 */
function tableOrder(sort: SortOrder, names: readonly string[]): (a: TableRow, b: TableRow) => number {
  const unknown = [...new Set(sort.fields)].filter((field) => !names.includes(field))
  if (unknown.length > 0) {
    throw new ManagerError(1403, `Allowed sort fields: ${names.join(', ')}. Fields: ${unknown.join(', ')}`)
  }
  const direction = sort.descending ? -1 : 1
  return (a, b) => {
    for (const field of sort.fields) {
      const order = compareValues(a[field] ?? null, b[field] ?? null)
      if (order !== 0) return order * direction
    }
    return 0
  }
}

function pick(row: TableRow, fields: readonly string[]): TableItem {
  const item: Record<string, string | number> = {}
  for (const field of fields) {
    const value = row[field] ?? null
    if (value !== null) item[field] = value
  }
  return item
}
