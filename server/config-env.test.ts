import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { RULES_DEFAULT } from '#lib/insight/rules.ts'
import { NO_WAYS, SESSION_TIMES } from '#test/no-ways.ts'
import { loadConfig } from './config-env.ts'
import { SETTING_NAMES } from './config-names.ts'

const folder = mkdtempSync(join(tmpdir(), 'rollcall-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

const CANARY = 'c4n4ry-Passw0rd!'
const manager = { MANAGER_URL: 'https://m.example.com:55000', MANAGER_USER: 'reader', MANAGER_PASSWORD: CANARY }

function problemsOf(env: Record<string, string | undefined>): string {
  const result = loadConfig(env)
  const text = result.ok ? '' : result.problems.join('\n')
  expect(text).not.toContain(CANARY)
  return text
}

function configOf(env: Record<string, string | undefined>) {
  const result = loadConfig(env)
  if (!result.ok) throw new Error(result.problems.join('\n'))
  return result.config
}

describe('loadConfig', () => {
  it('starts the demo when nothing is set', () => {
    expect(configOf({ PATH: '/bin', MANAGER_URL: '' })).toEqual({
      managers: [],
      demo: true,
      host: '127.0.0.1',
      port: 3000,
      allowHttp: false,
      publicOrigin: null,
      kioskEmbedOrigins: [],
      tls: null,
      metricsToken: null,
      databaseFile: resolve('data/demo.db'),
      intervalSeconds: 30,
      historyDays: 400,
      rules: RULES_DEFAULT,
      productNames: 'wazuh',
      logLevel: 'info',
      ways: NO_WAYS,
      sessions: SESSION_TIMES,
      secretKeys: [],
      demoAgents: 2000,
      demoSeed: 1,
      demoPort: null,
    })
  })

  it('reads one manager and starts no demo', () => {
    const config = configOf({ ...manager, MANAGER_FINGERPRINT: 'AB:'.repeat(31).concat('CD'), PORT: '80', DEMO_PORT: '55001' })
    expect(config).toMatchObject({ demo: false, port: 80, databaseFile: resolve('data/rollcall.db'), demoPort: 55_001 })
    expect(config.managers).toHaveLength(1)
    expect(config.managers[0]).toMatchObject({
      id: 'm-example-com',
      name: 'm.example.com',
      user: 'reader',
      password: CANARY,
      tls: { ca: null, fingerprint: `${'ab'.repeat(31)}cd`, insecure: false },
    })
    expect(config.managers[0]?.url.href).toBe('https://m.example.com:55000/')
  })

  it('reads the rules', () => {
    const { rules } = configOf({
      ATTENTION_NOT_REPORTING_PERCENT: '2',
      ALARM_NOT_REPORTING_PERCENT: '7',
      ALARM_MASS_AGENTS: '500',
      MASS_EVENT_MIN_AGENTS: '25',
      QUIET_PERIODS: '6',
      AGENT_KEEPALIVE_SECONDS: '60',
      FLAPPING_CHANGES: '4',
      GONE_DAYS: '90',
    })
    expect(rules).toEqual({
      alarm: { ...RULES_DEFAULT.alarm, shareAttention: 0.02, shareAlarm: 0.07, massAlarm: 500 },
      mass: { ...RULES_DEFAULT.mass, minAgents: 25 },
      quiet: { periods: 6, periodSeconds: 60 },
      flapping: { ...RULES_DEFAULT.flapping, minChanges: 4 },
      gone: { afterDays: 90 },
    })
    expect(configOf({ ...manager, MANAGER_DISCONNECTION_SECONDS: '300' }).managers[0]?.disconnectionSeconds).toBe(300)
  })

  it.each([
    ['https://dash.example', 'https://dash.example'],
    ['https://Dash.Example:443/', 'https://dash.example'],
    ['https://dash.example:8443', 'https://dash.example:8443'],
  ])('reads the address behind a proxy %s', (text, origin) => {
    expect(configOf({ PUBLIC_URL: text }).publicOrigin).toBe(origin)
  })

  it('marks the embedded demo that the supervisor points it at', () => {
    const config = configOf({ ...manager, MANAGER_NAME: 'Demo', ROLLCALL_DEMO: '1', DATABASE_URL: 'file:///tmp/x.db' })
    expect(config).toMatchObject({ demo: true, databaseFile: '/tmp/x.db' })
    expect(config.managers[0]).toMatchObject({ id: 'demo', name: 'Demo' })
  })

  it('reads the password from a file without its last line break', () => {
    const file = join(folder, 'password')
    writeFileSync(file, ` ${CANARY}\n`)
    const config = configOf({ ...manager, MANAGER_PASSWORD: undefined, MANAGER_PASSWORD_FILE: file })
    expect(config.managers[0]?.password).toBe(` ${CANARY}`)
    writeFileSync(file, '\n')
    expect(problemsOf({ ...manager, MANAGER_PASSWORD: '', MANAGER_PASSWORD_FILE: file })).toContain('empty file')
  })

  it.each([
    [{ MANAGER_URL: 'https://m:55000' }, /^MANAGER_USER is not set.*\nMANAGER_PASSWORD is not set/],
    [{ MANAGER_USER: 'u', MANAGER_PASSWORD: CANARY }, /^MANAGER_URL is not set/],
    [{ ...manager, MANAGER_URL: 'http://m:55000' }, /^MANAGER_URL does not start with https/],
    [{ ...manager, MANAGER_URL: `https://u:${CANARY}@m` }, /^MANAGER_URL contains a user or password/],
    [{ ...manager, MANAGER_URL: 'https://m/api' }, /^MANAGER_URL has something after the port/],
    [{ ...manager, MANAGER_URL: 'https://m/?' }, /^MANAGER_URL has something after the port/],
    [{ ...manager, MANAGER_URL: 'manager' }, /^MANAGER_URL is not a URL/],
    [{ ...manager, MANAGER_USER: 'a:b' }, /^MANAGER_USER has a colon/],
    [{ ...manager, MANAGER_PASSWORD: `${CANARY}\n` }, /^MANAGER_PASSWORD holds a line break/],
    [{ ...manager, MANAGER_PASSWORD_FILE: '/x' }, /are both set/],
    [
      { ...manager, MANAGER_PASSWORD: '', MANAGER_PASSWORD_FILE: '/no/such' },
      /^MANAGER_PASSWORD_FILE names a file that does not exist/,
    ],
    [{ ...manager, MANAGER_PASSWORD: '', MANAGER_PASSWORD_FILE: '/' }, /^MANAGER_PASSWORD_FILE names a file that is a directory/],
    [{ ...manager, MANAGER_CA_FILE: '/no/such' }, /^MANAGER_CA_FILE names a file that does not exist/],
    [{ ...manager, MANAGER_CA_FILE: 'package.json' }, /^MANAGER_CA_FILE holds no certificate/],
    [{ ...manager, MANAGER_FINGERPRINT: 'abc' }, /^MANAGER_FINGERPRINT is not a SHA-256/],
    [{ ...manager, MANAGER_FINGERPRINT: 'a'.repeat(64), MANAGER_TLS_INSECURE: '1' }, /contradict/],
    [{ ...manager, MANAGER_TLS_INSECURE: 'yes' }, /^MANAGER_TLS_INSECURE is not 1 or 0/],
    [{ ...manager, MANAGER_NAME: 'Demo' }, /^MANAGER_NAME: “demo” is kept for the embedded demo/],
    [{ ...manager, MANAGER_URL: 'https://demo:55000' }, /^MANAGER_NAME: “demo” is kept/],
    [{ ...manager, MANAGER_NAME: '***' }, /^MANAGER_NAME has no letter/],
    [{ MANAGER_PASWORD: CANARY }, /^MANAGER_PASWORD is not a setting: did you mean MANAGER_PASSWORD\?/],
    [{ ...manager, MANAGER_PASS: CANARY }, /did you mean MANAGER_PASSWORD\?/],
    [{ MANAGER_USERNAME: 'u' }, /did you mean MANAGER_USER\?/],
    [{ manager_url: 'https://m' }, /did you mean MANAGER_URL\?/],
    [{ DEMO_AGENT: '5' }, /did you mean DEMO_AGENTS\?/],
    [{ DEMO_AGENTS: '260001' }, /^DEMO_AGENTS is not a whole number from 0 to 260000/],
    [{ PORT: '65536' }, /^PORT is not a whole number/],
    [{ SYNC_INTERVAL_SECONDS: '4' }, /^SYNC_INTERVAL_SECONDS is not a whole number from 5 to 3600/],
    [{ SYNC_INTERVAL_SECONDS: '1e2' }, /^SYNC_INTERVAL_SECONDS/],
    [{ ...manager, MANAGER_DISCONNECTION_SECONDS: '15m' }, /^MANAGER_DISCONNECTION_SECONDS is not a whole number from 1/],
    [{ MANAGER_DISCONNECTION_SECONDS: '600' }, /^MANAGER_URL is not set/],
    [{ GONE_DAYS: '0' }, /^GONE_DAYS is not a whole number from 1 to 3650/],
    [{ PRODUCT_NAMES: 'splunk' }, /^PRODUCT_NAMES is not a product whose names we know: set one of wazuh, cyb3rhq, ossec/],
    [{ GONE_DAY: '30' }, /did you mean GONE_DAYS\?/],
    [{ QUIET_PERIODS: '2.5' }, /^QUIET_PERIODS is not a whole number/],
    [{ ALARM_NOT_REPORTING_PERCENT: '101' }, /^ALARM_NOT_REPORTING_PERCENT is not a whole number from 1 to 100/],
    [
      { ALARM_NOT_REPORTING_PERCENT: '4' },
      /^ATTENTION_NOT_REPORTING_PERCENT \(5\) is more than ALARM_NOT_REPORTING_PERCENT \(4\)/,
    ],
    [{ ALLOW_HTTP: 'maybe' }, /^ALLOW_HTTP is not 1 or 0/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL is not a log level/],
    [{ KIOSK_EMBED_ORIGINS: 'https://wiki.example' }, /^KIOSK_EMBED_ORIGINS needs HTTPS/],
    [{ PUBLIC_URL: 'https://d.example', KIOSK_EMBED_ORIGINS: '*' }, /^KIOSK_EMBED_ORIGINS names something/],
    [{ PUBLIC_URL: 'https://d.example', KIOSK_EMBED_ORIGINS: 'https://a.example; script-src *' }, /^KIOSK_EMBED_ORIGINS names/],
    [{ PUBLIC_URL: 'http://dash.example' }, /^PUBLIC_URL is not the https:\/\/ address/],
    [{ PUBLIC_URL: 'dash.example' }, /^PUBLIC_URL is not/],
    [{ PUBLIC_URL: 'https://dash.example/rollcall' }, /^PUBLIC_URL is not/],
    [{ PUBLIC_URL: 'https://u:p@dash.example' }, /^PUBLIC_URL is not/],
    [{ PUBLIC_URL: 'https://dash.example?' }, /^PUBLIC_URL is not/],
    [{ HOST: 'a b' }, /^HOST is not an address/],
    [
      { DATABASE_URL: `postgresql://u:${CANARY}@h/db` },
      /^DATABASE_URL names a PostgreSQL database, which this version can't use yet/,
    ],
    [{ DATABASE_URL: 'file:' }, /^DATABASE_URL is not the URL of a SQLite file/],
    [{ DATABASE_URL: 'file::memory:' }, /^DATABASE_URL is not/],
    [{ DATABASE_URL: 'file://host/x' }, /^DATABASE_URL is not the URL of a local file/],
  ])('refuses %o with one clear line', (env, expected) => {
    expect(problemsOf(env)).toMatch(expected)
  })

  it('leaves variables of other programs alone', () => {
    expect(
      configOf({ HOSTNAME: 'x', LOGLEVEL: 'x', MANAGER_PORT_55000_TCP: 'tcp://x', MANAGER_SERVICE_HOST: 'x', PORTS: '1' }).demo,
    ).toBe(true)
  })

  it('names every setting in .env.example', () => {
    const named = [...readFileSync('.env.example', 'utf8').matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1])
    expect(named.sort()).toEqual([...SETTING_NAMES].sort())
  })
})
