import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { PRODUCTS } from '#lib/agent/products.ts'
import { type Config, DEMO_MANAGER_ID, LOG_LEVELS, type ManagerConfig } from './config.ts'
import { readEmbedOrigins } from './config-embed.ts'
import { hasManagerSetting, readManager } from './config-manager.ts'
import { readManagersFile, warnIfOpen } from './config-managers-file.ts'
import { findMisspelled, type Settings } from './config-names.ts'
import { readMetricsToken, readOwnTls } from './config-own-files.ts'
import { RULE_SETTINGS, readRules } from './config-rules.ts'
import { readSecretKeys } from './config-secrets.ts'
import { flag, httpsOrigin, whole } from './config-values.ts'
import { readWays } from './config-ways.ts'

/** Warnings are lines for the person who starts us; nothing is wrong that would stop it. */
export type ConfigResult = { ok: true; config: Config; warnings: string[] } | { ok: false; problems: string[] }

/**
 * Checks every setting at once. Each problem is one line that names the variable, what is wrong and what to set;
 * secrets are never repeated. Without manager settings the result is the demo's: `demo: true`, `managers: []`.
 */
export function loadConfig(env: Record<string, string | undefined>): ConfigResult {
  const settings = withoutEmpty(env)
  const problems = findMisspelled(settings)
  const parsed = plainSettings.safeParse(settings)
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`))
  const warnings: string[] = []
  const file = settings['MANAGERS_FILE']
  const configured = hasManagerSetting(settings) || file !== undefined
  const managers = configured ? readManagers(settings, problems, warnings) : []
  const demo = !configured || settings['ROLLCALL_DEMO'] === '1'
  if (managers.some(({ id }) => id === DEMO_MANAGER_ID) && !demo) {
    const where = file === undefined ? 'MANAGER_NAME' : 'MANAGERS_FILE'
    problems.push(`${where}: “${DEMO_MANAGER_ID}” is kept for the embedded demo: set another name`)
  }
  const databaseFile = readDatabaseFile(
    settings['DATABASE_URL'] ?? (demo ? 'file:data/demo.db' : 'file:data/rollcall.db'),
    problems,
  )
  const tls = readOwnTls(settings, problems, warnings)
  const metricsToken = readMetricsToken(settings, problems, warnings)
  const rules = parsed.success ? readRules(parsed.data, problems) : null
  const ways = readWays(settings, { problems, warnings, managers: managers.map(({ id }) => id) })
  const secretKeys = readSecretKeys(settings, problems, warnings)
  const kioskEmbedOrigins = readEmbedOrigins(settings['KIOSK_EMBED_ORIGINS'])
  if (kioskEmbedOrigins === null)
    problems.push('KIOSK_EMBED_ORIGINS names something that is no https:// address alone: set such as https://wiki.example.com')
  else if (kioskEmbedOrigins.length > 0 && settings['PUBLIC_URL'] === undefined && tls === null)
    problems.push('KIOSK_EMBED_ORIGINS needs HTTPS, or browsers keep no cookie in a frame: set PUBLIC_URL or TLS_CERT_FILE too')
  if (problems.length > 0 || !parsed.success || databaseFile === null || rules === null || kioskEmbedOrigins === null) {
    return { ok: false, problems }
  }
  const plain = parsed.data
  const config: Config = {
    managers: Object.freeze(managers),
    demo,
    host: plain.HOST,
    port: plain.PORT,
    allowHttp: plain.ALLOW_HTTP,
    publicOrigin: plain.PUBLIC_URL ?? null,
    tls,
    metricsToken,
    kioskEmbedOrigins: Object.freeze(kioskEmbedOrigins),
    databaseFile,
    intervalSeconds: plain.SYNC_INTERVAL_SECONDS,
    historyDays: plain.HISTORY_DAYS,
    rules,
    productNames: plain.PRODUCT_NAMES,
    logLevel: plain.LOG_LEVEL,
    ways,
    sessions: Object.freeze({
      idleMs: plain.SESSION_IDLE_MINUTES * 60_000,
      lifeMs: plain.SESSION_HOURS * 3_600_000,
      confirmMs: plain.OIDC_RECHECK_MINUTES * 60_000,
    }),
    secretKeys,
    demoAgents: plain.DEMO_AGENTS,
    demoSeed: plain.DEMO_SEED,
    demoPort: plain.DEMO_PORT ?? null,
  }
  return { ok: true, config: Object.freeze(config), warnings }
}

/** One manager of the MANAGER_ settings, or several of a file. */
function readManagers(settings: Settings, problems: string[], warnings: string[]): ManagerConfig[] {
  const file = settings['MANAGERS_FILE']
  if (file !== undefined && hasManagerSetting(settings)) {
    problems.push('MANAGERS_FILE and settings of a single manager (MANAGER_…) are both set: move that manager into the file')
    return []
  }
  if (file !== undefined) return readManagersFile(file, problems, warnings)
  const manager = readManager(settings, problems)
  const passwordFile = settings['MANAGER_PASSWORD_FILE']
  if (manager !== null && passwordFile !== undefined) warnIfOpen('MANAGER_PASSWORD_FILE', passwordFile, warnings)
  return manager === null ? [] : [manager]
}

const plainSettings = z.object({
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]{1,253}$/, 'is not an address or host name: set one such as 127.0.0.1')
    .default('127.0.0.1'),
  PORT: whole(0, 65_535).default(3000),
  ALLOW_HTTP: flag(),
  PUBLIC_URL: httpsOrigin().optional(),
  OIDC_RECHECK_MINUTES: whole(5, 1440).default(60),
  SESSION_IDLE_MINUTES: whole(1, 1440).default(30),
  SESSION_HOURS: whole(1, 168).default(12),
  SYNC_INTERVAL_SECONDS: whole(5, 3600).default(30),
  HISTORY_DAYS: whole(30, 3650).default(400),
  PRODUCT_NAMES: z.enum(PRODUCTS, `is not a product whose names we know: set one of ${PRODUCTS.join(', ')}`).default('wazuh'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `is not a log level: set one of ${LOG_LEVELS.join(', ')}`).default('info'),
  DEMO_AGENTS: whole(0, 260_000).default(2000),
  DEMO_SEED: whole(0, 2_147_483_647).default(1),
  DEMO_PORT: whole(0, 65_535).optional(),
  ...RULE_SETTINGS,
})

/** An empty value counts as not set, as in a copied `.env.example`; only the password keeps its blanks. */
function withoutEmpty(env: Record<string, string | undefined>): Settings {
  const settings: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(env)) {
    const text = name === 'MANAGER_PASSWORD' ? value : value?.trim()
    if (text) settings[name] = text
  }
  return settings
}

function readDatabaseFile(url: string, problems: string[]): string | null {
  const example = 'set a file such as file:data/rollcall.db'
  if (/^postgres(ql)?:/i.test(url)) {
    problems.push(`DATABASE_URL names a PostgreSQL database, which this version can't use yet: ${example}`)
    return null
  }
  const path = url.startsWith('file:') ? url.slice('file:'.length) : null
  if (path === null || path === '' || /[?#\0]/.test(path) || path.startsWith(':') || path.endsWith('/')) {
    problems.push(`DATABASE_URL is not the URL of a SQLite file: ${example}`)
    return null
  }
  if (!path.startsWith('//')) return resolve(path)
  try {
    return fileURLToPath(url)
  } catch {
    problems.push(`DATABASE_URL is not the URL of a local file: ${example}, or file:///var/lib/rollcall/rollcall.db`)
    return null
  }
}
