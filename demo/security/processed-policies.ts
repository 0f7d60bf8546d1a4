import type { Role } from './roles.ts'

export type Effect = 'allow' | 'deny'

/** Action to resource to effect, in the order in which the manager evaluates them. */
export type ProcessedPolicies = ReadonlyMap<string, ReadonlyMap<string, Effect>>

/** Flattens roles the way the manager does: what a policy says replaces what earlier ones said of the same. */
export function processPolicies(roles: readonly Role[]): ProcessedPolicies {
  const processed = new Map<string, Map<string, Effect>>()
  for (const policy of roles.flatMap((role) => role.policies)) {
    for (const action of policy.actions) {
      const known = processed.get(action) ?? new Map<string, Effect>()
      processed.set(action, known)
      for (const resource of policy.resources) {
        const full = resource === '*' ? '*:*:*' : resource
        for (const old of [...known.keys()]) if (isReplaced(old, full)) known.delete(old)
        known.set(full, policy.effect)
      }
    }
  }
  return processed
}

/**
 * A wildcard takes out every single resource whose name starts like its own and, whatever it is of,
 * every group of agents. Of combinations (`a&b`), both halves must be equal or wildcards.
 */
function isReplaced(old: string, resource: string): boolean {
  if (old === resource) return true
  const [olds, news] = [old.split('&'), resource.split('&')]
  if (news.length > 1) return olds.length === news.length && news.every((part, at) => part.endsWith(':*') || part === olds[at])
  if (olds.length > 1 || !resource.endsWith(':*')) return false
  return old.startsWith(resource.slice(0, -2)) || old.startsWith('agent:group')
}
