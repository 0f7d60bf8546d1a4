import { type AgentStatus, toAgentStatus, toSyncState } from '#lib/agent/status.ts'
import type { ManagerAgent } from './agent-row.ts'
import { readTime } from './dates.ts'

/** One page of agents; bad rows are left out and counted. */
export interface AgentRows {
  rows: ManagerAgent[]
  badRows: number
  /** Ids of the bad rows where they can be read and stand in their place: these agents exist, whatever else is said of them. */
  badIds: number[]
  /** Rows kept with a status word that this version does not know. */
  unknownStatuses: number
  /** Highest id in the page, that of a bad row too when it can be read: where the next page starts. */
  lastId: number
}

/** UTF-16 code units and items beyond which a row is bad: far above what the manager allows, far below what hurts. */
const CAPS = { name: 256, address: 128, text: 1024, word: 64, groups: 256, groupName: 255 } as const
const ID_MAX = 2_147_483_647
/** A wrong type, a text beyond its cap or a time that can't be read. */
const BAD = Symbol('bad')
type Read<T> = T | null | typeof BAD

/**
 * Reads the items of `GET /agents`, which must come by rising id, all above `afterId`. Written by hand because a pass reads
 * 100,000 of them; the test holds it equal to a schema.
 */
export function readAgents(items: readonly unknown[], afterId: number): AgentRows {
  const rows: ManagerAgent[] = []
  let badRows = 0
  const badIds: number[] = []
  let unknownStatuses = 0
  let lastId = afterId
  for (const item of items) {
    const id = isRecord(item) ? readId(item['id']) : BAD
    const isNext = id !== BAD && id > lastId
    const row = isNext ? readAgent(item) : null
    if (isNext) lastId = id
    if (row === null) {
      badRows++
      // A row with another agent's id, or with that of the manager, says nothing of the agent it should have been.
      if (isNext) badIds.push(id)
      continue
    }
    if (row.status === 'unknown') unknownStatuses++
    rows.push(row)
  }
  return { rows, badRows, badIds, unknownStatuses, lastId }
}

/** One item of `GET /agents`, or `null` when it can't be trusted. Absent, `null` and empty texts all read as `null`. */
export function readAgent(item: unknown): ManagerAgent | null {
  if (!isRecord(item)) return null
  const id = readId(item['id'])
  const name = readText(item['name'], CAPS.name)
  const status = readStatus(item['status'])
  if (id === BAD || name === BAD || name === null || status === BAD) return null
  const os = item['os'] ?? NO_OS
  const groups = readGroups(item['group'])
  if (groups === BAD || !isRecord(os)) return null
  const ip = readText(item['ip'], CAPS.address)
  const registerIp = readText(item['registerIP'], CAPS.address)
  const statusCode = readStatusCode(item['status_code'])
  const sync = readText(item['group_config_status'], CAPS.word)
  if (ip === BAD || registerIp === BAD || statusCode === BAD || sync === BAD) return null
  const osName = readText(os['name'], CAPS.text)
  const osVersion = readText(os['version'], CAPS.text)
  const osPlatform = readText(os['platform'], CAPS.text)
  const osArch = readText(os['arch'], CAPS.text)
  if (osName === BAD || osVersion === BAD || osPlatform === BAD || osArch === BAD) return null
  const version = readText(item['version'], CAPS.text)
  const nodeName = readText(item['node_name'], CAPS.text)
  const managerHost = readText(item['manager'], CAPS.text)
  const mergedSum = readText(item['mergedSum'], CAPS.text)
  const configSum = readText(item['configSum'], CAPS.text)
  if (version === BAD || nodeName === BAD || managerHost === BAD || mergedSum === BAD || configSum === BAD) return null
  const dateAdd = readTimeField(item['dateAdd'])
  const lastKeepAlive = readTimeField(item['lastKeepAlive'])
  const disconnectionTime = readTimeField(item['disconnection_time'])
  if (dateAdd === BAD || lastKeepAlive === BAD || disconnectionTime === BAD) return null
  return {
    id,
    name,
    ip,
    registerIp,
    status,
    statusCode,
    groups,
    groupConfigStatus: toSyncState(sync),
    osName,
    osVersion,
    osPlatform,
    osArch,
    version,
    nodeName: nodeName === 'unknown' || nodeName === 'N/A' ? null : nodeName,
    managerHost,
    dateAdd,
    lastKeepAlive,
    disconnectionTime,
    mergedSum,
    configSum,
  }
}

const NO_OS: Readonly<Record<string, unknown>> = Object.freeze({})
const NO_GROUPS: readonly string[] = Object.freeze([])

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readId(value: unknown): number | typeof BAD {
  if (typeof value !== 'string' || value.length === 0 || value.length > 10) return BAD
  let id = 0
  for (let i = 0; i < value.length; i++) {
    const digit = value.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return BAD
    id = id * 10 + digit
  }
  return id <= ID_MAX ? id : BAD
}

function readText(value: unknown, cap: number): Read<string> {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string' || value.length > cap) return BAD
  return value === '' ? null : value
}

function readStatus(value: unknown): AgentStatus | typeof BAD {
  return typeof value === 'string' && value.length > 0 && value.length <= CAPS.word ? toAgentStatus(value) : BAD
}

function readStatusCode(value: unknown): Read<number> {
  if (value === undefined || value === null) return null
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= ID_MAX ? value : BAD
}

function readGroups(value: unknown): readonly string[] | typeof BAD {
  if (value === undefined || value === null) return NO_GROUPS
  if (!Array.isArray(value) || value.length > CAPS.groups) return BAD
  const groups: string[] = []
  for (const group of value) {
    if (typeof group !== 'string' || group === '' || group.length > CAPS.groupName) return BAD
    groups.push(group)
  }
  return groups
}

function readTimeField(value: unknown): Read<number> {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') return BAD
  const time = readTime(value)
  return time === undefined ? BAD : time
}
