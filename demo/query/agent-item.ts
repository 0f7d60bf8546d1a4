import type { Columns, Value } from '../fleet/columns.ts'
import { fieldColumns, isFieldName, printedDates } from '../fleet/fields.ts'
import type { Json, JsonObject } from '../wire/python-json.ts'

/** An agent as the API prints it: empty cells are left out, `os.` fields are gathered in one object. */
export function agentItem(row: number, columns: Columns, fields: readonly string[]): JsonObject {
  const os: Record<string, Json> = {}
  const item: Record<string, Json> = {}
  for (const field of fields) {
    if (!isFieldName(field)) continue
    const value = columns[fieldColumns[field]].read(row)
    if (value === null || (field === 'disconnection_time' && value === 0)) continue
    if (field.startsWith('os.')) os[field.slice(3)] = value
    else item[field] = printed(field, value)
  }
  return Object.keys(os).length > 0 ? { os, ...item } : item
}

/** A cell as the API prints it; dates that are not numbers stay as they are. */
export function printed(field: string, value: Exclude<Value, null>): Json {
  if (field === 'id') return String(value).padStart(3, '0')
  if (field === 'group') return String(value).split(',')
  if (printedDates.has(field) && typeof value === 'number') return isoSeconds(value)
  return value
}

/** `2026-11-21T09:42:13+00:00` from epoch seconds. */
export function isoSeconds(epochSeconds: number): string {
  return `${new Date(epochSeconds * 1000).toISOString().slice(0, 19)}+00:00`
}
