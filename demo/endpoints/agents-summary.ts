import { queryAgents } from '../query/agents-query.ts'
import { parseSort } from '../query/sort.ts'
import { agentRights, denied } from '../security/rbac.ts'
import { parameters } from '../spec/parameters.ts'
import { readingParameters } from '../spec/reading-parameters.ts'
import { type Call, type Endpoint, flagValue, listValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { isJsonObject, type JsonObject } from '../wire/python-json.ts'
import { jsonReply } from '../wire/reply.ts'
import { readableAgents, type Scope, scopeTest } from './narrow.ts'

/** `GET /agents/summary/status`: counts without agent 000. */
export const summaryStatus: Endpoint = {
  auth: 'bearer',
  parameters: parameters.common,
  handle(call) {
    return jsonReply({ data: countStatuses(call, readableAgents(call)), error: 0 }, flagValue(call, 'pretty'))
  },
}

/** Agents by connection and by configuration, without agent 000. */
export function countStatuses(call: Call, scope: Scope | undefined): JsonObject {
  const { fleet } = call.demo
  const isReadable = scopeTest(scope)
  const { id, connection_status: status, group_config_status: sync } = fleet.columns()
  const connection = { active: 0, disconnected: 0, never_connected: 0, pending: 0, total: 0 }
  const configuration = { synced: 0, not_synced: 0, total: 0 }
  for (const row of fleet.rows()) {
    const number = Number(id.read(row))
    if (number === 0 || !isReadable(number)) continue
    const state = String(status.read(row))
    if (isCounted(connection, state)) connection[state] += 1
    connection.total += 1
    configuration[sync.read(row) === 'synced' ? 'synced' : 'not_synced'] += 1
    configuration.total += 1
  }
  return { connection, configuration }
}

/** `GET /agents/summary/os`: the platforms there are. */
export const summaryOs: Endpoint = {
  auth: 'bearer',
  parameters: parameters.common,
  handle(call) {
    const result = new ListResult({
      all: 'Showing the operative system of all specified agents',
      some: 'Could not get the operative system of some agents',
      none: 'Could not get the operative system of the agents',
    })
    const scope = readableAgents(call)
    if (scope) {
      const query = { ...scope, offset: 0, limit: 500, sort: parseSort('os.platform'), q: 'id!=000', distinct: true }
      const { items } = queryAgents(call.demo.fleet, { ...query, select: ['os.platform'] }, call.nowSeconds)
      result.items = items.map(({ os }) => (isJsonObject(os) ? (os.platform ?? '') : ''))
      result.total = result.items.length
    }
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

/** `GET /agents/summary`: counts by status, platform and group; ids that do not exist count for nothing. */
export const summary: Endpoint = {
  auth: 'bearer',
  parameters: readingParameters.summary,
  handle(call) {
    const { fleet } = call.demo
    const isWanted = summarized(call)
    const { id, connection_status: status, os_platform: platform, group } = fleet.columns()
    const states = { active: 0, disconnected: 0, never_connected: 0, pending: 0 }
    const os = new Map<string, number>()
    const groups = new Map<string, number>()
    for (const row of fleet.rows()) {
      const number = Number(id.read(row))
      if (number === 0 || !isWanted(number)) continue
      const state = String(status.read(row))
      if (isCounted(states, state)) states[state] += 1
      const name = platform.read(row)
      if (typeof name === 'string' && name !== '') os.set(name, (os.get(name) ?? 0) + 1)
      const list = group.read(row)
      if (typeof list !== 'string') continue
      for (const part of list.split(',')) if (part !== '') groups.set(part, (groups.get(part) ?? 0) + 1)
    }
    const data = { status: states, os: inOrder(os), groups: inOrder(groups) }
    return jsonReply({ data, error: 0 }, flagValue(call, 'pretty'))
  },
}

/** Which ids to count; named ones go by their number, so that `0001` means agent 001. */
function summarized(call: Call): (id: number) => boolean {
  const asked = listValue(call, 'agents_list')
  if (!asked) return scopeTest(readableAgents(call))
  const { fleet, rbacMode } = call.demo
  const rights = agentRights(call.policies, rbacMode, 'agent:read', fleet)
  const allowed = asked.filter((id) => rights.has(id))
  if (allowed.length === 0) throw denied('agent:id')
  const ids = new Set(allowed.map(Number))
  return (id) => ids.has(id)
}

function inOrder(counts: ReadonlyMap<string, number>): JsonObject {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function isCounted<Counts extends object>(counts: Counts, state: string): state is keyof Counts & string {
  return Object.hasOwn(counts, state)
}
