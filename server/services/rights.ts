import type { Scope } from '#lib/agent/scope.ts'
import { scopeFromPolicies } from '#lib/agent/scope-from-policies.ts'
import { type Policies, readPolicies } from '#server/manager/policies.ts'

/** What an account may do at its manager, as far as it matters here. */
export interface Rights {
  readonly scope: Scope
  /** Whether it may read the manager's own users and roles, and so is told of what is wrong with accounts. */
  readonly administrator: boolean
  /** The same as JSON, for the store; equal for equal rights. */
  readonly json: string
}

/** @param managerId the manager that gave the policies: they say nothing of any other */
export function rightsOf(policies: Policies, managerId: string): Rights {
  const actions = [...policies.actions].map(([action, resources]) => [action, Object.fromEntries(resources)] as const)
  return {
    scope: scopeFromPolicies(policies, managerId),
    administrator: isAdministrator(policies),
    json: JSON.stringify({ ...Object.fromEntries(actions), rbac_mode: policies.rbacMode }),
  }
}

/** Rights from what `json` held, or `null` when that can't be read. */
export function readRights(json: string | null, managerId: string): Rights | null {
  try {
    const data: unknown = JSON.parse(json ?? '')
    if (typeof data !== 'object' || data === null) return null
    const policies = readPolicies(Object.fromEntries(Object.entries(data)))
    return policies && rightsOf(policies, managerId)
  } catch {
    return null
  }
}

/** Nothing, for accounts of which nothing is known. */
export function noRights(managerId: string): Rights {
  return rightsOf({ rbacMode: 'white', actions: new Map(), text: '' }, managerId)
}

/** Who may read all users at the manager could look up there whatever we say of accounts. */
function isAdministrator({ rbacMode, actions }: Policies): boolean {
  return (actions.get('security:read')?.get('user:id:*') ?? (rbacMode === 'black' ? 'allow' : 'deny')) === 'allow'
}
