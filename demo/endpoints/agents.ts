import { type AgentsQuery, queryAgents } from '../query/agents-query.ts'
import { parseSort } from '../query/sort.ts'
import { agentRights, denied } from '../security/rbac.ts'
import { parameters } from '../spec/parameters.ts'
import { type Call, type Endpoint, flagValue, listValue, numberValue, textValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { jsonReply } from '../wire/reply.ts'
import { type Narrowing, narrow } from './narrow.ts'

/** Parameters that filter by one field each. */
const filterNames = [
  'status',
  'os.platform',
  'os.version',
  'os.name',
  'manager',
  'version',
  'group',
  'node_name',
  'name',
  'ip',
  'registerIP',
  'group_config_status',
]

/** `GET /agents`. */
export const agents: Endpoint = {
  auth: 'bearer',
  parameters: parameters.agents,
  handle(call) {
    const result = new ListResult({
      all: 'All selected agents information was returned',
      some: 'Some agents information was not returned',
      none: 'No agent information was returned',
    })
    const asked = listValue(call, 'agents_list')
    const rights = agentRights(call.policies, call.demo.rbacMode, 'agent:read', call.demo.fleet)
    const allowed = asked?.filter((id) => rights.has(id))
    if (asked && allowed?.length === 0) throw denied('agent:id')
    const ids = allowed ?? (rights.isEverything ? undefined : rights.ids())
    if (ids === undefined || ids.length > 0) {
      const narrowing = ids && narrow(call.demo.fleet, result, ids)
      const page = queryAgents(call.demo.fleet, readQuery(call, narrowing), call.nowSeconds)
      result.items = page.items
      result.total = page.total
    }
    for (const id of asked ?? []) if (!allowed?.includes(id)) result.fail(id, denied('agent:id'))
    if (!asked) result.forget([1701])
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

function readQuery(call: Call, rights: Narrowing | undefined): AgentsQuery {
  const sort = textValue(call, 'sort')
  const search = textValue(call, 'search')
  const select = listValue(call, 'select')
  const olderThan = textValue(call, 'older_than')
  const filters = new Map<string, string | readonly string[]>()
  for (const name of filterNames) {
    const value = call.values.get(name)
    if (typeof value === 'string') filters.set(name, name === 'version' ? fullVersion(value) : value)
    else if (typeof value === 'object') filters.set(name, value)
  }
  return {
    offset: numberValue(call, 'offset', 0),
    limit: numberValue(call, 'limit', 500),
    ...(sort === undefined ? {} : { sort: parseSort(sort) }),
    ...(search === undefined ? {} : { search: readSearch(search) }),
    ...(select === undefined ? {} : { select }),
    q: textValue(call, 'q') ?? '',
    filters,
    ...(olderThan === undefined ? {} : { olderThan }),
    distinct: flagValue(call, 'distinct'),
    ...(rights === undefined ? {} : { rights }),
  }
}

function readSearch(text: string) {
  const negated = text.startsWith('-')
  return { text: negated ? text.slice(1) : text, negated }
}

/** `4.14.7`, `v4.14.7` and `wazuh 4.14.7` all mean the text the table holds. */
function fullVersion(text: string): string {
  if (/^v?\d+\.\d+\.\d+\n?$/i.test(text)) return `wazuh ${text.includes('v') ? '' : 'v'}${text}`
  return /^wazuh \d+\.\d+\.\d+\n?$/i.test(text) ? text.replaceAll(' ', ' v') : text
}
