import type { Agent } from '#lib/agent/agent.ts'
import { toStatusReason } from '#lib/agent/status.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { isGone } from '#lib/insight/gone.ts'
import { isQuiet } from '#lib/insight/quiet.ts'
import type { FleetRules } from '#lib/insight/rules.ts'
import { isoTime } from '../iso-time.ts'

/** An agent as our API gives it. @param rules what quiet and gone mean */
export function toAgentItem(agent: Agent, rules: FleetRules): AgentItem {
  return {
    manager: agent.manager,
    id: agent.id,
    name: agent.name,
    ip: agent.ip,
    registerIp: agent.registerIp,
    status: agent.status,
    statusCode: agent.statusCode,
    reason: toStatusReason(agent.statusCode),
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
    quiet: isQuiet(agent, rules.quiet),
    gone: isGone(agent, rules.gone),
    expected: agent.expected !== null,
    expectedReason: agent.expected?.reason ?? null,
    expectedUntil: isoTime(agent.expected?.until ?? null),
    expectedBy: agent.expected?.by ?? null,
    expectedAt: isoTime(agent.expected?.at ?? null),
    flaps: agent.flaps,
    alias: agent.alias,
    tags: [...agent.tags],
  }
}
