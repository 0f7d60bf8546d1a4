import { scopeFromPolicies } from '#lib/agent/scope-from-policies.ts'
import { HIDDEN } from '#lib/contract/sync.ts'
import { type Policies, readsEveryAgent } from './policies.ts'

/** What the rights of the account that we collect with hide from us, and what they allow beyond need. */
export interface AccountRights {
  /** What is missing here because the account may not read it, wholly or in part. */
  readonly hidden: readonly (typeof HIDDEN)[number][]
  /** Actions beyond reading that it may do to anything at all, in the order of the alphabet. */
  readonly excess: readonly string[]
}

/** Judges the rights of an account that should read agents and groups, and do nothing. */
export function judgeAccount(policies: Policies): AccountRights {
  const scope = scopeFromPolicies(policies, '')
  const own = scope.kind === 'limited' ? scope.managers.get('') : undefined
  const readsGroups = own?.groups.base === 'allow' && own.groups.except.size === 0
  const missing = { agents: !readsEveryAgent(policies), groups: !readsGroups, card: own?.card !== true }
  const mayDo =
    policies.rbacMode === 'black' ? undenied(policies) : [...policies.actions].filter(allowsAny).map(([action]) => action)
  return { hidden: HIDDEN.filter((what) => missing[what]), excess: mayDo.filter((action) => !isReading(action)).sort() }
}

/** Reading the manager's users, roles and security settings is more than reading agents. */
function isReading(action: string): boolean {
  return /:(read|read_\w+|status)$/.test(action) && !action.startsWith('security:')
}

function allowsAny([, resources]: readonly [string, ReadonlyMap<string, string>]): boolean {
  return [...resources.values()].includes('allow')
}

/** In black mode everything may be done that no policy denies for all; these are the actions worth a warning. */
function undenied({ actions }: Policies): string[] {
  const denied = (action: string) =>
    [...(actions.get(action) ?? [])].some(([resource, effect]) => resource.endsWith(':*') && effect === 'deny')
  return CHANGING.filter((action) => !denied(action))
}

/** Source: manager API 4.14, RBAC reference. */
const CHANGING = [
  'active-response:command',
  'agent:create',
  'agent:delete',
  'agent:modify_group',
  'agent:reconnect',
  'agent:restart',
  'agent:upgrade',
  'cluster:restart',
  'cluster:update_config',
  'group:create',
  'group:delete',
  'group:modify_assignments',
  'group:update_config',
  'manager:restart',
  'manager:update_config',
  'security:create',
  'security:create_user',
  'security:delete',
  'security:edit_run_as',
  'security:read',
  'security:revoke',
  'security:update',
  'security:update_config',
] as const
