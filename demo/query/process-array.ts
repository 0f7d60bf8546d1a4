import { ManagerError } from '../wire/manager-error.ts'
import { type FlatItem, filterItems } from './item-filter.ts'
import { parseSort } from './sort.ts'
import { compareText } from './sqlite.ts'

/** What is asked of a short list that the manager keeps in its own memory. */
export interface ArrayQuery {
  readonly sort: string
  readonly search?: string | undefined
  readonly q?: string | undefined
  readonly select?: readonly string[] | undefined
  readonly distinct: boolean
  readonly offset: number
  readonly limit: number
}

/**
 * Sorts, searches, filters, selects and pages, in the manager's order. An empty list is never looked at.
 * @param fields the fields there are; the first is in every item, unless `distinct`
 * @throws ManagerError 1000, 1403, 1407, 1724
 */
export function processArray(given: readonly FlatItem[], fields: readonly string[], query: ArrayQuery) {
  if (given.length === 0) return { items: [], total: 0 }
  let items = sorted(given, query.sort, fields)
  if (query.search !== undefined) items = searched(items, query.search)
  if (query.q !== undefined && query.q !== '') items = filterItems(items, query.q)
  if (query.select) items = selected(items, query.select, fields, query.distinct)
  if (query.distinct) items = unique(items)
  return { items: items.slice(query.offset, query.offset + query.limit), total: items.length }
}

/** @throws ManagerError 1403 */
function sorted(items: readonly FlatItem[], text: string, allowed: readonly string[]): FlatItem[] {
  const { fields, descending } = parseSort(text)
  if (fields.length === 1 && fields[0] === '') return [...items]
  const unknown = [...new Set(fields)].filter((field) => !allowed.includes(field))
  if (unknown.length > 0) {
    const hint = `Allowed sort fields: ${allowed.join(', ')}. Wrong fields: ${unknown.join(', ')}`
    throw new ManagerError(1403, undefined, 'client', hint)
  }
  const direction = descending ? -1 : 1
  let isMixed = false
  const ordered = [...items].sort((a, b) => {
    for (const field of fields) {
      const [x, y] = [sortKey(a, field), sortKey(b, field)]
      if (x === y) continue
      if (typeof x !== typeof y) isMixed = true
      return (typeof x === 'string' && typeof y === 'string' ? compareText(x, y) : Number(x) - Number(y)) * direction
    }
    return 0
  })
  return isMixed ? apart(items, fields, descending) : ordered
}

function sortKey(item: FlatItem, field: string): string | number | undefined {
  const value = item[field]
  return typeof value === 'string' ? value.toLowerCase() : value
}

/** Values that do not compare: the manager then only parts items without any of the fields from the others. */
function apart(items: readonly FlatItem[], fields: readonly string[], descending: boolean): FlatItem[] {
  const hasAny = (item: FlatItem) => fields.some((field) => item[field] !== undefined)
  const [filled, empty] = [items.filter(hasAny), items.filter((item) => !hasAny(item))]
  return descending ? [...filled, ...empty] : [...empty, ...filled]
}

function searched(items: readonly FlatItem[], search: string): FlatItem[] {
  const negated = search.startsWith('-')
  const text = (negated ? search.slice(1) : search).toLowerCase()
  if (text === '') return [...items]
  return items.filter((item) => Object.values(item).some((value) => String(value).toLowerCase().includes(text)) !== negated)
}

/** @throws ManagerError 1724 also when nothing is left to select from */
function selected(
  items: readonly FlatItem[],
  select: readonly string[],
  fields: readonly string[],
  isDistinct: boolean,
): FlatItem[] {
  const plain = [...new Set(select)].filter((field) => !field.includes('.'))
  if (plain.some((field) => !fields.includes(field))) throw new ManagerError(1724, plain.join(', '))
  const kept = isDistinct ? plain : [...plain, fields[0]]
  return items.map((item) => Object.fromEntries(Object.entries(item).filter(([field]) => kept.includes(field))))
}

function unique(items: readonly FlatItem[]): FlatItem[] {
  const seen = new Set<string>()
  return items.filter((item) => {
    const key = JSON.stringify(Object.entries(item).sort())
    return seen.has(key) ? false : seen.add(key)
  })
}
