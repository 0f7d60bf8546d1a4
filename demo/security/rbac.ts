import type { Columns } from '../fleet/columns.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { overColumn } from '../query/condition.ts'
import { ManagerError } from '../wire/manager-error.ts'
import type { Effect, ProcessedPolicies } from './processed-policies.ts'

export type RbacMode = 'white' | 'black'

/** Which agents an action may touch. */
export interface AgentRights {
  /** Whether every agent that exists is permitted, so that nothing needs narrowing. */
  readonly isEverything: boolean
  /** Whether an id may be asked for; ids that do not exist count as permitted under a wildcard. */
  has(id: string): boolean
  /** All permitted ids that exist, in order. */
  ids(): string[]
}

/** Evaluates an action over agents: resources in their order, each adding to or taking from what came before. */
export function agentRights(policies: ProcessedPolicies, mode: RbacMode, action: string, fleet: Fleet): AgentRights {
  const columns = fleet.columns()
  const resources = resourcesOf(policies, action).map(([resource, effect]) => ({ covers: coverage(resource, columns), effect }))
  const idAt = (row: number) => String(columns.id.read(row)).padStart(3, '0')
  const verdict = (row: number | undefined, id: string, isNamed: boolean): boolean => {
    let allowed = mode === 'black'
    for (const { covers, effect } of resources) if (covers(row, id, isNamed)) allowed = effect === 'allow'
    return allowed
  }
  const words = resourcesOf(policies, action)
  const onlyAllows = words.every(([, effect]) => effect === 'allow')
  return {
    isEverything: onlyAllows && (mode === 'black' || words.some(([resource]) => /^agent:(id|group):\*$/.test(resource))),
    has(id) {
      const row = /^\d{3,}$/.test(id) ? fleet.rowOf(Number(id)) : undefined
      return verdict(row !== undefined && idAt(row) === id ? row : undefined, id, true)
    },
    ids() {
      const list: string[] = []
      for (const row of fleet.rows()) {
        const id = idAt(row)
        if (verdict(row, id, false)) list.push(id)
      }
      return list
    },
  }
}

function resourcesOf(policies: ProcessedPolicies, action: string): readonly (readonly [string, Effect])[] {
  return [...(policies.get(action) ?? new Map<string, Effect>())]
}

/** @param row missing for an id that does not exist  @param isNamed whether the call asks for this very id */
type Coverage = (row: number | undefined, id: string, isNamed: boolean) => boolean

/** Which agents a resource takes in. A wildcard takes in every id that is asked for by name. */
function coverage(resource: string, columns: Columns): Coverage {
  const [, attribute, value] = /^agent:(id|group):([^&]*)$/.exec(resource) ?? []
  if (attribute === undefined) return () => false
  // "All groups" are all agents, those without one and the manager itself too.
  if (value === '*') return (row, _id, isNamed) => isNamed || row !== undefined
  if (attribute === 'id') return (_row, id) => value === id
  const isMember = overColumn(columns.group, (groups) => typeof groups === 'string' && groups.split(',').includes(value ?? ''))
  return (row) => row !== undefined && isMember(row)
}

/** Names of one kind (`group:id`, `node:id`) that an action may touch. */
export function namedRights(
  policies: ProcessedPolicies,
  mode: RbacMode,
  action: string,
  kind: string,
): { has(name: string): boolean } {
  const resources = resourcesOf(policies, action)
  return {
    has(name) {
      let allowed = mode === 'black'
      for (const [resource, effect] of resources) {
        if (resource === `${kind}:*` || resource === `${kind}:${name}`) allowed = effect === 'allow'
      }
      return allowed
    },
  }
}

/** @throws ManagerError 4000 unless the action, which has no resource, is allowed */
export function requireResourceless(policies: ProcessedPolicies, mode: RbacMode, action: string): void {
  if (!namedRights(policies, mode, action, '*:*').has('*')) throw denied('*:*')
}

/** The error of a refused call or id. */
export function denied(resourceType: string): ManagerError {
  return new ManagerError(4000, `Resource type: ${resourceType}`, 'permission')
}
