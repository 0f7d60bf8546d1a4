import { type ManagerScope, scopeKind } from '#lib/agent/scope.ts'
import type { SessionInfo } from '#lib/contract/session.ts'
import type { Config } from '#server/config.ts'
import { scopeKey } from '#server/fleet/scope-key.ts'
import type { Session } from './sessions.ts'

/** Names of groups that are spelled out; the rest is counted. */
const GROUPS_MAX = 5

/** What a browser may know of its own session. */
export function sessionInfo(session: Session, config: Pick<Config, 'demo' | 'managers'>): SessionInfo {
  const { username, manager, scope, administrator } = session
  const sees = scopeKind(scope)
  const own = scope.kind === 'limited' ? scope.managers.get(manager) : undefined
  return {
    username,
    manager,
    managerName: config.managers.find(({ id }) => id === manager)?.name ?? manager,
    expiresAt: new Date(session.expiresAt).toISOString(),
    sees,
    rights: scopeKey(scope).slice(0, 12),
    limits: sees === 'limited' && own ? limitsOf(own) : null,
    administrator,
    managers: config.managers.map(({ id, name }) => ({
      id,
      name,
      username: [session, ...session.others].find((account) => account.manager === id)?.username ?? null,
    })),
    // The demo's default password is printed on its sign-in page; a warning there would only teach people to overlook it.
    defaultPassword: session.administrator && session.defaultPassword && !config.demo,
  }
}

function limitsOf({ base, rules }: ManagerScope): NonNullable<SessionInfo['limits']> {
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
