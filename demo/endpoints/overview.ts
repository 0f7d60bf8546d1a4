import { queryAgents } from '../query/agents-query.ts'
import { countByFields } from '../query/grouping-query.ts'
import { parseSort } from '../query/sort.ts'
import { parameters } from '../spec/parameters.ts'
import { type Call, type Endpoint, flagValue } from '../wire/call.ts'
import type { JsonObject } from '../wire/python-json.ts'
import { jsonReply } from '../wire/reply.ts'
import { countStatuses } from './agents-summary.ts'
import { readableGroups } from './groups.ts'
import { readableAgents, type Scope } from './narrow.ts'

/** `GET /overview/agents`: everything a first page shows, without agent 000. */
export const overview: Endpoint = {
  auth: 'bearer',
  parameters: parameters.common,
  handle(call) {
    const scope = readableAgents(call)
    const data = {
      nodes: counts(call, scope, ['node_name']),
      groups: readableGroups(call),
      agent_os: counts(call, scope, ['os.name', 'os.platform', 'os.version']),
      agent_status: countStatuses(call, scope),
      agent_version: counts(call, scope, ['version']),
      last_registered_agent: lastRegistered(call, scope),
    }
    return jsonReply({ data, error: 0 }, flagValue(call, 'pretty'))
  },
}

/** The pages of 500 that the manager asks itself for. */
const firstPage = { offset: 0, limit: 500, q: 'id!=000' }

function counts(call: Call, scope: Scope | undefined, fields: readonly string[]): readonly JsonObject[] {
  if (!scope) return []
  return countByFields(call.demo.fleet, { ...firstPage, ...scope, fields }, call.nowSeconds).items
}

/** One agent, or none when there is none. */
function lastRegistered(call: Call, scope: Scope | undefined): readonly JsonObject[] {
  if (!scope) return []
  const query = { ...firstPage, ...scope, limit: 1, sort: parseSort('-dateAdd'), distinct: false }
  return queryAgents(call.demo.fleet, query, call.nowSeconds).items
}
