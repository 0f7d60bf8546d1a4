import { agentStats, logcollectorStats } from '../agent/agent-stats.ts'
import { type AgentView, findListed } from '../agent/agent-view.ts'
import { isOlder } from '../agent/version.ts'
import { agentParameters, statsComponent } from '../spec/agent-parameters.ts'
import { pathParameters } from '../spec/parameters.ts'
import { type Call, type Endpoint, flagValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'
import type { JsonObject } from '../wire/python-json.ts'
import { jsonReply } from '../wire/reply.ts'
import { permittedAgent } from './one-agent.ts'

/** `GET /agents/{agent_id}/stats/{component}`: asked of the agent itself. */
export const componentStats: Endpoint = {
  auth: 'bearer',
  parameters: agentParameters.common,
  path: [pathParameters.agent, statsComponent],
  handle(call) {
    const id = permittedAgent(call, 'agent:read')
    const result = new ListResult({
      all: 'Statistical information for each agent was successfully read',
      some: 'Could not read statistical information for some agents',
      none: 'Could not read statistical information for any agent',
    })
    const agent = findListed(call.demo.fleet, id, call.nowSeconds)
    const component = call.captures.get('component') ?? ''
    const failure = agent ? incapable(agent, component) : new ManagerError(1701, undefined, 'missing')
    if (failure) result.fail(id, failure)
    else if (agent) {
      result.items = [ask(call, agent, component)]
      result.total = 1
    }
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

/** Why an agent is not asked at all; whether it is connected is not looked at. */
function incapable(agent: AgentView, component: string): ManagerError | undefined {
  if (agent.read('version') === null) return new ManagerError(1015)
  if (isOlder(agent.text('version'), '4.2.0')) return new ManagerError(1735, 'Minimum required version is 4.2.0')
  return agent.isManager && component === 'agent' ? new ManagerError(1310) : undefined
}

/** @throws ManagerError 3036 when the agent is not reachable, 3021 when it is silent */
function ask(call: Call, agent: AgentView, component: string): JsonObject {
  const { fleet } = call.demo
  if (agent.read('connection_status') === 'disconnected') throw new ManagerError(3036, undefined, 'internal')
  // Remoted waits a minute for a silent agent, and then answers with something that is no JSON either.
  if (agent.isSilent) throw new ManagerError(flagValue(call, 'wait_for_complete') ? 3036 : 3021, undefined, 'internal')
  const given = fleet.details(agent.number)?.stats?.[component]
  if (given) return given
  return component === 'agent' ? agentStats(agent, call.nowSeconds) : logcollectorStats(agent, call.nowSeconds)
}
