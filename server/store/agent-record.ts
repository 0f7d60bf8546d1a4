import type { SincePrecision } from '#lib/agent/agent.ts'
import { type AgentStatus, type SyncState, toAgentStatus, toSyncState } from '#lib/agent/status.ts'
import type { SqlRow, SqlValue } from './sqlite.ts'

/** One row of `Agent` as the collector reads and writes it. Times in epoch milliseconds. */
export interface AgentRecord {
  readonly key: number
  readonly agentId: number
  readonly name: string
  readonly ip: string | null
  readonly registerIp: string | null
  readonly status: AgentStatus
  readonly statusCode: number | null
  readonly statusSince: number | null
  readonly statusPrecision: SincePrecision
  /** JSON array of names. */
  readonly groups: string
  readonly osName: string | null
  readonly osVersion: string | null
  readonly osPlatform: string | null
  readonly osArch: string | null
  readonly version: string | null
  readonly nodeName: string | null
  readonly managerHost: string | null
  readonly dateAdd: number | null
  readonly disconnectionTime: number | null
  readonly groupConfigStatus: SyncState
  readonly syncSince: number | null
  readonly syncPrecision: SincePrecision
  readonly mergedSum: string | null
  readonly configSum: string | null
  readonly firstPassId: number
}

/** Columns of `Agent` by what they hold: whole numbers, text, and numbers that may be missing. */
export const COLUMNS_BY_KIND = {
  whole: ['key', 'agentId', 'firstPassId'],
  text: [
    'name',
    'ip',
    'registerIp',
    'status',
    'statusPrecision',
    'groups',
    'osName',
    'osVersion',
    'osPlatform',
    'osArch',
    'version',
    'nodeName',
    'managerHost',
    'groupConfigStatus',
    'syncPrecision',
    'mergedSum',
    'configSum',
  ],
  number: ['statusCode', 'statusSince', 'dateAdd', 'disconnectionTime', 'syncSince'],
} as const satisfies Record<string, readonly (keyof AgentRecord)[]>

/** Columns of `Agent` in the order that `fromCells` and `toCells` use. */
export const AGENT_COLUMNS = [...COLUMNS_BY_KIND.whole, ...COLUMNS_BY_KIND.text, ...COLUMNS_BY_KIND.number]

/** The cells of one agent, ready to be one element of the JSON array that a bulk statement reads. */
export function toCells(agent: AgentRecord): (string | number | null)[] {
  return AGENT_COLUMNS.map((column) => agent[column])
}

/** Reads one row selected as `AGENT_COLUMNS`; what the collector wrote itself is trusted. */
export function fromCells(cells: SqlRow): AgentRecord {
  const cell = (column: (typeof AGENT_COLUMNS)[number]) => cells[AGENT_COLUMNS.indexOf(column)] ?? null
  const number = (column: (typeof AGENT_COLUMNS)[number]) => toNumber(cell(column))
  const text = (column: (typeof AGENT_COLUMNS)[number]) => toText(cell(column))
  return {
    key: number('key') ?? 0,
    agentId: number('agentId') ?? 0,
    name: text('name') ?? '',
    ip: text('ip'),
    registerIp: text('registerIp'),
    status: toAgentStatus(text('status') ?? ''),
    statusCode: number('statusCode'),
    statusSince: number('statusSince'),
    statusPrecision: toPrecision(text('statusPrecision')),
    groups: text('groups') ?? '[]',
    osName: text('osName'),
    osVersion: text('osVersion'),
    osPlatform: text('osPlatform'),
    osArch: text('osArch'),
    version: text('version'),
    nodeName: text('nodeName'),
    managerHost: text('managerHost'),
    dateAdd: number('dateAdd'),
    disconnectionTime: number('disconnectionTime'),
    groupConfigStatus: toSyncState(text('groupConfigStatus')),
    syncSince: number('syncSince'),
    syncPrecision: toPrecision(text('syncPrecision')),
    mergedSum: text('mergedSum'),
    configSum: text('configSum'),
    firstPassId: number('firstPassId') ?? 0,
  }
}

export function toNumber(value: SqlValue | undefined): number | null {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null
}

export function toText(value: SqlValue | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function toPrecision(word: string | null): SincePrecision {
  return word === 'exact' || word === 'observed' ? word : 'at_least'
}
