import type { Fleet } from '../fleet/fleet.ts'
import type { ListResult } from '../wire/list-result.ts'
import { ManagerError } from '../wire/manager-error.ts'

/** Ids a call is narrowed to, or (negated) keeps out. */
export interface Narrowing {
  readonly ids: readonly string[]
  readonly negated: boolean
}

/**
 * Turns permitted ids into the condition the manager sends: the shorter of what may be seen and what may not.
 * Ids that do not exist are put into the failures of `result`.
 */
export function narrow(fleet: Fleet, result: ListResult, ids: readonly string[]): Narrowing {
  const columns = fleet.columns()
  const idAt = (row: number) => String(columns.id.read(row)).padStart(3, '0')
  const permitted = new Set(ids)
  let existing = 0
  for (const id of permitted) {
    const row = fleet.rowOf(Number(id))
    if (row !== undefined && idAt(row) === id) existing += 1
    else result.fail(id, new ManagerError(1701, undefined, 'missing'))
  }
  if (ids.length < fleet.rows().length - existing) return { ids, negated: false }
  const hidden: string[] = []
  for (const row of fleet.rows()) if (!permitted.has(idAt(row))) hidden.push(idAt(row))
  return { ids: hidden, negated: true }
}
