import { createHash } from 'node:crypto'
import type { Fleet } from '../fleet/fleet.ts'
import { filterGroups, type GroupItem } from '../query/group-filter.ts'
import { parseSort } from '../query/sort.ts'
import { denied, namedRights } from '../security/rbac.ts'
import { parameters } from '../spec/parameters.ts'
import { type Call, type Endpoint, flagValue, listValue, numberValue, textValue } from '../wire/call.ts'
import { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'
import { jsonReply } from '../wire/reply.ts'

const groupFields = ['name', 'count', 'mergedSum', 'configSum']

/** `GET /groups`. */
export const groups: Endpoint = {
  auth: 'bearer',
  parameters: parameters.groups,
  handle(call) {
    const result = new ListResult({
      all: 'All selected groups information was returned',
      some: 'Some groups information was not returned',
      none: 'No group information was returned',
    })
    const rights = namedRights(call.policies, call.demo.rbacMode, 'group:read', 'group:id')
    const known = call.demo.fleet.groups()
    const asked = listValue(call, 'groups_list')
    const names = (asked ?? known.map((group) => group.name)).filter((name) => rights.has(name))
    if (asked && names.length === 0) throw denied('group:id')
    for (const name of names) {
      if (!known.some((group) => group.name === name)) result.fail(name, new ManagerError(1710, undefined, 'missing'))
    }
    const items = processItems(call, groupItems(call.demo.fleet, new Set(names), textValue(call, 'hash') ?? 'md5'))
    const offset = numberValue(call, 'offset', 0)
    result.items = items.slice(offset, offset + numberValue(call, 'limit', 500))
    result.total = items.length
    for (const name of asked ?? []) if (!names.includes(name)) result.fail(name, denied('group:id'))
    if (!asked) result.forget([1710])
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

function groupItems(fleet: Fleet, names: ReadonlySet<string>, algorithm: string): GroupItem[] {
  const counts = new Map<string, number>()
  const column = fleet.columns().group
  const byList = new Map<unknown, number>()
  for (const row of fleet.rows()) {
    const list = column.read(row)
    byList.set(list, (byList.get(list) ?? 0) + 1)
  }
  for (const [list, count] of byList) {
    if (typeof list === 'string') for (const name of list.split(',')) counts.set(name, (counts.get(name) ?? 0) + count)
  }
  return fleet
    .groups()
    .filter((group) => names.has(group.name))
    .map((group) => ({
      name: group.name,
      count: counts.get(group.name) ?? 0,
      ...(group.mergedSum === '' ? {} : { mergedSum: digest(group.mergedSum, algorithm) }),
      ...(group.configSum === '' ? {} : { configSum: digest(group.configSum, algorithm) }),
    }))
}

const nodeAlgorithms: Record<string, string> = { blake2b: 'blake2b512', blake2s: 'blake2s256' }

/** The demo has no files to hash: other algorithms than md5 hash the md5, which gives a stable sum of the right length. */
function digest(sum: string, algorithm: string): string {
  if (algorithm === 'md5') return sum
  return createHash(nodeAlgorithms[algorithm] ?? algorithm.replace('_', '-'))
    .update(sum)
    .digest('hex')
}

/** Sort, search, filter, select and distinct, in the manager's order. An empty list is never looked at. */
function processItems(call: Call, given: readonly GroupItem[]): GroupItem[] {
  if (given.length === 0) return []
  let items = sorted(call, given)
  const search = textValue(call, 'search')
  if (search !== undefined) items = searched(items, search)
  const q = textValue(call, 'q') ?? ''
  if (q !== '') items = filterGroups(items, q)
  const isDistinct = flagValue(call, 'distinct')
  const select = listValue(call, 'select')
  if (select) items = selected(items, select, isDistinct)
  if (!isDistinct) return items
  const seen = new Set<string>()
  return items.filter((item) => {
    const key = JSON.stringify(Object.entries(item).sort())
    return seen.has(key) ? false : seen.add(key)
  })
}

function sorted(call: Call, items: readonly GroupItem[]): GroupItem[] {
  const { fields, descending } = parseSort(textValue(call, 'sort') ?? 'name')
  if (fields.length === 1 && fields[0] === '') return [...items]
  const unknown = fields.filter((field) => !groupFields.includes(field))
  if (unknown.length > 0) throw wrongSortField(unknown)
  const key = (item: GroupItem, field: string) => {
    const value = item[field]
    return typeof value === 'string' ? value.toLowerCase() : (value ?? '')
  }
  const direction = descending ? -1 : 1
  return [...items].sort((a, b) => {
    for (const field of fields) {
      const [x, y] = [key(a, field), key(b, field)]
      if (x !== y) return (x < y ? -1 : 1) * direction
    }
    return 0
  })
}

function wrongSortField(fields: readonly string[]): ManagerError {
  const hint = `Allowed sort fields: ${groupFields.join(', ')}. Wrong fields: ${fields.join(', ')}`
  return new ManagerError(1403, undefined, 'client', hint)
}

function searched(items: readonly GroupItem[], search: string): GroupItem[] {
  const negated = search.startsWith('-')
  const text = (negated ? search.slice(1) : search).toLowerCase()
  if (text === '') return [...items]
  return items.filter((item) => Object.values(item).some((value) => String(value).toLowerCase().includes(text)) !== negated)
}

function selected(items: readonly GroupItem[], select: readonly string[], isDistinct: boolean): GroupItem[] {
  const plain = [...new Set(select)].filter((field) => !field.includes('.'))
  if (items.length > 0 && plain.some((field) => !groupFields.includes(field))) throw new ManagerError(1724, plain.join(', '))
  const kept = isDistinct ? plain : [...plain, 'name']
  return items.map((item) => Object.fromEntries(Object.entries(item).filter(([field]) => kept.includes(field))))
}
