import { denied, namedRights, requireResourceless } from '../security/rbac.ts'
import { parameters } from '../spec/parameters.ts'
import { type Call, type Endpoint, flagValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { jsonReply } from '../wire/reply.ts'
import { isClustered } from './cluster.ts'

const processes = {
  'wazuh-agentlessd': 'stopped',
  'wazuh-analysisd': 'running',
  'wazuh-authd': 'running',
  'wazuh-csyslogd': 'stopped',
  'wazuh-monitord': 'running',
  'wazuh-execd': 'running',
  'wazuh-integratord': 'stopped',
  'wazuh-logcollector': 'running',
  'wazuh-maild': 'stopped',
  'wazuh-remoted': 'running',
  'wazuh-reportd': 'stopped',
  'wazuh-syscheckd': 'running',
  'wazuh-clusterd': 'stopped',
  'wazuh-modulesd': 'running',
  'wazuh-db': 'running',
  'wazuh-apid': 'running',
}

/** `GET /manager/info`. */
export const managerInfo: Endpoint = {
  auth: 'bearer',
  parameters: parameters.common,
  handle(call) {
    requireNodeRights(call)
    const where = place(call)
    const result = new ListResult({
      all: `Basic information was successfully read${where}`,
      some: 'Could not read basic information in some nodes',
      none: `Could not read basic information${where}`,
    })
    result.items = [
      {
        path: '/var/ossec',
        version: 'v4.14.7',
        type: 'server',
        max_agents: 'unlimited',
        openssl_support: 'N/A',
        tz_offset: '+0000',
        tz_name: 'UTC',
        uuid: call.demo.fleet.identity.uuid,
      },
    ]
    result.total = 1
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

/** `GET /manager/status`. */
export const managerStatus: Endpoint = {
  auth: 'bearer',
  parameters: parameters.common,
  handle(call) {
    requireNodeRights(call)
    const where = place(call)
    const result = new ListResult({
      all: `Processes status was successfully read${where}`,
      some: 'Could not read basic information in some nodes',
      none: `Could not read processes status${where}`,
    })
    result.items = [{ ...processes, 'wazuh-clusterd': isClustered(call.demo.fleet) ? 'running' : 'stopped' }]
    result.total = 1
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

/** In a cluster, the right to read the node takes the place of the right to read the manager. */
function requireNodeRights(call: Call): void {
  const { fleet, rbacMode } = call.demo
  if (!isClustered(fleet)) {
    requireResourceless(call.policies, rbacMode, 'manager:read')
    return
  }
  const rights = namedRights(call.policies, rbacMode, 'cluster:read', 'node:id')
  if (!rights.has(fleet.identity.nodeName)) throw denied('node:id')
}

function place(call: Call): string {
  return isClustered(call.demo.fleet) ? ' in specified node' : ''
}
