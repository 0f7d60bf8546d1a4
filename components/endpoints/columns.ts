import type { FieldName, SortableField } from '#lib/query/fields.ts'

/** One column of the list. */
export interface Column {
  readonly key: ColumnKey
  readonly label: string
  /** What it sorts by; the strip of a day sorts by nothing. */
  readonly field: SortableField | null
  /** What it holds, for files: a field, or `system` for two of them. */
  readonly holds: FieldName | 'system' | null
  /** Ages and numbers stand at the right. */
  readonly numeric?: true
  /** A time or a count: the first click asks for the latest or highest first. */
  readonly latestFirst?: true
  /** Width in rem; the name takes what is left. */
  readonly width: number
  /** Width of the list in rem from which on it shows while nobody has chosen; 0 always, `null` never. */
  readonly from: number | null
}

export const COLUMN_KEYS = [
  'name',
  'id',
  'status',
  'since',
  'reason',
  'sync',
  'syncSince',
  'groups',
  'system',
  'version',
  'heard',
  'ip',
  'node',
  'manager',
  'registered',
  'disconnected',
  'registerIp',
  'managerHost',
  'arch',
  'expected',
  'expectedUntil',
  'flaps',
  'alias',
  'tags',
  'day',
] as const
export type ColumnKey = (typeof COLUMN_KEYS)[number]

const column = (
  key: ColumnKey,
  label: string,
  field: SortableField | null,
  width: number,
  from: number | null,
  more: Partial<Column> = {},
): Column => ({ key, label, field, holds: field, width, from, ...more })
const time = { numeric: true, latestFirst: true } as const

const MANAGER_REM = 7

/** Every column, in the usual order. */
export const COLUMNS: readonly Column[] = [
  column('name', 'Name', 'name', 14, 0),
  column('id', 'ID', 'id', 4.75, 90),
  column('status', 'Status', 'status', 9, 0),
  column('since', 'Since', 'statusSince', 5, 0, time),
  column('reason', 'Reason', 'reason', 9, 0),
  column('sync', 'Sync', 'group_config_status', 6.25, 46),
  column('syncSince', 'Sync since', 'syncSince', 6, null, time),
  column('groups', 'Groups', 'group', 8.5, 74),
  column('system', 'System', 'os.name', 9.5, 58, { holds: 'system' }),
  column('version', 'Version', 'version', 5.25, 50),
  column('heard', 'Heard', 'lastKeepAlive', 4.5, 62, time),
  column('ip', 'Address', 'ip', 8, 84),
  column('node', 'Node', 'node_name', 8, 98),
  column('manager', 'Manager', 'manager', MANAGER_REM, null),
  column('registered', 'Registered', 'dateAdd', 6.5, 106, { latestFirst: true }),
  column('disconnected', 'Disconnected at', 'disconnection_time', 9, null, { latestFirst: true }),
  column('registerIp', 'Registered IP', 'registerIP', 8, null),
  column('managerHost', 'Manager host', 'manager_host', 9, null),
  column('arch', 'Architecture', 'os.arch', 7, null),
  column('expected', 'Expected down', 'expected', 10, null, { holds: 'expected.reason', latestFirst: true }),
  column('expectedUntil', 'Expected until', 'expected.until', 8, null),
  column('flaps', 'Changes', 'flaps', 5, 112, time),
  column('alias', 'Alias', 'alias', 10, null),
  column('tags', 'Tags', 'tag', 9, null),
  column('day', 'Last 24 h', null, 6.5, 68),
]

const BY_KEY: ReadonlyMap<string, Column> = new Map(COLUMNS.map((one) => [one.key, one]))

/** The columns that an address names, the name always first; `null` when it names none, so that the usual ones show. */
export function readColumns(cols: string): readonly Column[] | null {
  const chosen = [...new Set(cols.split(','))].flatMap((key) => BY_KEY.get(key) ?? []).filter(({ key }) => key !== 'name')
  return cols === '' ? null : [...COLUMNS.slice(0, 1), ...chosen]
}

/** The text of a choice for the address. */
export function printColumns(columns: readonly Column[]): string {
  return columns.map(({ key }) => key).join()
}

/** Columns that nobody chose: all that show at some width; which do is decided by the width of the list. */
export function usualColumns(severalManagers: boolean): readonly Column[] {
  return COLUMNS.filter(({ key, from }) => from !== null || (key === 'manager' && severalManagers))
}

/** Those of the usual columns that show in a list of so many rem. */
export function fittingColumns(rem: number, severalManagers: boolean): readonly Column[] {
  // The managers take the room of one more column, so that others show only in a wider list.
  const room = rem - (severalManagers ? MANAGER_REM : 0)
  return usualColumns(severalManagers).filter(({ from }) => (from ?? 0) <= room)
}
