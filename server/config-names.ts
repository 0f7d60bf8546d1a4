/** Settings by name; empty ones are left out. */
export type Settings = Readonly<Record<string, string>>

/** Every variable that is read; `.env.example` names the same ones. */
export const SETTING_NAMES = [
  'MANAGER_URL',
  'MANAGER_USER',
  'MANAGER_PASSWORD',
  'MANAGER_PASSWORD_FILE',
  'MANAGER_NAME',
  'MANAGER_CA_FILE',
  'MANAGER_FINGERPRINT',
  'MANAGER_TLS_INSECURE',
  'MANAGER_DISCONNECTION_SECONDS',
  'MANAGERS_FILE',
  'HOST',
  'PORT',
  'ALLOW_HTTP',
  'PUBLIC_URL',
  'TLS_CERT_FILE',
  'TLS_KEY_FILE',
  'METRICS_TOKEN_FILE',
  'TRUSTED_PROXIES',
  'PROXY_USER_HEADER',
  'PROXY_GROUPS_HEADER',
  'PROXY_SECRET_HEADER',
  'PROXY_SECRET',
  'PROXY_SECRET_FILE',
  'PROXY_NAME',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_CLIENT_SECRET_FILE',
  'OIDC_NAME',
  'OIDC_SCOPES',
  'OIDC_USER_CLAIM',
  'OIDC_GROUPS_CLAIM',
  'OIDC_CA_FILE',
  'OIDC_RECHECK_MINUTES',
  'GROUPS_FILE',
  'LOCAL_ADMIN_USER',
  'LOCAL_ADMIN_HASH',
  'LOCAL_ADMIN_HASH_FILE',
  'SESSION_IDLE_MINUTES',
  'SESSION_HOURS',
  'SECRET_KEY_FILE',
  'KIOSK_EMBED_ORIGINS',
  'DATABASE_URL',
  'SYNC_INTERVAL_SECONDS',
  'HISTORY_DAYS',
  'ATTENTION_NOT_REPORTING_PERCENT',
  'ALARM_NOT_REPORTING_PERCENT',
  'ALARM_MASS_AGENTS',
  'MASS_EVENT_MIN_AGENTS',
  'QUIET_PERIODS',
  'AGENT_KEEPALIVE_SECONDS',
  'FLAPPING_CHANGES',
  'GONE_DAYS',
  'PRODUCT_NAMES',
  'LOG_LEVEL',
  'DEMO_AGENTS',
  'DEMO_SEED',
  'DEMO_PORT',
] as const

/** One line for each variable that is very probably a misspelled setting, such as `MANAGER_PASWORD`. */
export function findMisspelled(settings: Settings): string[] {
  const problems: string[] = []
  for (const name of Object.keys(settings)) {
    if (SETTING_NAMES.some((known) => known === name)) continue
    const meant = SETTING_NAMES.find((known) => isMisspelling(name.toUpperCase().replaceAll('-', '_'), known))
    if (meant) problems.push(`${name} is not a setting: did you mean ${meant}?`)
  }
  return problems
}

/** Only names of families that are ours alone are compared: others may belong to something else on the machine. */
function isMisspelling(name: string, known: string): boolean {
  if (
    !/^(MANAGERS?|DEMO|OIDC|PROXY|LOCAL_ADMIN|SESSION|SECRET_KEY|SYNC|ATTENTION|ALARM|MASS|METRICS|PRODUCT|QUIET|FLAPPING|GONE)_/.test(
      known,
    )
  )
    return false
  if (name.length >= 12 && known.startsWith(name)) return true
  if (known === 'MANAGER_USER' && name === 'MANAGER_USERNAME') return true
  return distance(name, known) <= (known.length < 12 ? 1 : 2)
}

/** Letters to insert, remove, replace or swap with their neighbour; the names are short, so the plain table will do. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  const rows: number[][] = []
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 0; i <= a.length; i++) {
    const row: number[] = []
    rows.push(row)
    for (let j = 0; j <= b.length; j++) {
      if (i === 0 || j === 0) {
        row.push(i + j)
        continue
      }
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) best = Math.min(best, at(i - 2, j - 2) + 1)
      row.push(best)
    }
  }
  return at(a.length, b.length)
}
