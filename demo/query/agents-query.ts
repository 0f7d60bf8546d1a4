import type { Columns, Value } from '../fleet/columns.ts'
import { fieldColumns, fieldNames, isFieldName } from '../fleet/fields.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { ManagerError } from '../wire/manager-error.ts'
import type { JsonObject } from '../wire/python-json.ts'
import { agentItem } from './agent-item.ts'
import { conditionTest } from './condition.ts'
import { type Condition, parseQ } from './parse-q.ts'
import { searchTest } from './search.ts'
import { joinConditions, type NamedCondition } from './shared-literals.ts'
import { rowOrder, type SortOrder, topRows } from './sort.ts'
import { compareValues } from './sqlite.ts'
import { resortByVersion } from './version-order.ts'
import { agentVocabulary, columnOf, type Vocabulary } from './vocabulary.ts'
import { type Clause, parseWhere, type RowTest, type Token } from './where-clause.ts'

/** Which agents a call is about. */
export interface AgentsFilter {
  readonly search?: { readonly text: string; readonly negated: boolean }
  readonly q: string
  /** Filter parameters: a list inside one is an OR. */
  readonly filters?: ReadonlyMap<string, string | readonly string[]>
  readonly olderThan?: string
  /** Ids that the call is narrowed to, or keeps out. */
  readonly rights?: { readonly ids: readonly string[]; readonly negated: boolean }
}

/** What a list call asks for, after validation. */
export interface AgentsQuery extends AgentsFilter {
  readonly offset: number
  readonly limit: number
  readonly sort?: SortOrder
  readonly select?: readonly string[]
  readonly distinct: boolean
  /** Set where the manager forgets to sort versions by their numbers. */
  readonly versionsAsTexts?: boolean
}

/** The database counts rows in 64 bits. */
export const OFFSET_END = 2 ** 63

export interface AgentsPage {
  readonly items: readonly JsonObject[]
  readonly total: number
}

/**
 * Answers a list of agents as the manager's database would.
 * @throws ManagerError 1403, 1407, 1408, 1409, 1412, 1724, 2003
 */
export function queryAgents(fleet: Fleet, query: AgentsQuery, nowSeconds: number): AgentsPage {
  const selected = selectFields(query.select)
  const columns = fleet.columns()
  const test = agentTest(query, columns, nowSeconds, query.distinct ? selected : undefined)
  const matches: number[] = []
  for (const row of fleet.rows()) if (test(row)) matches.push(row)
  const walked = inWalkingOrder(matches, query, columns)
  const rows = query.distinct ? distinctRows(walked, columns, selected) : walked
  const wanted = query.distinct ? selected : [...new Set([...selected, 'id'])]
  const order = rowOrder(query.sort, columns)
  refuseLineBreaks(query)
  if (rows.length > 0 && query.offset >= OFFSET_END) throw new ManagerError(2003, 'datatype mismatch')
  const page = topRows(rows, order, query.offset, query.limit)
  const items = page.map((row) => agentItem(row, columns, wanted))
  const isResorted = query.sort !== undefined && query.versionsAsTexts !== true
  return { items: isResorted ? resortByVersion(items, query.sort) : items, total: rows.length }
}

/**
 * The order in which the database meets rows, which decides about what is alike: by id, unless it sorts by id or by
 * name first; for these it walks along an index, backwards for a descending sort.
 */
function inWalkingOrder(matches: number[], { sort, rights, distinct }: AgentsQuery, columns: Columns): number[] {
  const first = sort?.fields[0]
  const isByName = first === 'name' && (rights === undefined || rights.negated)
  if (!isByName && first !== 'id') return matches
  if (isByName && distinct) matches.sort((a, b) => compareValues(columns.name.read(a), columns.name.read(b)))
  return sort?.descending ? matches.reverse() : matches
}

/**
 * The manager cuts a statement with a limit into slices, and fails to read one of several lines.
 * @throws ManagerError 1000
 */
export function refuseLineBreaks({ search, filters }: Pick<AgentsFilter, 'search'> & { filters?: ReadonlyMap<string, unknown> }) {
  const texts = [search?.text, ...(filters?.values() ?? [])].flat()
  if (texts.some((text) => String(text).includes('\n'))) throw new ManagerError(1000, undefined, 'internal')
}

/** @throws ManagerError 1724 */
function selectFields(select: readonly string[] | undefined): string[] {
  if (!select) return [...fieldNames]
  const unknown = [...new Set(select)].filter((field) => !isFieldName(field))
  if (unknown.length > 0) {
    throw new ManagerError(1724, `Allowed select fields: ${fieldNames.join(', ')}. Fields: ${unknown.join(', ')}`)
  }
  return [...new Set(select)]
}

/**
 * Puts the pieces together in the order in which the manager writes its statement.
 * @param filled fields that must not be empty, because distinct values of them are wanted
 * @throws ManagerError 1407, 1408, 1409, 1412, 2003
 */
export function agentTest(
  query: AgentsFilter,
  columns: Columns,
  nowSeconds: number,
  filled?: readonly string[],
  vocabulary: Vocabulary = agentVocabulary,
): RowTest {
  const q = withOlderThan(query)
  const conditions = joinConditions(filterConditions(query, q !== ''), q === '' ? [] : parseQ(q, vocabulary.names))
  let hasWhere = conditions.length > 0 || query.search !== undefined
  const tokens = nest(conditions, (condition) => ({
    word: firstWord(condition, vocabulary),
    test: conditionTest(condition, columns, nowSeconds, vocabulary),
  }))
  if (filled) {
    if (q === '' && !hasWhere) hasWhere = true
    else tokens.push('AND')
    filled.forEach((field, index) => {
      if (index > 0) tokens.push('AND')
      tokens.push({ word: field, test: filledTest(field, columns) })
    })
  }
  if (query.search)
    tokens.push(
      'AND',
      ...(query.search.negated ? ['NOT' as const] : []),
      '(',
      { word: '(', test: searchTest(query.search.text, columns) },
      ')',
    )
  if (query.search && tokens[0] === 'AND') tokens.shift()
  return parseWhere(tokens, hasWhere)
}

function withOlderThan(query: AgentsFilter): string {
  if (query.olderThan === undefined || query.olderThan === '0s') return query.q
  const age = query.olderThan
  const clause = `(lastKeepAlive>${age};status!=never_connected,dateAdd>${age};status=never_connected)`
  return query.q === '' ? clause : `${query.q};${clause}`
}

function filterConditions(query: AgentsFilter, hasQ: boolean): NamedCondition[] {
  const conditions: NamedCondition[] = []
  const { rights } = query
  if (rights && (rights.ids.length > 0 || !rights.negated)) {
    const operator = rights.negated ? 'NOT IN' : 'IN'
    const condition: Condition = { field: 'rbac_id', value: rights.ids, operator, separator: 'AND', level: 0 }
    conditions.push({ name: condition.field, condition })
  }
  for (const [field, given] of query.filters ?? []) {
    const values = typeof given === 'string' ? [given] : given
    values.forEach((value, index) => {
      if (value === 'all') return
      const isLast = index === values.length - 1
      const place = isLast ? ({ separator: 'AND', level: 0 } as const) : ({ separator: 'OR', level: 1 } as const)
      const condition: Condition = { field, value: value === 'null' ? null : value, operator: '=', ...place }
      conditions.push({ name: `${field}$${index}`, condition })
    })
  }
  const last = conditions.pop()
  if (!last) return []
  return [...conditions, { ...last, condition: { ...last.condition, separator: hasQ ? 'AND' : '' } }]
}

/** Rebuilds parentheses from levels, the way the manager does. */
export function nest(conditions: readonly Condition[], compile: (condition: Condition) => Clause): Token[] {
  const tokens: Token[] = []
  let current = 0
  for (const condition of conditions) {
    const { level } = condition
    let open = level + 1 - current
    if (level === 0 || open === 0) open = 1
    const close = current > level ? 1 + current - level : 1
    for (let i = 0; i < open; i++) tokens.push('(')
    tokens.push(compile(condition))
    for (let i = 0; i < close; i++) tokens.push(')')
    if (condition.separator !== '') tokens.push(condition.separator)
    current = level
  }
  return tokens
}

/** How the SQL of a condition begins, for the database's complaint when it stands in the wrong place. */
function firstWord({ field, operator, value }: Condition, vocabulary: Vocabulary): string {
  if (field === 'ip') return 'coalesce'
  if (field !== 'group') return columnOf(vocabulary, field) ?? 'id'
  if (value === null || operator === 'LIKE') return '`group`'
  return operator === '!=' ? 'NOT' : '('
}

function filledTest(field: string, columns: Columns): RowTest {
  if (!isFieldName(field)) return () => true
  const column = columns[fieldColumns[field]]
  return (row) => {
    const value = column.read(row)
    return value !== null && value !== ''
  }
}

/** The first row of every combination of the selected values. */
function distinctRows(rows: readonly number[], columns: Columns, selected: readonly string[]): number[] {
  const read = selected.filter(isFieldName).map((field) => columns[fieldColumns[field]])
  const seen = new Set<string>()
  return rows.filter((row) => {
    const key = JSON.stringify(read.map((column): Value => column.read(row)))
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
