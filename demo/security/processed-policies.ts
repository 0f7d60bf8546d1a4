import type { Role } from './roles.ts'

export type Effect = 'allow' | 'deny'

/** Action to resource to effect, in the order in which the manager evaluates them. */
export type ProcessedPolicies = ReadonlyMap<string, ReadonlyMap<string, Effect>>

/**
 * Flattens roles the way the manager does: a later policy replaces an earlier one on the same resource,
 * and a later wildcard removes what was said before about single resources of its kind.
 */
export function processPolicies(roles: readonly Role[]): ProcessedPolicies {
  const processed = new Map<string, Map<string, Effect>>()
  for (const policy of roles.flatMap((role) => role.policies)) {
    for (const action of policy.actions) {
      const resources = processed.get(action) ?? new Map<string, Effect>()
      processed.set(action, resources)
      for (const resource of policy.resources) {
        if (resource.endsWith(':*')) forgetSingle(resources, resource.slice(0, -1))
        resources.set(resource, policy.effect)
      }
    }
  }
  return processed
}

function forgetSingle(resources: Map<string, Effect>, prefix: string): void {
  for (const known of [...resources.keys()]) if (known.startsWith(prefix) && known !== `${prefix}*`) resources.delete(known)
}
