import { ManagerError } from '../wire/manager-error.ts'
import type { Json, JsonObject } from '../wire/python-json.ts'
import type { SortOrder } from './sort.ts'
import { compareText } from './sqlite.ts'

type Key = string | number | readonly (string | number)[] | undefined

/**
 * Sorts a page again when `version` is among its fields: versions by their numbers, other texts without regard to case.
 * It only sees what the items show; fields of `os` it never finds.
 * @throws ManagerError 1000 where the manager breaks, comparing something with nothing
 */
export function resortByVersion(items: readonly JsonObject[], sort: SortOrder): readonly JsonObject[] {
  if (!sort.fields.includes('version')) return items
  const direction = sort.descending ? -1 : 1
  const keyed = items.map((item) => ({ item, keys: sort.fields.map((field) => keyOf(field, item[field])) }))
  keyed.sort((a, b) => {
    for (let index = 0; index < a.keys.length; index++) {
      const order = compareKeys(a.keys[index], b.keys[index])
      if (order !== 0) return order * direction
    }
    return 0
  })
  return keyed.map(({ item }) => item)
}

function keyOf(field: string, value: Json | undefined): Key {
  if (field === 'version' && (value === undefined || value === '')) return [0, 0, 0]
  if (typeof value === 'string') {
    const numbers = field === 'version' ? /^Wazuh v(\d+)\.(\d+)\.(\d+)/.exec(value) : null
    return numbers ? numbers.slice(1).map(Number) : value.toLowerCase()
  }
  if (typeof value === 'number') return value
  return Array.isArray(value) ? value.map(String) : undefined
}

function compareKeys(a: Key, b: Key): number {
  if (a === undefined && b === undefined) return 0
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  if (typeof a !== 'object' || typeof b !== 'object') throw new ManagerError(1000, undefined, 'internal')
  for (let index = 0; index < a.length && index < b.length; index++) {
    const order = compareKeys(a[index], b[index])
    if (order !== 0) return order
  }
  return a.length - b.length
}
