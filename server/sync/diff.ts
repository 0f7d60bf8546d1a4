import type { SincePrecision } from '#lib/agent/agent.ts'
import type { ManagerAgent } from '#server/manager/agent-row.ts'
import { AGENT_COLUMNS, type AgentRecord } from '#server/store/agent-record.ts'
import type { TransitionRecord } from '#server/store/writer.ts'

/** The pass that brought a row. Times in ms on the manager's clock. */
export interface PassContext {
  readonly passId: number
  readonly asOf: number
  /** `asOf` of the last complete full pass; `null` during the first one. */
  readonly previousFullAsOf: number | null
  /** The last pass that would have seen an endpoint that is new now; `null` during the first one. */
  readonly previousFullId: number | null
}

/** The row of an endpoint that the store does not hold yet. */
export function newRecord(agent: ManagerAgent, key: number, pass: PassContext): AgentRecord {
  const record = content(agent)
  // Enrolled since we last looked: it changed between two passes. Older: it was there before we could see it.
  const fresh = pass.previousFullAsOf !== null && agent.dateAdd !== null && agent.dateAdd > pass.previousFullAsOf
  const since = { at: pass.asOf, precision: fresh ? ('observed' as const) : ('at_least' as const) }
  return withSince({ ...record, key, firstPassId: pass.passId }, statusTime(agent) ?? since, syncTime(agent) ?? since)
}

/** The stored row brought up to date: `null` when nothing but the keep-alive differs. */
export function changedRecord(stored: AgentRecord, agent: ManagerAgent, pass: PassContext): AgentRecord | null {
  const record = content(agent)
  const names = CONTENT.filter((name) => record[name] !== stored[name])
  if (names.length === 0) return null
  const observed = { at: pass.asOf, precision: 'observed' as const }
  const keptStatus = { at: stored.statusSince, precision: stored.statusPrecision }
  const keptSync = { at: stored.syncSince, precision: stored.syncPrecision }
  // Another disconnection time under the same status: it was back in between, and is gone since then.
  const statusMoved = names.includes('status') || names.includes('disconnectionTime')
  const status = statusMoved ? (statusTime(agent) ?? (names.includes('status') ? observed : keptStatus)) : keptStatus
  const sync = names.includes('groupConfigStatus') ? (syncTime(agent) ?? observed) : keptSync
  return withSince({ ...record, key: stored.key, firstPassId: stored.firstPassId }, status, sync)
}

/** Same id, other endpoint: it was enrolled at another time or under another name. */
export function isReplaced(stored: AgentRecord, agent: ManagerAgent): boolean {
  const dates = stored.dateAdd !== null && agent.dateAdd !== null && stored.dateAdd !== agent.dateAdd
  return dates || stored.name !== clean(agent.name)
}

/** The very endpoint of a tombstone: same enrolment, same name. */
export function isSameEndpoint(buried: AgentRecord, agent: ManagerAgent): boolean {
  return buried.dateAdd === agent.dateAdd && buried.name === clean(agent.name)
}

/** What differs between two rows of one endpoint, as transitions. @param afterPassId last pass that saw the old value of a field */
export function transitionsOf(
  stored: AgentRecord,
  next: AgentRecord,
  lastKeepAlive: number | null,
  afterPassId: (field: string) => number | null,
): TransitionRecord[] {
  const found: TransitionRecord[] = []
  for (const [field, column] of TRACKED) {
    const from = stored[column]
    const to = next[column]
    if (from === to) continue
    const at = field === 'status' && next.statusPrecision === 'exact' ? next.statusSince : null
    found.push({ ...base(next, field, lastKeepAlive, afterPassId(field)), from: words(from), to: words(to), at })
  }
  return found
}

/** How a new endpoint begins: with its enrolment, and with its name where it took the id of another one. */
export function firstTransitions(
  next: AgentRecord,
  replaced: AgentRecord | null,
  lastKeepAlive: number | null,
  afterPassId: number | null,
): TransitionRecord[] {
  const enrolled = { ...base(next, 'dateAdd', lastKeepAlive, afterPassId), at: next.dateAdd }
  const first = { ...enrolled, from: timeWords(replaced?.dateAdd ?? null), to: timeWords(next.dateAdd) }
  if (!replaced || replaced.name === next.name) return [first]
  return [first, { ...enrolled, field: 'name', from: replaced.name, to: next.name }]
}

/** Manager's name of a tracked field, and our column of it. */
const TRACKED = [
  ['status', 'status'],
  ['status_code', 'statusCode'],
  ['group_config_status', 'groupConfigStatus'],
  ['version', 'version'],
  ['group', 'groups'],
  ['node_name', 'nodeName'],
  ['ip', 'ip'],
  ['registerIP', 'registerIp'],
  ['mergedSum', 'mergedSum'],
  ['configSum', 'configSum'],
] as const satisfies readonly (readonly [string, keyof AgentRecord])[]

type Content = Omit<AgentRecord, (typeof ADDED)[number]>

/** What the collector adds to the manager's row. */
const ADDED = [
  'key',
  'firstPassId',
  'statusSince',
  'statusPrecision',
  'syncSince',
  'syncPrecision',
] as const satisfies readonly (keyof AgentRecord)[]

function content(agent: ManagerAgent): Content {
  return {
    agentId: agent.id,
    name: clean(agent.name),
    ip: cleanOrNull(agent.ip),
    registerIp: cleanOrNull(agent.registerIp),
    status: agent.status,
    statusCode: agent.statusCode,
    groups: JSON.stringify(agent.groups.map(clean)),
    osName: cleanOrNull(agent.osName),
    osVersion: cleanOrNull(agent.osVersion),
    osPlatform: cleanOrNull(agent.osPlatform),
    osArch: cleanOrNull(agent.osArch),
    version: cleanOrNull(agent.version),
    nodeName: cleanOrNull(agent.nodeName),
    managerHost: cleanOrNull(agent.managerHost),
    dateAdd: agent.dateAdd,
    disconnectionTime: agent.disconnectionTime,
    groupConfigStatus: agent.groupConfigStatus,
    mergedSum: cleanOrNull(agent.mergedSum),
    configSum: cleanOrNull(agent.configSum),
  }
}

const CONTENT = AGENT_COLUMNS.filter((column): column is keyof Content => !ADDED.some((added) => added === column))

interface Since {
  at: number | null
  precision: SincePrecision
}

/** The manager's own time of the present status, where it gives one. */
function statusTime(agent: ManagerAgent): Since | null {
  if (agent.status === 'disconnected' && agent.disconnectionTime !== null)
    return { at: agent.disconnectionTime, precision: 'exact' }
  if (agent.status === 'never_connected' && agent.dateAdd !== null) return { at: agent.dateAdd, precision: 'exact' }
  return null
}

/** An agent that never connected has been without its group's configuration since it was enrolled. */
function syncTime(agent: ManagerAgent): Since | null {
  return agent.status === 'never_connected' && agent.groupConfigStatus === 'not synced' ? statusTime(agent) : null
}

function withSince(record: Content & Pick<AgentRecord, 'key' | 'firstPassId'>, status: Since, sync: Since): AgentRecord {
  return {
    ...record,
    statusSince: status.at,
    statusPrecision: status.precision,
    syncSince: sync.at,
    syncPrecision: sync.precision,
  }
}

function base(next: AgentRecord, field: string, lastKeepAlive: number | null, afterPassId: number | null) {
  return { agentKey: next.key, agentId: next.agentId, field, lastKeepAlive, afterPassId }
}

function words(value: string | number | null): string | null {
  return value === null ? null : String(value)
}

function timeWords(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/** What a text cell of every engine can hold: no lone surrogates, no NUL. */
function clean(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD').replaceAll('\0', '\uFFFD')
}
function cleanOrNull(text: string | null): string | null {
  return text === null ? null : clean(text)
}
