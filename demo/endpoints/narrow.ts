import type { Fleet } from '../fleet/fleet.ts'
import { agentRights, denied } from '../security/rbac.ts'
import type { Call } from '../wire/call.ts'
import type { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'

/** Ids a call is narrowed to, or (negated) keeps out. */
export interface Narrowing {
  readonly ids: readonly string[]
  readonly negated: boolean
}

/** What a call may read: everything when there is no narrowing. */
export interface Scope {
  readonly rights?: Narrowing
}

/**
 * Finds out which agents a call may read; nothing when there are none.
 * Ids that were asked for and do not exist are put into the failures of `result`.
 * @param asked ids the caller named; without them the call is narrowed in silence
 * @throws ManagerError 4000 when none of the named ids is permitted
 */
export function readableAgents(call: Call, asked?: readonly string[], result?: ListResult): Scope | undefined {
  const { fleet, rbacMode } = call.demo
  const rights = agentRights(call.policies, rbacMode, 'agent:read', fleet)
  if (!asked && rights.isEverything) return {}
  const ids = asked ? asked.filter((id) => rights.has(id)) : rights.ids()
  if (asked && ids.length === 0) throw denied('agent:id')
  for (const id of asked ?? []) if (!ids.includes(id)) result?.fail(id, denied('agent:id'))
  return ids.length === 0 ? undefined : { rights: narrow(fleet, ids, asked ? result : undefined) }
}

/**
 * Turns permitted ids into the condition the manager sends: the shorter of what may be seen and what may not.
 * Ids that do not exist are put into the failures of `result`.
 */
export function narrow(fleet: Fleet, ids: readonly string[], result?: ListResult): Narrowing {
  const columns = fleet.columns()
  const idAt = (row: number) => String(columns.id.read(row)).padStart(3, '0')
  const permitted = new Set(ids)
  let existing = 0
  for (const id of permitted) {
    const row = fleet.rowOf(Number(id))
    if (row !== undefined && idAt(row) === id) existing += 1
    else result?.fail(id, new ManagerError(1701, undefined, 'missing'))
  }
  if (ids.length < fleet.rows().length - existing) return { ids, negated: false }
  const hidden: string[] = []
  for (const row of fleet.rows()) if (!permitted.has(idAt(row))) hidden.push(idAt(row))
  return { ids: hidden, negated: true }
}

/** A test of numeric ids for a scope. */
export function scopeTest(scope: Scope | undefined): (id: number) => boolean {
  if (!scope) return () => false
  const { rights } = scope
  if (!rights) return () => true
  const ids = new Set(rights.ids.map(Number))
  return (id) => ids.has(id) !== rights.negated
}
