import type { Fleet } from '../fleet/fleet.ts'
import { agentRights, denied, namedRights } from '../security/rbac.ts'
import type { Call } from '../wire/call.ts'
import type { ListResult } from '../wire/list-result.ts'

/** What a call that changes things may touch, out of what it asks for. */
export interface Reach {
  /** In the order in which they were asked for, repetitions included; by id or name when nothing was named. */
  readonly ids: readonly string[]
  /**
   * Adds what was named and refused to the failures. When nothing was named, failures with the forgiven numbers
   * are dropped instead.
   */
  close(result: ListResult, forgiven: readonly number[]): void
}

/** @throws ManagerError 4000 when agents are named and none of them may be touched */
export function agentReach(call: Call, action: string, asked: readonly string[] | undefined): Reach {
  const rights = agentRights(call.policies, call.demo.rbacMode, action, call.demo.fleet)
  return reach('agent:id', asked, (id) => rights.has(id), rights.ids)
}

/** @throws ManagerError 4000 when groups are named and none of them may be touched */
export function groupReach(call: Call, action: string, asked: readonly string[] | undefined): Reach {
  const rights = namedRights(call.policies, call.demo.rbacMode, action, 'group:id')
  const known = () => call.demo.fleet.groups().map(({ name }) => name)
  return reach('group:id', asked, rights.has, () => known().filter(rights.has))
}

function reach(kind: string, asked: readonly string[] | undefined, has: (id: string) => boolean, all: () => string[]): Reach {
  if (!asked) return { ids: all(), close: (result, forgiven) => result.forget(forgiven) }
  const ids = asked.filter(has)
  if (ids.length === 0) throw denied(kind)
  return {
    ids,
    close(result) {
      const allowed = new Set(ids)
      for (const id of asked) if (!allowed.has(id)) result.fail(id, denied(kind))
    },
  }
}

/** An agent's id as the manager writes it. */
export function idAt(fleet: Fleet, row: number): string {
  return String(fleet.columns().id.read(row)).padStart(3, '0')
}

/** The row of an agent whose id is written exactly so: `0001` is nobody's. */
export function exactRow(fleet: Fleet, id: string): number | undefined {
  const row = fleet.rowOf(Number(id))
  return row !== undefined && idAt(fleet, row) === id ? row : undefined
}

/**
 * The rows that the manager's table gives for ids, in order of id. It asks for the shorter of what is wanted and what
 * is not; only the first way compares numbers, so that `0001` finds agent 001.
 */
export function tableRows(fleet: Fleet, ids: readonly string[]): number[] {
  const exact = new Set<number>()
  for (const id of new Set(ids)) {
    const row = exactRow(fleet, id)
    if (row !== undefined) exact.add(row)
  }
  const asksForWanted = ids.length < fleet.rows().length - exact.size
  if (asksForWanted) {
    for (const id of ids) {
      const row = fleet.rowOf(Number(id))
      if (row !== undefined) exact.add(row)
    }
  }
  const { id } = fleet.columns()
  return [...exact].sort((a, b) => Number(id.read(a)) - Number(id.read(b)))
}
