import type { Config } from '#server/config.ts'
import { detailText, findAudit } from '#server/store/audit-repo.ts'
import type { Sqlite } from '#server/store/sqlite.ts'
import type { AuditLog } from './audit-log.ts'

/** Writes down what we run with, when it is not what we ran with before. Settings come from outside, so a start is when they change. */
export function recordSettings(db: Pick<Sqlite, 'all'>, audit: Pick<AuditLog, 'record'>, config: Config): void {
  const [last] = findAudit(
    db,
    { kind: 'settings_changed', managers: 'all' },
    { after: 0, before: Number.MAX_SAFE_INTEGER, limit: 1 },
  )
  const detail = settingsOf(config)
  if (last?.detail !== detailText(detail))
    audit.record({
      kind: 'settings_changed',
      outcome: 'ok',
      subject: last ? 'started with other settings' : 'first start',
      detail,
    })
}

/** Every setting that decides over safety or over what is kept; no secret. */
function settingsOf(config: Config): Readonly<Record<string, string | number | boolean | null>> {
  const { managers, demo, host, allowHttp, publicOrigin, intervalSeconds, historyDays, logLevel } = config
  return {
    managers: managers.map(({ id, url, user }) => (demo ? id : `${id} ${url.origin} as ${user}`)).join(', '),
    insecureTls: managers
      .filter(({ tls }) => tls.insecure)
      .map(({ id }) => id)
      .join(', '),
    ...{ demo, host, allowHttp, publicOrigin, intervalSeconds, historyDays, logLevel },
    otherWaysIn: waysOf(config.ways),
    // Their names; the first event under another key says by when it was there.
    keys: config.secretKeys.map(({ id }) => id).join(', '),
    sessions: `${config.sessions.idleMs / 60_000} min without activity, ${config.sessions.lifeMs / 3_600_000} h at most, ${config.sessions.confirmMs / 60_000} min without an issuer’s word`,
  }
}

/** Ways to sign in beside the managers, and what their groups may do. */
function waysOf({ oidc, proxy, local, groups }: Config['ways']): string {
  const ways = [
    oidc && `${oidc.clientId} at ${oidc.issuer.href}`,
    proxy && `the proxy's ${proxy.userHeader}`,
    local && `the local account ${local.username}`,
  ]
  return [...ways, ...groups.map(({ group, role }) => `${group} is ${role}`)].filter((part) => part !== null).join(', ')
}
