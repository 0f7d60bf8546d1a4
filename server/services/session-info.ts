import { type ManagerScope, scopeKind } from '#lib/agent/scope.ts'
import type { SessionInfo } from '#lib/contract/session.ts'
import type { Config } from '#server/config.ts'
import { scopeKey } from '#server/fleet/scope-key.ts'
import { administers } from './administrators.ts'
import type { Session } from './sessions.ts'
import { isWay, voucherName } from './vouchers.ts'

/** Names of groups that are spelled out; the rest is counted. */
const GROUPS_MAX = 5

/** What a browser may know of its own session. */
export function sessionInfo(session: Session, config: Pick<Config, 'demo' | 'managers' | 'ways'>): SessionInfo {
  const { username, manager, scope } = session
  const sees = scopeKind(scope)
  const isMapped = isWay(manager)
  // Somebody without an account at a manager is at all that they see; a sentence about limits needs one.
  const limitedAt = isMapped && config.managers.length === 1 ? (config.managers[0]?.id ?? manager) : manager
  const own = scope.kind === 'limited' ? scope.managers.get(limitedAt) : undefined
  const nameAt = (id: string) =>
    isMapped
      ? scope.kind === 'limited' && scope.managers.has(id)
        ? username
        : null
      : ([session, ...session.others].find((account) => account.manager === id)?.username ?? null)
  return {
    username,
    manager,
    managerName: voucherName(manager, config),
    mapped: isMapped,
    expiresAt: new Date(session.expiresAt).toISOString(),
    sees,
    rights: scopeKey(scope).slice(0, 12),
    limits: sees === 'limited' && own ? limitsOf(own, voucherName(limitedAt, config)) : null,
    administrator: administers(session, config) !== 'none',
    managers: config.managers.map(({ id, name }) => ({ id, name, username: nameAt(id) })),
    // The demo's default password is printed on its sign-in page; a warning there would only teach people to overlook it.
    defaultPassword: session.administrator && session.defaultPassword && !config.demo,
  }
}

function limitsOf({ base, rules }: ManagerScope, managerName: string): NonNullable<SessionInfo['limits']> {
  // What is denied out of what was allowed before only shortens the list, and needs no words of its own.
  const named = rules.filter(({ effect }) => effect !== base)
  const groups = [...new Set(named.flatMap((rule) => [...rule.groups]))].sort()
  const agentCount = named.reduce((sum, { ids }) => sum + ids.size, 0)
  return {
    managerName,
    kind: base === 'allow' ? 'except' : 'only',
    groups: groups.slice(0, GROUPS_MAX),
    groupCount: groups.length,
    agentCount,
  }
}
