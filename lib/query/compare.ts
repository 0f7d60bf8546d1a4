import type { Agent } from '#lib/agent/agent.ts'
import { ipSortKey, textSortKey } from '#lib/agent/collate.ts'
import { REASON_META, STATUS_META, SYNC_META, toStatusReason } from '#lib/agent/status.ts'
import { versionSortKey } from '#lib/agent/version.ts'
import { FIELDS, type SortableField } from './fields.ts'
import { readField } from './read-field.ts'
import type { Sort } from './sort.ts'

/**
 * The order of a sorted list, simple rather than fast: agents without value last in both directions,
 * equal ones by manager and then id, always ascending.
 */
export function compareAgents(sort: Sort): (a: Agent, b: Agent) => number {
  return (a, b) => {
    const keyA = sortKey(sort.field, a)
    const keyB = sortKey(sort.field, b)
    if (keyA === null || keyB === null) {
      if (keyA !== keyB) return keyA === null ? 1 : -1
    } else if (keyA !== keyB) return (keyA < keyB ? -1 : 1) * (sort.descending ? -1 : 1)
    if (a.manager !== b.manager) return a.manager < b.manager ? -1 : 1
    return Number(a.id) - Number(b.id)
  }
}

/** What an agent is sorted by: of one field all numbers or all strings, strings in order of UTF-16 units; `null` when it has no value. */
export function sortKey(field: SortableField, agent: Agent): string | number | null {
  if (field === 'status') return STATUS_META[agent.status].order
  if (field === 'reason') return REASON_META[toStatusReason(agent.statusCode)].order
  if (field === 'group_config_status') return SYNC_META[agent.groupConfigStatus].order
  const value = readField(agent, field)
  if (value === null || typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'object') return textSortKey(value.join(', '))
  switch (FIELDS[field].type) {
    case 'id':
      return Number(value)
    case 'ip':
      return ipSortKey(value)
    case 'version':
      return versionSortKey(value)
    default:
      return textSortKey(value)
  }
}
