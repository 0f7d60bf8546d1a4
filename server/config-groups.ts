import { z } from 'zod'
import { type ManagerScope, WHOLE_MANAGER } from '#lib/agent/scope.ts'
import { parseQuery } from '#lib/query/parse.ts'
import { scopeOfFilter } from '#lib/query/scope-of-filter.ts'
import { readFile } from './config-manager.ts'
import type { GroupRule } from './ways.ts'

const NAME = 'GROUPS_FILE'
const EXAMPLE = '[{"group": "soc", "role": "analyst", "managers": {"berlin": "group=north"}}]'

const entry = z.strictObject({
  group: z.string('is not set: set the name of a group').min(1, 'is empty: set the name of a group').max(256, 'is too long'),
  role: z.enum(['administrator', 'analyst'], 'is not administrator or analyst: set one of them'),
  managers: z.record(z.string(), z.string('is not a filter: set one such as "group=north", or "" for every agent')).optional(),
})

/**
 * The rules of a JSON file: a list of objects with `group`, `role` and `managers`, which gives a filter of agents by the id of a manager;
 * without `managers` everything is seen. What is wrong is added to `problems`, each line with the entry it is about.
 * @param known ids of the configured managers, empty when there is none to compare with
 */
export function readGroupsFile(file: string, known: readonly string[], problems: string[]): readonly GroupRule[] {
  const text = readFile(NAME, file, problems)
  const list = text === null ? null : readList(text)
  if (text !== null && list === null) problems.push(`${NAME} is not a list of groups: write ${EXAMPLE}`)
  return Object.freeze((list ?? []).flatMap((value, index) => readRule(value, index, known, problems) ?? []))
}

function readList(text: string): readonly unknown[] | null {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.length > 0 && list.length <= 1000 ? list : null
  } catch {
    return null
  }
}

function readRule(value: unknown, index: number, known: readonly string[], problems: string[]): GroupRule | null {
  const label = `${NAME}, entry ${index + 1}:`
  const parsed = entry.safeParse(value)
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues)
      problems.push(`${label} ${path.length === 0 ? `can't be read: write ${EXAMPLE}` : `${path.join('.')} ${message}`}`)
    return null
  }
  const { group, role, managers } = parsed.data
  if (managers === undefined) return Object.freeze({ group, role, managers: 'all' })
  const before = problems.length
  const scopes = new Map<string, ManagerScope>()
  for (const [id, filter] of Object.entries(managers)) {
    if (known.length > 0 && !known.includes(id))
      problems.push(`${label} there is no manager “${id}”: set one of ${known.join(', ')}`)
    const scope = readFilter(filter)
    if (typeof scope === 'string') problems.push(`${label} the filter of ${id} ${scope}`)
    else scopes.set(id, scope)
  }
  return problems.length > before ? null : Object.freeze({ group, role, managers: scopes })
}

/** What a filter shows of its manager, or what is wrong with it. */
function readFilter(text: string): ManagerScope | string {
  const parsed = parseQuery(text)
  if (!parsed.ok) return `can't be read: ${parsed.problem.message}`
  if (parsed.expr.kind === 'all') return WHOLE_MANAGER
  // Whatever else an agent has may change, and with it who sees it and its past.
  return scopeOfFilter(parsed.expr) ?? 'may only name groups and ids, such as group=north or id=007: write it with those'
}
