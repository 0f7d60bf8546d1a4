import { findListed } from '../agent/agent-view.ts'
import { agentParameters } from '../spec/agent-parameters.ts'
import { pathParameters } from '../spec/parameters.ts'
import { type Endpoint, flagValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { jsonReply } from '../wire/reply.ts'
import { permittedAgent } from './one-agent.ts'

/** `GET /agents/{agent_id}/key`: the agent's line of the key file, in base64. */
export const agentKey: Endpoint = {
  auth: 'bearer',
  parameters: agentParameters.common,
  path: [pathParameters.agent],
  handle(call) {
    const id = permittedAgent(call, 'agent:read')
    const result = new ListResult({
      all: 'Obtained keys for all selected agents',
      some: 'Some agent keys were not obtained',
      none: 'No agent keys were obtained',
    })
    const agent = findListed(call.demo.fleet, id, call.nowSeconds)
    if (!agent) result.fail(id, new ManagerError(1701, undefined, 'missing'))
    else if (agent.isManager) result.fail(id, new ManagerError(1703))
    else {
      const line = [id, agent.text('name'), agent.text('register_ip'), agent.text('internal_key')].join(' ')
      result.items = [{ id, key: Buffer.from(line).toString('base64') }]
      result.total = 1
    }
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}
