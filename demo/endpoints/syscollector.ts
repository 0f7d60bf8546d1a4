import { findListed } from '../agent/agent-view.ts'
import { printedTime } from '../agent/database-time.ts'
import { inventoryRows } from '../agent/inventory.ts'
import { type InventoryKind, inventoryFields } from '../agent/inventory-fields.ts'
import { parseSort } from '../query/sort.ts'
import { queryTable, type TableItem, type TableQuery } from '../query/table-query.ts'
import { inventoryParameters } from '../spec/agent-parameters.ts'
import { pathParameters } from '../spec/parameters.ts'
import { type Call, type Endpoint, flagValue, listValue, numberValue, textValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'
import type { Json, JsonObject } from '../wire/python-json.ts'
import { jsonReply } from '../wire/reply.ts'
import { permittedAgent } from './one-agent.ts'

/** Parameters of an inventory that are no filters. */
const general = new Set(['pretty', 'wait_for_complete', 'offset', 'limit', 'sort', 'search', 'select', 'q', 'distinct'])

/** `GET /syscollector/{agent_id}/…`: what an agent has reported of its machine, kept also while it is away. */
export function inventory(kind: InventoryKind): Endpoint {
  return {
    auth: 'bearer',
    parameters: inventoryParameters[kind],
    path: [pathParameters.agent],
    handle(call) {
      const id = permittedAgent(call, 'syscollector:read')
      const result = new ListResult({
        all: 'All specified syscollector information was returned',
        some: 'Some syscollector information was not returned',
        none: 'No syscollector information was returned',
      })
      const agent = findListed(call.demo.fleet, id, call.nowSeconds)
      if (!agent) result.fail(id, new ManagerError(1701, undefined, 'missing'))
      else {
        if (!agent.hasReported) {
          const hint = 'Please check if the agent has connected to the manager'
          throw new ManagerError(2007, `There is no database for agent ${id}. ${hint}`)
        }
        const given = call.demo.fleet.details(agent.number)?.syscollector
        const rows = inventoryRows(kind, agent, given && (given[kind] ?? []), call.nowSeconds)
        const query = readQuery(call)
        const page = queryTable(inventoryFields(kind, agent.text('os_name')), rows, query, call.nowSeconds)
        result.items = sortedAgain(page.items, query).map((item) => ({ ...nested(item), agent_id: id }))
        result.total = page.total
      }
      return jsonReply(result.render(), flagValue(call, 'pretty'))
    },
  }
}

function readQuery(call: Call): TableQuery {
  const [sort, search, select] = [textValue(call, 'sort'), textValue(call, 'search'), listValue(call, 'select')]
  const filters = new Map<string, string | number>()
  for (const [name, value] of call.values) {
    if (!general.has(name) && (typeof value === 'string' || typeof value === 'number')) filters.set(name, value)
  }
  return {
    offset: numberValue(call, 'offset', 0),
    limit: numberValue(call, 'limit', 500),
    ...(sort === undefined ? {} : { sort: parseSort(sort) }),
    ...(search === undefined ? {} : { search: readSearch(search) }),
    ...(select === undefined ? {} : { select }),
    q: textValue(call, 'q') ?? '',
    filters,
    distinct: flagValue(call, 'distinct'),
  }
}

function readSearch(text: string) {
  const negated = text.startsWith('-')
  return { text: negated ? text.slice(1) : text, negated }
}

/**
 * The manager sorts the page once more by its first field, missing values always first: as numbers when that is the
 * only field and the first item has a number there, as text otherwise.
 */
function sortedAgain(items: readonly TableItem[], { sort }: TableQuery): readonly TableItem[] {
  const [field, ...others] = sort?.fields ?? []
  if (!sort || field === undefined) return items
  const isNumeric = others.length === 0 && typeof items[0]?.[field] === 'number'
  const direction = sort.descending ? -1 : 1
  return [...items].sort((a, b) => {
    const [x, y] = [a[field], b[field]]
    if (x === undefined || y === undefined) return (x === undefined ? 0 : 1) - (y === undefined ? 0 : 1)
    if (isNumeric) return (Number(x) - Number(y)) * direction
    return (String(x) < String(y) ? -1 : String(x) > String(y) ? 1 : 0) * direction
  })
}

/** Gathers `os.name` and the like in objects, and prints times. */
function nested(item: TableItem): JsonObject {
  const made: Record<string, Json> = {}
  const inner = new Map<string, Record<string, Json>>()
  for (const [field, value] of Object.entries(item)) {
    const shown = typeof value === 'string' ? printedTime(value) : value
    const dot = field.indexOf('.')
    if (dot < 0) {
      made[field] = shown
      continue
    }
    const name = field.slice(0, dot)
    const members = inner.get(name) ?? {}
    members[field.slice(dot + 1)] = shown
    inner.set(name, members)
  }
  return { ...Object.fromEntries(inner), ...made }
}
