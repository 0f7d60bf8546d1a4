import type { Fleet } from '../fleet/fleet.ts'
import { ManagerError } from '../wire/manager-error.ts'
import type { Effect, ProcessedPolicies } from './processed-policies.ts'

export type RbacMode = 'white' | 'black'

/** Which agents an action may touch. */
export interface AgentRights {
  has(id: string): boolean
  /** All permitted ids that exist, in order. */
  ids(): string[]
  readonly isEverything: boolean
}

/** Evaluates an action over agents: resources in their order, each adding to or taking from what came before. */
export function agentRights(policies: ProcessedPolicies, mode: RbacMode, action: string, fleet: Fleet): AgentRights {
  const resources = [...(policies.get(action) ?? new Map<string, Effect>())]
  const columns = fleet.columns()
  const verdict = (row: number | undefined, id: string): boolean => {
    let allowed = mode === 'black'
    for (const [resource, effect] of resources) {
      if (covers(resource, row, id)) allowed = effect === 'allow'
    }
    return allowed
  }
  const covers = (resource: string, row: number | undefined, id: string): boolean => {
    const [type, attribute, value] = resource.split(':')
    if (type !== 'agent') return false
    if (value === '*') return row === undefined || attribute === 'id' || columns.id.read(row) !== 0
    if (attribute === 'id') return value === id
    const groups = row === undefined ? null : columns.group.read(row)
    return typeof groups === 'string' && groups.split(',').includes(value ?? '')
  }
  const idAt = (row: number) => String(columns.id.read(row)).padStart(3, '0')
  const lastWord = resources.at(-1)
  const everything =
    resources.length > 0 &&
    resources.every(([resource, effect]) => effect === 'allow' && resource.startsWith('agent:')) &&
    resources.some(([resource]) => resource === 'agent:id:*')
  return {
    isEverything: everything || (mode === 'black' && lastWord === undefined),
    has(id) {
      const row = /^\d{3,}$/.test(id) ? fleet.rowOf(Number(id)) : undefined
      const exists = row !== undefined && idAt(row) === id
      return verdict(exists ? row : undefined, id)
    },
    ids() {
      const list: string[] = []
      for (const row of fleet.rows()) {
        const id = idAt(row)
        if (verdict(row, id)) list.push(id)
      }
      return list
    },
  }
}

/** Names of one kind (`group:id`, `node:id`) that an action may touch, out of those that exist. */
export function namedRights(
  policies: ProcessedPolicies,
  mode: RbacMode,
  action: string,
  kind: string,
): { has(name: string): boolean } {
  const resources = [...(policies.get(action) ?? new Map<string, Effect>())]
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
