import type { Agent } from '#lib/agent/agent.ts'
import { toStatusReason } from '#lib/agent/status.ts'
import { isGone } from '#lib/insight/gone.ts'
import { isQuiet } from '#lib/insight/quiet.ts'
import { type FleetRules, RULES_DEFAULT } from '#lib/insight/rules.ts'
import type { FieldName } from './fields.ts'

export type FieldValue = string | number | boolean | readonly string[] | null

/** What an agent has in a field; for a duration the time it is counted from. An empty list is `null`. */
export function readField(agent: Agent, field: FieldName, rules: FleetRules = RULES_DEFAULT): FieldValue {
  return READ[field](agent, rules)
}

const READ: Readonly<Record<FieldName, (agent: Agent, rules: FleetRules) => FieldValue>> = {
  id: (agent) => agent.id,
  name: (agent) => agent.name,
  ip: (agent) => agent.ip,
  registerIP: (agent) => agent.registerIp,
  status: (agent) => agent.status,
  status_code: (agent) => agent.statusCode,
  reason: (agent) => toStatusReason(agent.statusCode),
  group: (agent) => (agent.groups.length === 0 ? null : agent.groups),
  group_config_status: (agent) => agent.groupConfigStatus,
  'os.name': (agent) => agent.os.name,
  'os.version': (agent) => agent.os.version,
  'os.platform': (agent) => agent.os.platform,
  'os.arch': (agent) => agent.os.arch,
  version: (agent) => agent.version,
  outdated: (agent) => agent.outdated,
  quiet: (agent, { quiet }) => isQuiet(agent, quiet),
  gone: (agent, { gone }) => isGone(agent, gone),
  flaps: (agent) => agent.flaps,
  expected: (agent) => agent.expected !== null,
  'expected.until': (agent) => agent.expected?.until ?? null,
  'expected.reason': (agent) => agent.expected?.reason ?? null,
  'expected.by': (agent) => agent.expected?.by ?? null,
  alias: (agent) => agent.alias,
  tag: (agent) => (agent.tags.length === 0 ? null : agent.tags),
  node_name: (agent) => agent.nodeName,
  manager: (agent) => agent.managerName,
  manager_host: (agent) => agent.managerHost,
  dateAdd: (agent) => agent.dateAdd,
  lastKeepAlive: (agent) => agent.lastKeepAlive,
  disconnection_time: (agent) => agent.disconnectionTime,
  statusSince: (agent) => agent.statusSince,
  syncSince: (agent) => agent.syncSince,
  mergedSum: (agent) => agent.mergedSum,
  configSum: (agent) => agent.configSum,
  silentFor: (agent) => agent.lastKeepAlive,
  statusFor: (agent) => agent.statusSince,
  syncFor: (agent) => agent.syncSince,
  enrolledFor: (agent) => agent.dateAdd,
}
