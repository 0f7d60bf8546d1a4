import type { Scope } from '#lib/agent/scope.ts'
import { scopeSteps } from '#lib/agent/scope-from-policies.ts'
import { atOnce, STEP, type Steps } from '#lib/agent/steps.ts'
import { inTurns } from '#server/in-turns.ts'
import { jsonSteps } from '#server/manager/json-steps.ts'
import { type Policies, policySteps } from '#server/manager/policies.ts'

/** What an account may do at its manager, as far as it matters here. */
export interface Rights {
  readonly scope: Scope
  /** Of which agents the inventory may be read (`syscollector:read`). */
  readonly inventory: Scope
  /** Whether it may give any user any role, and so whatever there is to have; it is told of what is wrong with accounts. */
  readonly administrator: boolean
  /** The same as JSON, for the store; equal for equal rights. */
  readonly json: string
}

/** @param managerId the manager that gave the policies: they say nothing of any other */
export function rightsOf(policies: Policies, managerId: string): Promise<Rights> {
  return inTurns(rightsSteps(policies, managerId))
}

type OfPolicies = Pick<Policies, 'rbacMode' | 'actions'>

function* rightsSteps(policies: OfPolicies, managerId: string): Steps<Rights> {
  const scope = yield* scopeSteps(policies, managerId)
  const inventory = yield* scopeSteps(policies, managerId, 'syscollector:read')
  return { scope, inventory, administrator: isAdministrator(policies), json: yield* writeSteps(policies) }
}

/** JSON of the form in which the manager gives rights. */
function* writeSteps({ rbacMode, actions }: OfPolicies): Steps<string> {
  const members: string[] = []
  for (const [action, resources] of actions) {
    const entries: string[] = []
    for (const [resource, effect] of resources) {
      if (entries.push(`${JSON.stringify(resource)}:"${effect}"`) % STEP === 0) yield
    }
    members.push(`${JSON.stringify(action)}:{${entries.join()}}`)
  }
  return `{${[...members, `"rbac_mode":"${rbacMode}"`].join()}}`
}

/** Rights from what `json` held, or `null` when that can't be read. */
export async function readRights(json: string | null, managerId: string): Promise<Rights | null> {
  try {
    const data = await inTurns(jsonSteps(json ?? ''))
    if (typeof data !== 'object' || data === null) return null
    const policies = await inTurns(policySteps(Object.fromEntries(Object.entries(data))))
    return policies && (await rightsOf(policies, managerId))
  } catch {
    return null
  }
}

/** Nothing, for accounts of which nothing is known. */
export function noRights(managerId: string): Rights {
  return atOnce(rightsSteps({ rbacMode: 'white', actions: new Map() }, managerId))
}

/** Who may give any user any role has, or can have, every right at the manager. Source: manager API 4.14, RBAC reference. */
function isAdministrator({ rbacMode, actions }: OfPolicies): boolean {
  const resources = actions.get('security:update')
  return ['user:id:*', 'role:id:*'].every((all) => (resources?.get(all) ?? (rbacMode === 'black' ? 'allow' : 'deny')) === 'allow')
}
