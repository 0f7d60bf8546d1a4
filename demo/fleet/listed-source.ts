import type { AgentDetails } from '../agent/details.ts'
import {
  type AgentRow,
  type AgentSource,
  affinityOf,
  type ColumnName,
  columnsFrom,
  type GroupInfo,
  type ManagerIdentity,
  type Value,
} from './columns.ts'
import { type FieldName, fieldColumns, fieldNames, printedDates } from './fields.ts'
import { hashText, hexDigits } from './hash.ts'

/** A fleet file: agents as the API prints them, groups as `GET /groups` prints them. */
export interface FleetFile {
  readonly agents: readonly unknown[]
  readonly groups?: readonly { readonly name: string; readonly mergedSum?: string; readonly configSum?: string }[]
  readonly manager?: Partial<ManagerIdentity>
  /** What agents answer and have installed, by id; what is not said here is made up. */
  readonly details?: Readonly<Record<string, AgentDetails>>
}

/**
 * A fleet of given agents, taken as they are.
 * @param living when set, keep-alives of active agents go on from where the file left them
 * @throws Error when the file has no list of agents or an agent has no id
 */
export function listSource(file: FleetFile, living: boolean): AgentSource {
  if (!Array.isArray(file.agents)) throw new Error('a fleet file needs a list "agents"')
  const rows = file.agents.map(readRow).sort((a, b) => Number(a.id) - Number(b.id))
  const details = new Map(Object.entries(file.details ?? {}).map(([id, detail]) => [Number(id), detail]))
  const moves = new Map<number, { readonly groups: string; readonly at: number }>()
  let now = 0
  const read = (row: number, name: ColumnName): Value => {
    const cells = rows[row]
    const value = cells?.[name] ?? null
    const move = moves.get(row)
    if (move && name === 'group') return move.groups
    if (move && cells?.connection_status === 'active' && (name === 'merged_sum' || name === 'group_config_status')) {
      const hasFetched = now >= move.at + (1 + (row % 3)) * keepAliveSeconds(cells)
      if (name === 'group_config_status') return hasFetched ? 'synced' : 'not synced'
      return hasFetched ? mergedSum(move.groups) : value
    }
    if (name === 'internal_key' && Number(cells?.id) > 0) return details.get(Number(cells?.id))?.key ?? hexDigits(1, row, 33, 64)
    if (name === 'last_keepalive' && living && cells?.connection_status === 'active') return goneOn(value, cells, now)
    return value
  }
  const manager = rows[0]?.id === 0 ? rows[0] : undefined
  const identity: ManagerIdentity = {
    hostname: file.manager?.hostname ?? String(manager?.name ?? 'wazuh-manager'),
    nodeName: file.manager?.nodeName ?? String(manager?.node_name ?? 'node01'),
    uuid: file.manager?.uuid ?? 'd9d822ba-9b91-48fe-9396-18fef4a6a74d',
  }
  const groups: GroupInfo[] = (file.groups ?? [])
    .map(({ name, mergedSum, configSum }) => ({ name, mergedSum: mergedSum ?? '', configSum: configSum ?? '' }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const mergedSum = (list: string) =>
    groups.find((group) => group.name === list)?.mergedSum ?? hexDigits(hashText(list), 0, 36, 32)
  return {
    size: rows.length,
    columns: columnsFrom((name) => ({ affinity: affinityOf(name), read: (row) => read(row, name) })),
    identity,
    isLiving: living,
    details,
    beat: (row) => ({ keepAliveSeconds: keepAliveSeconds(rows[row] ?? {}), salt: row, connectedAt: 0 }),
    regroup: (row, list, at) => moves.set(row, { groups: list, at }),
    mergedSum,
    refresh: (nowSeconds) => {
      now = nowSeconds
    },
    groups: () => groups,
  }
}

function goneOn(from: Value, cells: AgentRow, now: number): Value {
  if (typeof from !== 'number' || from > now || cells.id === 0) return from
  const every = keepAliveSeconds(cells)
  return from + Math.floor((now - from) / every) * every
}

/** Ten seconds, twenty since 4.13. */
function keepAliveSeconds(cells: AgentRow): number {
  return /v4\.1[3-9]/.test(String(cells.version)) ? 20 : 10
}

function readRow(item: unknown): AgentRow {
  const row: AgentRow = { disconnection_time: 0, status_code: 0, ...rowFromItem(item) }
  if (typeof row.id !== 'number' || Number.isNaN(row.id)) throw new Error('an agent of the fleet file has no id')
  return row
}

/** The cells that an agent as the API prints it fills; null empties a cell, what is absent stays as it is. */
export function rowFromItem(item: unknown): AgentRow {
  const row: AgentRow = {}
  for (const field of fieldNames) {
    const value = readField(item, field)
    if (value !== undefined) row[fieldColumns[field]] = value === null ? null : cellOf(field, value)
  }
  return row
}

function readField(item: unknown, field: string): unknown {
  let value: unknown = item
  for (const part of field.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Object.entries(value).find(([key]) => key === part)?.[1]
  }
  return value
}

function cellOf(field: FieldName, value: unknown): Value {
  if (field === 'id') return Number(value)
  if (field === 'group') return Array.isArray(value) ? value.join(',') : String(value)
  if (printedDates.has(field)) return typeof value === 'number' ? value : Math.floor(Date.parse(String(value)) / 1000)
  return typeof value === 'number' ? value : String(value)
}
