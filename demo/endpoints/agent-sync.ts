import { type AgentView, findListed } from '../agent/agent-view.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { agentParameters } from '../spec/agent-parameters.ts'
import { pathParameters } from '../spec/parameters.ts'
import { type Endpoint, flagValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { jsonReply } from '../wire/reply.ts'
import { permittedAgent } from './one-agent.ts'

/** `GET /agents/{agent_id}/group/is_sync`, deprecated: whether the agent has its groups' present configuration. */
export const agentSync: Endpoint = {
  auth: 'bearer',
  parameters: agentParameters.common,
  path: [pathParameters.agent],
  handle(call) {
    const id = permittedAgent(call, 'agent:read')
    const result = new ListResult({
      all: 'Sync info was returned for all selected agents',
      some: 'Sync info was not returned for some selected agents',
      none: 'No sync info was returned',
    })
    const agent = findListed(call.demo.fleet, id, call.nowSeconds)
    if (id === '000') result.fail(id, new ManagerError(1703))
    else if (!agent) result.fail(id, new ManagerError(1701, undefined, 'missing'))
    else {
      result.items = [{ id, synced: isSynced(call.demo.fleet, agent) }]
      result.total = 1
    }
    const reply = jsonReply(result.render(), flagValue(call, 'pretty'))
    return { ...reply, headers: { ...reply.headers, deprecated: 'true' } }
  },
}

/** Compares sums; an agent without groups or without a sum is not in step. */
function isSynced(fleet: Fleet, agent: AgentView): boolean {
  const [groups, sum] = [agent.read('group'), agent.read('merged_sum')]
  return typeof groups === 'string' && sum !== null && sum !== '' && sum === fleet.mergedSum(groups)
}
