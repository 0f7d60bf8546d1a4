import type { FieldName } from '#lib/query/fields.ts'
import type { NumberName } from '#server/store/fleet-rows.ts'
import type { TextColumnName } from './table.ts'

/** What of a mark a field reads; `set` is whether there is one. */
export type MarkPart = 'set' | 'until' | 'reason' | 'by'

/** Which column each field of the query language reads; a duration reads the time it is counted from. */
export type FieldColumn =
  | { readonly kind: 'text'; readonly name: TextColumnName }
  | { readonly kind: 'number'; readonly name: NumberName }
  | { readonly kind: 'id' | 'manager' | 'outdated' | 'reason' | 'quiet' | 'gone' | 'flaps' }
  | { readonly kind: 'mark'; readonly part: MarkPart }

const text = (name: TextColumnName): FieldColumn => ({ kind: 'text', name })
const number = (name: NumberName): FieldColumn => ({ kind: 'number', name })

export const FIELD_COLUMNS: Readonly<Record<FieldName, FieldColumn>> = {
  id: { kind: 'id' },
  name: text('name'),
  ip: text('ip'),
  registerIP: text('registerIp'),
  status: text('status'),
  status_code: number('statusCode'),
  reason: { kind: 'reason' },
  group: text('groups'),
  group_config_status: text('groupConfigStatus'),
  'os.name': text('osName'),
  'os.version': text('osVersion'),
  'os.platform': text('osPlatform'),
  'os.arch': text('osArch'),
  version: text('version'),
  outdated: { kind: 'outdated' },
  quiet: { kind: 'quiet' },
  gone: { kind: 'gone' },
  flaps: { kind: 'flaps' },
  expected: { kind: 'mark', part: 'set' },
  'expected.until': { kind: 'mark', part: 'until' },
  'expected.reason': { kind: 'mark', part: 'reason' },
  'expected.by': { kind: 'mark', part: 'by' },
  alias: text('alias'),
  tag: text('tags'),
  node_name: text('nodeName'),
  manager: { kind: 'manager' },
  manager_host: text('managerHost'),
  dateAdd: number('dateAdd'),
  lastKeepAlive: number('lastKeepAlive'),
  disconnection_time: number('disconnectionTime'),
  statusSince: number('statusSince'),
  syncSince: number('syncSince'),
  mergedSum: text('mergedSum'),
  configSum: text('configSum'),
  silentFor: number('lastKeepAlive'),
  statusFor: number('statusSince'),
  syncFor: number('syncSince'),
  enrolledFor: number('dateAdd'),
}
