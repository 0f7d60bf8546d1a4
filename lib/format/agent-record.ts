import type { AgentItem } from '#lib/contract/agents.ts'

/** One field of an agent under the name that the manager's API has for it, and what `agent_control -i` calls it; with its value where that differs. */
export interface RecordRow {
  readonly field: string
  /** As the API prints it; times in UTC. */
  readonly value: string | null
  readonly line: string | null
}

/** Words of `agent_control` for a status. Source: manager 4.14, output of `agent_control -i`. */
const STATUS_WORDS: Readonly<Record<AgentItem['status'], string>> = {
  active: 'Active',
  disconnected: 'Disconnected',
  never_connected: 'Never connected',
  pending: 'Pending',
  unknown: 'Unknown',
}

/** Everything that the manager tells of an agent, in the order of `agent_control -i` first. */
export function agentRecord(agent: AgentItem): RecordRow[] {
  const { os } = agent
  const seconds = agent.lastKeepAlive === null ? null : Math.floor(Date.parse(agent.lastKeepAlive) / 1000)
  return [
    row('id', agent.id, 'Agent ID'),
    row('name', agent.name, 'Agent Name'),
    row('registerIP', agent.registerIp, 'IP address'),
    row('status', agent.status, `Status: ${STATUS_WORDS[agent.status]}`),
    row('os.name', os.name, 'Operating system'),
    row('os.version', os.version),
    row('os.platform', os.platform),
    row('os.arch', os.arch),
    row('version', agent.version, 'Client version'),
    row('configSum', agent.configSum, 'Configuration hash'),
    row('mergedSum', agent.mergedSum, 'Shared file hash'),
    row('lastKeepAlive', utc(agent.lastKeepAlive), seconds === null ? 'Last keep alive' : `Last keep alive: ${seconds}`),
    row('ip', agent.ip),
    row('dateAdd', utc(agent.dateAdd)),
    row('disconnection_time', utc(agent.disconnectionTime)),
    row('status_code', agent.statusCode === null ? null : String(agent.statusCode)),
    row('group', agent.groups.length === 0 ? null : agent.groups.join(', ')),
    row('group_config_status', agent.groupConfigStatus === 'unknown' ? null : agent.groupConfigStatus),
    row('node_name', agent.nodeName),
    row('manager', agent.managerHost),
  ]
}

function row(field: string, value: string | null, line: string | null = null): RecordRow {
  return { field, value, line }
}

/** As the API prints times: without fractions of a second. */
function utc(time: string | null): string | null {
  return time === null ? null : time.replace(/\.\d+Z$/, '+00:00').replace(/Z$/, '+00:00')
}
