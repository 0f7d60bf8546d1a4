import { createHash } from 'node:crypto'
import type { Fleet } from '../fleet/fleet.ts'
import type { FlatItem } from '../query/item-filter.ts'
import { type ArrayQuery, processArray } from '../query/process-array.ts'
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
    const given = groupItems(call.demo.fleet, new Set(names), textValue(call, 'hash') ?? 'md5')
    const { items, total } = processArray(given, groupFields, arrayQuery(call))
    result.items = items
    result.total = total
    for (const name of asked ?? []) if (!names.includes(name)) result.fail(name, denied('group:id'))
    return jsonReply(result.render(), flagValue(call, 'pretty'))
  },
}

/** What a call asks of a list of groups or nodes. */
export function arrayQuery(call: Call): ArrayQuery {
  return {
    sort: textValue(call, 'sort') ?? 'name',
    search: textValue(call, 'search'),
    q: textValue(call, 'q'),
    select: listValue(call, 'select'),
    distinct: flagValue(call, 'distinct'),
    offset: numberValue(call, 'offset', 0),
    limit: numberValue(call, 'limit', 500),
  }
}

/** The groups the caller may read, as the overview shows them. */
export function readableGroups(call: Call): FlatItem[] {
  const rights = namedRights(call.policies, call.demo.rbacMode, 'group:read', 'group:id')
  const names = call.demo.fleet.groups().map((group) => group.name)
  return groupItems(call.demo.fleet, new Set(names.filter((name) => rights.has(name))), 'md5')
}

function groupItems(fleet: Fleet, names: ReadonlySet<string>, algorithm: string): FlatItem[] {
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
