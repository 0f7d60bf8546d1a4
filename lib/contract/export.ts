import { type FieldName, findField } from '#lib/query/fields.ts'

/** `GET /api/agents/export`: the columns of a file in their usual order, by the names of our API; `os.name` is `name` within `os`. */
export const EXPORT_COLUMNS = [
  'manager',
  'managerName',
  'id',
  'name',
  'ip',
  'registerIp',
  'status',
  'statusCode',
  'reason',
  'statusSince',
  'statusSincePrecision',
  'groups',
  'os.name',
  'os.version',
  'os.platform',
  'os.arch',
  'version',
  'outdated',
  'nodeName',
  'managerHost',
  'dateAdd',
  'lastKeepAlive',
  'seenAt',
  'disconnectionTime',
  'groupConfigStatus',
  'syncSince',
  'syncSincePrecision',
  'mergedSum',
  'configSum',
  'quiet',
  'gone',
  'expected',
  'expectedReason',
  'expectedUntil',
  'expectedBy',
  'expectedAt',
  'flaps',
  'alias',
  'tags',
] as const
export type ExportColumn = (typeof EXPORT_COLUMNS)[number]

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Header with the number of rows that will come, so that a reader can say how far it is and whether all came. */
export const EXPORT_ROWS_HEADER = 'x-rollcall-rows'

/** The columns that a word of `cols` stands for: a column's own name, a field of the query language, or `system`; `null` for none. */
export function exportColumnsOf(word: string): readonly ExportColumn[] | null {
  const own = EXPORT_COLUMNS.find((column) => column === word)
  if (own !== undefined) return [own]
  if (word.toLowerCase() === 'system') return ['os.name', 'os.version']
  const field = findField(word)
  return field === null ? null : [COLUMN_OF[field]]
}

/** A duration stands for the time it is counted from. */
const COLUMN_OF: Readonly<Record<FieldName, ExportColumn>> = {
  id: 'id',
  name: 'name',
  ip: 'ip',
  registerIP: 'registerIp',
  status: 'status',
  status_code: 'statusCode',
  reason: 'reason',
  group: 'groups',
  group_config_status: 'groupConfigStatus',
  'os.name': 'os.name',
  'os.version': 'os.version',
  'os.platform': 'os.platform',
  'os.arch': 'os.arch',
  version: 'version',
  outdated: 'outdated',
  node_name: 'nodeName',
  manager: 'manager',
  manager_host: 'managerHost',
  quiet: 'quiet',
  gone: 'gone',
  expected: 'expected',
  'expected.until': 'expectedUntil',
  'expected.reason': 'expectedReason',
  'expected.by': 'expectedBy',
  flaps: 'flaps',
  alias: 'alias',
  tag: 'tags',
  dateAdd: 'dateAdd',
  lastKeepAlive: 'lastKeepAlive',
  disconnection_time: 'disconnectionTime',
  statusSince: 'statusSince',
  syncSince: 'syncSince',
  mergedSum: 'mergedSum',
  configSum: 'configSum',
  silentFor: 'lastKeepAlive',
  statusFor: 'statusSince',
  syncFor: 'syncSince',
  enrolledFor: 'dateAdd',
}
