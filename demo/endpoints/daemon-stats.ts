import { findListed } from '../agent/agent-view.ts'
import { daemonStats } from '../agent/daemon-stats.ts'
import { agentParameters } from '../spec/agent-parameters.ts'
import { pathParameters } from '../spec/parameters.ts'
import { type Endpoint, flagValue, listValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { jsonReply } from '../wire/reply.ts'
import { permittedAgent } from './one-agent.ts'

const daemons = ['wazuh-remoted', 'wazuh-analysisd']

/** `GET /agents/{agent_id}/daemons/stats`: what the manager's daemons counted for one agent. */
export const agentDaemonStats: Endpoint = {
  auth: 'bearer',
  parameters: agentParameters.daemonStats,
  path: [pathParameters.agent],
  handle(call) {
    const id = permittedAgent(call, 'agent:read')
    const result = new ListResult({
      all: 'Statistical information for each daemon was successfully read',
      some: 'Could not read statistical information for some daemons',
      none: 'Could not read statistical information for any daemon',
    })
    const { fleet } = call.demo
    const agent = findListed(fleet, id, call.nowSeconds)
    if (id === '000') result.fail(id, new ManagerError(1703))
    else if (!agent) result.fail(id, new ManagerError(1701, undefined, 'missing'))
    else if (!agent.isActive) result.fail(id, new ManagerError(1707))
    else {
      const given = fleet.details(agent.number)?.daemons
      const names = listValue(call, 'daemons_list') ?? daemons
      result.items = names.map((daemon) => given?.[daemon] ?? daemonStats(daemon, agent, call.nowSeconds))
      result.total = names.length
    }
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}
