import { type ManagerScope, NO_AGENTS, type Scope, scopeKind, seesWholeManager } from '#lib/agent/scope.ts'
import type { SessionInfo } from '#lib/contract/session.ts'
import type { Config, ManagerConfig } from '#server/config.ts'
import { scopeKey } from '#server/fleet/scope-key.ts'
import { administers } from './administrators.ts'
import type { Session } from './sessions.ts'
import { isWay, voucherName } from './vouchers.ts'

/** Names of groups that are spelled out; the rest is counted. */
const GROUPS_MAX = 5

/** What a browser may know of its own session. */
export function sessionInfo(
  session: Session,
  config: Pick<Config, 'demo' | 'ways'> & { readonly managers: readonly Pick<ManagerConfig, 'id' | 'name'>[] },
): SessionInfo {
  const { username, manager, scope } = session
  const isMapped = isWay(manager)
  // Somebody without an account at a manager is at all that they see.
  const accountAt = (id: string): Pick<Session, 'username' | 'scope'> | undefined =>
    isMapped
      ? scope.kind === 'limited' && scope.managers.has(id)
        ? session
        : undefined
      : [session, ...session.others].find((account) => account.manager === id)
  return {
    username,
    manager,
    managerName: voucherName(manager, config),
    mapped: isMapped,
    expiresAt: new Date(session.expiresAt).toISOString(),
    sees: scopeKind(scope),
    rights: scopeKey(scope).slice(0, 12),
    administrator: administers(session, config) !== 'none',
    managers: config.managers.map(({ id, name }) => {
      const account = accountAt(id)
      return { id, name, username: account?.username ?? null, limits: account ? limitsAt(account.scope, id) : null }
    }),
    // The demo's default password is printed on its sign-in page; a warning there would only teach people to overlook it.
    defaultPassword: session.administrator && session.defaultPassword && !config.demo,
  }
}

type Limits = SessionInfo['managers'][number]['limits']

/** What an account does not see of its manager; `null` when it sees all. */
function limitsAt(scope: Scope, manager: string): Limits {
  if (scope.kind === 'all' || seesWholeManager(scope, manager)) return null
  return limitsOf(scope.managers.get(manager) ?? NO_AGENTS)
}

function limitsOf({ base, rules }: ManagerScope): NonNullable<Limits> {
  // What is denied out of what was allowed before only shortens the list, and needs no words of its own.
  const named = rules.filter(({ effect }) => effect !== base)
  const groups = [...new Set(named.flatMap((rule) => [...rule.groups]))].sort()
  const agentCount = named.reduce((sum, { ids }) => sum + ids.size, 0)
  return {
    kind: base === 'allow' ? 'except' : 'only',
    groups: groups.slice(0, GROUPS_MAX),
    groupCount: groups.length,
    agentCount,
  }
}
