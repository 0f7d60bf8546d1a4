import type { AgentDetails } from '../agent/details.ts'

/** What a cell of the manager's `agent` table holds. */
export type Value = string | number | null

/** A column of the table, read by row. `affinity` decides how the database compares it with text. */
export interface Column {
  readonly affinity: 'integer' | 'text'
  read(row: number): Value
  /** For columns with few distinct values: the code of a row and what each code stands for. */
  readonly coded?: { code(row: number): number; readonly values: readonly Value[] }
}

export const columnNames = [
  'id',
  'name',
  'ip',
  'register_ip',
  'internal_key',
  'os_name',
  'os_version',
  'os_major',
  'os_minor',
  'os_codename',
  'os_build',
  'os_platform',
  'os_uname',
  'os_arch',
  'version',
  'config_sum',
  'merged_sum',
  'manager_host',
  'node_name',
  'date_add',
  'last_keepalive',
  'group',
  'connection_status',
  'disconnection_time',
  'group_config_status',
  'status_code',
] as const

export type ColumnName = (typeof columnNames)[number]
export type Columns = Readonly<Record<ColumnName, Column>>

const integers: ReadonlySet<string> = new Set(['id', 'date_add', 'last_keepalive', 'disconnection_time', 'status_code'])

export function affinityOf(name: ColumnName): Column['affinity'] {
  return integers.has(name) ? 'integer' : 'text'
}

/** The columns of an agent row, as the control port and the fleet file give them. */
export type AgentRow = Partial<Record<ColumnName, Value>>

export interface GroupInfo {
  readonly name: string
  readonly mergedSum: string
  readonly configSum: string
}

/** Who the manager is. */
export interface ManagerIdentity {
  readonly hostname: string
  readonly nodeName: string
  readonly uuid: string
  /** Names of the cluster's workers; without any there is no cluster. */
  readonly workers?: readonly string[]
}

/** How an agent keeps in touch. */
export interface Beat {
  readonly keepAliveSeconds: number
  /** A fixed number of this agent, for phases and delays. */
  readonly salt: number
  /** Since when it has been connected without a break (epoch seconds), as far as that matters. */
  readonly connectedAt: number
}

/** A source of agents: rows 0…size-1 in order of id, refreshed to a moment before they are read. */
export interface AgentSource {
  readonly size: number
  readonly columns: Columns
  readonly identity: ManagerIdentity
  /** Whether keep-alives go on as time goes by. */
  readonly isLiving: boolean
  /** What a fleet file says of agents beyond their rows, by id. */
  readonly details?: ReadonlyMap<number, AgentDetails>
  beat(row: number): Beat
  /** Puts an agent into these groups (comma-joined) at a moment; it falls out of step until it has fetched their configuration. */
  regroup(row: number, groups: string, at: number): void
  /** Checksum of merged.mg of a set of groups (comma-joined) at a moment. */
  mergedSum(groups: string, at: number): string
  /** Brings the living columns to this moment (epoch seconds). */
  refresh(nowSeconds: number): void
  /** Groups in order of name. */
  groups(nowSeconds: number): readonly GroupInfo[]
}

/** Builds a full set of columns from one function per name. */
export function columnsFrom(make: (name: ColumnName) => Column): Columns {
  const entries = columnNames.map((name) => [name, make(name)] as const)
  return completeColumns(Object.fromEntries(entries))
}

/** `Object.fromEntries` loses the keys; they are exactly `columnNames`. */
function completeColumns(columns: Record<string, Column>): Columns {
  return columns as Columns
}
