import { isDeepStrictEqual } from 'node:util'
import type { Security } from '../security/policy-file.ts'
import type { Role } from '../security/roles.ts'
import type { DemoState } from '../wire/call.ts'

/**
 * Puts other accounts, roles and policies in place. As at the manager, a role whose rules or policies changed
 * ends the tokens that carry it, and an account that changed ends its own, those of this very second included.
 */
export function changeSecurity(demo: DemoState, next: Security): void {
  for (const role of demo.roles) if (!isDeepStrictEqual(role, byId(next.roles, role.id))) demo.tokens.revokeRole(role.id)
  for (const account of demo.accounts) {
    const now = next.accounts.find((candidate) => candidate.username === account.username)
    const isSame = now !== undefined && isDeepStrictEqual(roleIds(now), roleIds(account)) && now.password === account.password
    if (!isSame) demo.tokens.revoke(account.username)
  }
  demo.rbacMode = next.rbacMode
  demo.accounts = next.accounts
  demo.roles = next.roles
}

function byId(roles: readonly Role[], id: number): Role | undefined {
  return roles.find((role) => role.id === id)
}

function roleIds({ roles }: { readonly roles: readonly Role[] }): number[] {
  return roles.map((role) => role.id)
}
