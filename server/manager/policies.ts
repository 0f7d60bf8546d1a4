import { atOnce, STEP, type Steps } from '#lib/agent/steps.ts'

/** What an account may do, as the manager flattens it. Order within an action counts: a later entry overrules an earlier one. */
export interface Policies {
  /** `white`: denied unless allowed; `black`: allowed unless denied. */
  readonly rbacMode: 'white' | 'black'
  readonly actions: ReadonlyMap<string, ReadonlyMap<string, 'allow' | 'deny'>>
  /** Equal for equal rights: hash this to notice a change. */
  readonly text: string
}

/** Reads the `data` of `GET /security/users/me/policies`; `null` when it is not of that shape. A strange effect counts as `deny`. */
export function readPolicies(data: Readonly<Record<string, unknown>>): Policies | null {
  return atOnce(policySteps(data))
}

/** The same with pauses. */
export function* policySteps(data: Readonly<Record<string, unknown>>): Steps<Policies | null> {
  const rbacMode = data['rbac_mode']
  if (rbacMode !== 'white' && rbacMode !== 'black') return null
  const actions = new Map<string, ReadonlyMap<string, 'allow' | 'deny'>>()
  for (const action of Object.keys(data).sort()) {
    if (action === 'rbac_mode') continue
    const entries = data[action]
    if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) return null
    const resources = new Map<string, 'allow' | 'deny'>()
    // Pairs of names and values would be made all at once.
    for (const resource of Object.keys(entries)) {
      resources.set(resource, Reflect.get(entries, resource) === 'allow' ? 'allow' : 'deny')
      if (resources.size % STEP === 0) yield
    }
    actions.set(action, resources)
  }
  return {
    rbacMode,
    actions,
    // Only the collector asks for it; with many resources it is long.
    get text() {
      return JSON.stringify([rbacMode, ...[...actions].map(([action, resources]) => [action, ...resources])])
    },
  }
}

/**
 * Whether the account reads every agent, so that an absent agent is a removed one. Anything denied after the last
 * allow-all counts against it. Source: manager API 4.14, RBAC reference (order decides, `agent:id:*` covers all agents).
 */
export function readsEveryAgent(policies: Policies): boolean {
  let all = policies.rbacMode === 'black'
  for (const [resource, effect] of policies.actions.get('agent:read') ?? []) {
    if (resource === 'agent:id:*') all = effect === 'allow'
    else if (effect === 'deny') all = false
  }
  return all
}
