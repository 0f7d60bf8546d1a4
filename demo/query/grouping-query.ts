import type { Column, Columns, Value } from '../fleet/columns.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { ManagerError } from '../wire/manager-error.ts'
import type { Json, JsonObject } from '../wire/python-json.ts'
import { printed } from './agent-item.ts'
import { type AgentsFilter, agentTest, OFFSET_END, refuseLineBreaks } from './agents-query.ts'
import { requireSortable, type SortOrder, sortKeys } from './sort.ts'
import { compareValues } from './sqlite.ts'
import { columnOf, groupingVocabulary } from './vocabulary.ts'

/** What a count of agents by field asks for. */
export interface GroupingQuery extends AgentsFilter {
  readonly offset: number
  readonly limit: number
  readonly sort?: SortOrder
  /** Every field there is, the secret one included, when absent. */
  readonly fields?: readonly string[]
}

export interface GroupingPage {
  /** One item for each combination of values, with its `count`. */
  readonly items: readonly JsonObject[]
  /** Agents, not items. */
  readonly total: number
}

/** Agents that have the same values; `row` is the first of them, which stands for all where one is needed. */
interface Group {
  readonly row: number
  count: number
}

/**
 * Counts agents by the values of fields, as the manager's database does with GROUP BY.
 * @throws ManagerError 1403, 1407, 1408, 1409, 1724, 2003
 */
export function countByFields(fleet: Fleet, query: GroupingQuery, nowSeconds: number): GroupingPage {
  const fields = groupingFields(query.fields)
  const columns = fleet.columns()
  const test = agentTest(query, columns, nowSeconds, undefined, groupingVocabulary)
  const { groups, total } = gather(fleet, test, fields, columns)
  const sorted = query.sort ? sortGroups(groups, query.sort, fields, columns) : groups
  refuseLineBreaks(query)
  if (sorted.length > 0 && query.offset >= OFFSET_END) throw new ManagerError(2003, 'datatype mismatch')
  const page = sorted.slice(query.offset, query.offset + query.limit)
  return { items: page.map((group) => groupItem(group, fields, columns)), total }
}

/** @throws ManagerError 1724 */
function groupingFields(fields: readonly string[] | undefined): string[] {
  const { names } = groupingVocabulary
  if (!fields) return [...names]
  const wanted = [...new Set(fields)]
  const unknown = wanted.filter((field) => !names.includes(field))
  if (unknown.length > 0) {
    throw new ManagerError(1724, `Allowed select fields: ${names.join(', ')}. Fields: ${unknown.join(', ')}`)
  }
  return wanted
}

/** Groups in the order in which their first agents come, which is that of ids. */
function gather(fleet: Fleet, test: (row: number) => boolean, fields: readonly string[], columns: Columns) {
  const codes = fields.map((field) => cellCodes(columnFor(field, columns)))
  const groups = new Map<string, Group>()
  let total = 0
  for (const row of fleet.rows()) {
    if (!test(row)) continue
    total += 1
    const key = codes.map((code) => code(row)).join()
    const group = groups.get(key)
    if (group) group.count += 1
    else groups.set(key, { row, count: 1 })
  }
  return { groups: [...groups.values()], total }
}

/** A number for the value of each row. */
function cellCodes(column: Column): (row: number) => number {
  const { coded } = column
  const known = new Map<Value, number>()
  const codeOf = (value: Value) => {
    const code = known.get(value)
    if (code !== undefined) return code
    known.set(value, known.size)
    return known.size - 1
  }
  // Two codes may stand for the same value.
  if (coded) {
    const codes = coded.values.map(codeOf)
    return (row) => codes[coded.code(row)] ?? codeOf(column.read(row))
  }
  return (row) => codeOf(column.read(row))
}

/** @throws ManagerError 1403 */
function sortGroups(groups: readonly Group[], sort: SortOrder, fields: readonly string[], columns: Columns): Group[] {
  requireSortable(sort, [...groupingVocabulary.names, 'count'].sort())
  const keys = sort.fields.flatMap((field): ((group: Group) => Value)[] => {
    if (field === 'count') return [(group) => group.count]
    return sortKeys(field, columns, groupingVocabulary).map((key) => (group) => key(group.row))
  })
  const direction = sort.descending ? -1 : 1
  // What sorts alike stays in the order in which the database groups: by value, in the direction of a sort that
  // has as many terms, unless an index already gives the order, as it does wherever the id is one of the fields.
  const hasId = fields.includes('id')
  const ties = (hasId ? ['id'] : fields).map((field) => columnFor(field, columns))
  const isIndexed = hasId || (fields.length === 1 && fields[0] === 'name')
  const tieDirection = keys.length === fields.length && !isIndexed ? direction : 1
  return [...groups].sort((a, b) => {
    for (const key of keys) {
      const order = compareValues(key(a), key(b))
      if (order !== 0) return order * direction
    }
    for (const column of ties) {
      const order = compareValues(column.read(a.row), column.read(b.row))
      if (order !== 0) return order * tieDirection
    }
    return 0
  })
}

function groupItem(group: Group, fields: readonly string[], columns: Columns): JsonObject {
  const os: Record<string, Json> = {}
  const item: Record<string, Json> = {}
  for (const field of fields) {
    const value = columnFor(field, columns).read(group.row) ?? 'N/A'
    if (field.startsWith('os.')) os[field.slice(3)] = value
    else item[field] = printed(field, value)
  }
  return { ...(Object.keys(os).length > 0 ? { os } : {}), ...item, count: group.count }
}

function columnFor(field: string, columns: Columns): Column {
  return columns[columnOf(groupingVocabulary, field) ?? 'id']
}
