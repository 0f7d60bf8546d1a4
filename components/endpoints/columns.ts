import { TEXT } from '#lib/format/text.ts'
import type { SortableField } from '#lib/query/fields.ts'

/** One column of the list; its width and from which screen on it shows are in the style sheet, by `key`. */
export interface Column {
  key: keyof typeof TEXT.list.columns
  label: string
  field: SortableField
  /** Ages and numbers stand at the right. */
  numeric?: true
  /** A time: the first click asks for the latest first. */
  latestFirst?: true
}

export const COLUMNS: readonly Column[] = [
  { key: 'name', label: TEXT.list.columns.name, field: 'name' },
  { key: 'id', label: TEXT.list.columns.id, field: 'id' },
  { key: 'status', label: TEXT.list.columns.status, field: 'status' },
  { key: 'since', label: TEXT.list.columns.since, field: 'statusSince', numeric: true, latestFirst: true },
  { key: 'reason', label: TEXT.list.columns.reason, field: 'status_code' },
  { key: 'sync', label: TEXT.list.columns.sync, field: 'group_config_status' },
  { key: 'groups', label: TEXT.list.columns.groups, field: 'group' },
  { key: 'system', label: TEXT.list.columns.system, field: 'os.name' },
  { key: 'version', label: TEXT.list.columns.version, field: 'version' },
  { key: 'heard', label: TEXT.list.columns.heard, field: 'lastKeepAlive', numeric: true, latestFirst: true },
  { key: 'ip', label: TEXT.list.columns.ip, field: 'ip' },
  { key: 'node', label: TEXT.list.columns.node, field: 'node_name' },
  { key: 'registered', label: TEXT.list.columns.registered, field: 'dateAdd', latestFirst: true },
]
