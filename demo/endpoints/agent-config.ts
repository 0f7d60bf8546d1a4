import { type AgentView, findByNumber } from '../agent/agent-view.ts'
import { agentComponents, agentSections, componentConfigurations, managerSections } from '../agent/config-sections.ts'
import { isOlder } from '../agent/version.ts'
import { agentParameters, configPath } from '../spec/agent-parameters.ts'
import { pathParameters } from '../spec/parameters.ts'
import { type Call, type Endpoint, flagValue } from '../wire/call.ts'
import { BorderError, ManagerError } from '../wire/manager-error.ts'
import type { JsonObject } from '../wire/python-json.ts'
import { pythonRepr } from '../wire/python-repr.ts'
import { jsonReply } from '../wire/reply.ts'
import { permittedAgent } from './one-agent.ts'

/** Components whose daemons a plain manager does not run. */
const idleComponents = new Set(['agentless', 'csyslog', 'integrator', 'mail'])

/** `GET /agents/{agent_id}/config/{component}/{configuration}`: the configuration an agent has loaded. */
export const agentConfig: Endpoint = {
  auth: 'bearer',
  parameters: agentParameters.common,
  path: [pathParameters.agent, ...configPath],
  handle(call) {
    const component = call.captures.get('component') ?? ''
    const configuration = call.captures.get('configuration') ?? ''
    checkPair(component, configuration)
    const id = permittedAgent(call, 'agent:read')
    const agent = findByNumber(call.demo.fleet, id, call.nowSeconds)
    if (!agent) throw new ManagerError(1701, undefined, 'missing')
    if (!agent.isActive) throw new ManagerError(1740)
    // The manager trips over an active agent without a version.
    if (agent.read('version') === null) throw new ManagerError(1000, undefined, 'internal')
    if (isOlder(agent.text('version'), '3.7.0')) throw new ManagerError(1735, 'Minimum required version is v3.7.0', 'internal')
    const data = agent.isManager ? managerSection(component, configuration) : agentSection(call, agent, component, configuration)
    return jsonReply({ data, error: 0 }, flagValue(call, 'pretty'))
  },
}

/** Refused at the border, so without a node's name: a configuration that the component does not have. */
function checkPair(component: string, configuration: string): void {
  const known = componentConfigurations[component] ?? []
  if (known.includes(configuration)) return
  const set = `{${known.map((name) => pythonRepr(name)).join(', ')}}`
  const error = new ManagerError(1128, `Valid configuration values for '${component}': ${set}`)
  throw new BorderError(400, 'Bad Request', error.message, { error: error.code })
}

/** @throws ManagerError 1121 daemon not running, 1116 section unknown to it */
function managerSection(component: string, configuration: string): JsonObject {
  if (idleComponents.has(component)) {
    throw new ManagerError(1121, `Please verify that the component '${component}' is properly configured`)
  }
  const section = managerSections[`${component}/${configuration}`]
  if (!section) throw new ManagerError(1116, `${component}:${configuration}`)
  return section()
}

/** @throws ManagerError 1117 not reachable or without this component, 1116 section unknown to it, 3021 silent */
function agentSection(call: Call, agent: AgentView, component: string, configuration: string): JsonObject {
  const { fleet } = call.demo
  const section = `${component}/${configuration}`
  if (agent.isSilent) {
    if (!flagValue(call, 'wait_for_complete')) throw new ManagerError(3021, undefined, 'internal')
    throw new ManagerError(1117, `${component}:${configuration}`)
  }
  const given = fleet.details(agent.number)?.config?.[section]
  if (given) return given
  if (!agentComponents.has(component)) throw new ManagerError(1117, `${component}:${configuration}`)
  const make = section === 'agent/anti_tampering' && isOlder(agent.text('version'), '4.10.0') ? undefined : agentSections[section]
  if (!make) throw new ManagerError(1116, `${component}:${configuration}`)
  return make(agent, fleet.identity.hostname)
}
