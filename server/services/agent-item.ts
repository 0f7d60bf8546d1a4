import type { Agent } from '#lib/agent/agent.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { isoTime } from './iso-time.ts'

/** An agent as our API gives it. */
export function toAgentItem(agent: Agent): AgentItem {
  return {
    manager: agent.manager,
    id: agent.id,
    name: agent.name,
    ip: agent.ip,
    registerIp: agent.registerIp,
    status: agent.status,
    statusCode: agent.statusCode,
    statusSince: isoTime(agent.statusSince),
    statusSincePrecision: agent.statusSincePrecision,
    groups: [...agent.groups],
    os: agent.os,
    version: agent.version,
    outdated: agent.outdated,
    nodeName: agent.nodeName,
    managerHost: agent.managerHost,
    dateAdd: isoTime(agent.dateAdd),
    lastKeepAlive: isoTime(agent.lastKeepAlive),
    seenAt: isoTime(agent.seenAt),
    disconnectionTime: isoTime(agent.disconnectionTime),
    groupConfigStatus: agent.groupConfigStatus,
    syncSince: isoTime(agent.syncSince),
    syncSincePrecision: agent.syncSincePrecision,
    mergedSum: agent.mergedSum,
    configSum: agent.configSum,
  }
}
