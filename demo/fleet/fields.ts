import type { ColumnName } from './columns.ts'

/** The manager's field names and the columns they stand for, in alphabetical order as its error texts list them. */
export const fieldColumns = {
  configSum: 'config_sum',
  dateAdd: 'date_add',
  disconnection_time: 'disconnection_time',
  group: 'group',
  group_config_status: 'group_config_status',
  id: 'id',
  ip: 'ip',
  lastKeepAlive: 'last_keepalive',
  manager: 'manager_host',
  mergedSum: 'merged_sum',
  name: 'name',
  node_name: 'node_name',
  'os.arch': 'os_arch',
  'os.build': 'os_build',
  'os.codename': 'os_codename',
  'os.major': 'os_major',
  'os.minor': 'os_minor',
  'os.name': 'os_name',
  'os.platform': 'os_platform',
  'os.uname': 'os_uname',
  'os.version': 'os_version',
  registerIP: 'register_ip',
  status: 'connection_status',
  status_code: 'status_code',
  version: 'version',
} as const satisfies Record<string, ColumnName>

export type FieldName = keyof typeof fieldColumns

export const fieldNames = Object.keys(fieldColumns).filter(isFieldName)

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fieldColumns, name)
}

/** Date fields of `q`: they take ages and calendar dates. */
export const dateFields: ReadonlySet<string> = new Set(['lastKeepAlive', 'dateAdd'])

/** Fields that the manager prints as dates. */
export const printedDates: ReadonlySet<string> = new Set(['lastKeepAlive', 'dateAdd', 'disconnection_time'])
