import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { WHOLE_MANAGER } from '#lib/agent/scope.ts'
import { loadConfig } from './config-env.ts'
import { isPassword } from './password-hash.ts'

const folder = mkdtempSync(join(tmpdir(), 'rollcall-ways-'))
afterAll(() => rmSync(folder, { recursive: true }))

const CANARY = 'c4n4ry-secret-of-the-proxy!'
const HASH = `scrypt:15:8:1:${'a'.repeat(22)}:${'A'.repeat(43)}`
let files = 0
function fileWith(text: string): string {
  const file = join(folder, String(files++))
  writeFileSync(file, text, { mode: 0o600 })
  return file
}
const groups = fileWith('[{"group": "soc", "role": "analyst"}]')
const oidc = { OIDC_ISSUER: 'https://login.example', OIDC_CLIENT_ID: 'rollcall', GROUPS_FILE: groups }
const proxy = {
  PROXY_USER_HEADER: 'X-Auth-User',
  PROXY_GROUPS_HEADER: 'X-Auth-Groups',
  PROXY_SECRET_HEADER: 'X-Auth-Secret',
  PROXY_SECRET: CANARY,
  TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16,fd00::/8',
  GROUPS_FILE: groups,
}

function load(env: Record<string, string | undefined>) {
  const result = loadConfig(env)
  const text = result.ok ? '' : result.problems.join('\n')
  expect(text).not.toContain(CANARY)
  return { text, config: result.ok ? result.config : null }
}

describe('ways to sign in', () => {
  it('are none unless they are set up', () => {
    expect(load({}).config?.ways).toMatchObject({ oidc: null, proxy: null, local: null, groups: [] })
  })

  it('are read with their defaults', () => {
    const ways = load({ ...oidc, ...proxy, LOCAL_ADMIN_HASH: HASH }).config?.ways
    expect(ways?.oidc).toMatchObject({
      name: 'single sign-on',
      scopes: 'openid profile',
      clientSecret: null,
      groupsClaim: 'groups',
    })
    expect(ways?.proxy).toMatchObject({ userHeader: 'x-auth-user', secret: CANARY })
    expect(ways?.local).toMatchObject({ username: 'admin', hash: { cost: 15, parallel: 1 } })
    for (const [address, family] of [
      ['10.0.0.1', 'ipv4'],
      ['10.1.255.1', 'ipv4'],
      ['fd00::7', 'ipv6'],
    ] as const)
      expect(ways?.trustedPeers.check(address, family)).toBe(true)
    expect(ways?.trustedPeers.check('10.0.0.2')).toBe(false)
  })

  it.each([
    [{ ...oidc, OIDC_ISSUER: 'http://login.example' }, /^OIDC_ISSUER is not the https/],
    [{ ...oidc, OIDC_ISSUER: 'http://127.0.0.1.evil.example' }, /^OIDC_ISSUER/],
    [{ ...oidc, OIDC_CLIENT_ID: '' }, /^OIDC_CLIENT_ID is not set/],
    [{ ...oidc, OIDC_SCOPES: 'profile' }, /^OIDC_SCOPES lacks openid/],
    [{ ...oidc, GROUPS_FILE: '' }, /^GROUPS_FILE is not set/],
    [{ OIDC_NAME: 'Okta' }, /^OIDC_NAME is set, but OIDC_ISSUER is not/],
    [{ OIDC_ISUER: 'x' }, /did you mean OIDC_ISSUER\?/],
    [{ ...proxy, TRUSTED_PROXIES: '' }, /^TRUSTED_PROXIES is not set/],
    [{ ...proxy, TRUSTED_PROXIES: '10.0.0.0/33' }, /^TRUSTED_PROXIES: “10.0.0.0\/33”/],
    [{ TRUSTED_PROXIES: '0.0.0.0/0' }, /^TRUSTED_PROXIES: “0.0.0.0\/0”/],
    [{ TRUSTED_PROXIES: 'proxy.example' }, /^TRUSTED_PROXIES/],
    [{ ...proxy, PROXY_SECRET: 'short' }, /^PROXY_SECRET is not set or shorter than 24/],
    [{ ...proxy, PROXY_SECRET: '' }, /^PROXY_SECRET is not set/],
    [{ ...proxy, PROXY_GROUPS_HEADER: '' }, /^PROXY_GROUPS_HEADER is not the name of a header/],
    [{ ...proxy, PROXY_USER_HEADER: 'X_Auth_User' }, /^PROXY_USER_HEADER is not the name/],
    [{ ...proxy, PROXY_USER_HEADER: 'x-auth-groups' }, /two of the three names are the same/],
    [{ ...proxy, PROXY_USER_HEADER: 'X-Forwarded-For' }, /another meaning/],
    [{ PROXY_SECRET: CANARY }, /^PROXY_SECRET is set, but PROXY_USER_HEADER is not/],
    [{ LOCAL_ADMIN_HASH: CANARY }, /^LOCAL_ADMIN_HASH is no hash/],
    [{ LOCAL_ADMIN_HASH: HASH, LOCAL_ADMIN_USER: 'a b' }, /^LOCAL_ADMIN_USER is not a name/],
    [{ LOCAL_ADMIN_USER: 'root' }, /LOCAL_ADMIN_HASH is not: make one/],
    [{ SESSION_IDLE_MINUTES: '0' }, /^SESSION_IDLE_MINUTES is not a whole number from 1/],
    [{ SESSION_HOURS: '169' }, /^SESSION_HOURS/],
  ])('are refused in one clear line: %o', (env, expected) => {
    expect(load(env).text).toMatch(expected)
  })
})

describe('the groups file', () => {
  const rulesOf = (text: string, env: Record<string, string> = {}) => load({ ...oidc, ...env, GROUPS_FILE: fileWith(text) })

  it('gives a role, and of each manager what a filter names; without filters everything', () => {
    const { config } = rulesOf(
      '[{"group":"a","role":"administrator"},{"group":"b","role":"analyst","managers":{"main":"group=x","two":""}}]',
    )
    const [first, second] = config?.ways.groups ?? []
    expect(first).toEqual({ group: 'a', role: 'administrator', managers: 'all' })
    if (second?.managers === 'all') throw new Error('all managers')
    expect([...(second?.managers.keys() ?? [])]).toEqual(['main', 'two'])
    expect(second?.managers.get('two')).toEqual(WHOLE_MANAGER)
  })

  it.each([
    ['{}', /is not a list of groups/],
    ['[', /is not a list of groups/],
    ['[]', /is not a list of groups/],
    ['[{"role":"analyst"}]', /entry 1: group is not set/],
    ['[{"group":"a","role":"root"}]', /entry 1: role is not administrator or analyst/],
    ['[{"group":"a","role":"analyst","manager":{}}]', /entry 1:/],
    ['[{"group":"a","role":"analyst","managers":{"main":"status=active"}}]', /filter of main may only name groups and ids/],
    ['[{"group":"a","role":"analyst","managers":{"main":"group="}}]', /filter of main can't be read/],
    ['[{"group":"a","role":"analyst","managers":{"main":7}}]', /is not a filter/],
  ])('is refused where it says something else: %s', (text, expected) => {
    expect(rulesOf(text).text).toMatch(expected)
  })

  it('is as docs/sign-in.md shows it', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/sign-in.md', 'utf8')) ?? []
    expect(rulesOf(example).config?.ways.groups.map(({ group }) => group)).toEqual(['soc-leads', 'soc', 'branch-office'])
  })

  it('may name configured managers only', () => {
    const manager = { MANAGER_URL: 'https://m:55000', MANAGER_NAME: 'main', MANAGER_USER: 'u', MANAGER_PASSWORD: 'p' }
    expect(rulesOf('[{"group":"a","role":"analyst","managers":{"other":""}}]', manager).text).toMatch(
      /no manager “other”: set one of main/,
    )
  })
})

describe('keys of SECRET_KEY_FILE', () => {
  const made = () => execFileSync(process.execPath, ['cli/secret-key.mjs'], { encoding: 'utf8' })

  it('are those that the tool makes, the first one current', () => {
    const [one, two] = [made(), made()]
    const keys = load({ SECRET_KEY_FILE: fileWith(`# new\n${two}\n${one}`) }).config?.secretKeys ?? []
    expect(keys.map(({ id }) => id)).toEqual([two, one].map((line) => line.split(' ')[0]))
    expect(keys.map(({ bytes }) => bytes.length)).toEqual([32, 32])
  })

  it.each([
    ['', /without a key/],
    ['only-an-id', /line 1 is no key/],
    [`a ${'A'.repeat(43)}\na ${'B'.repeat(43)}`, /line 2 has the id of another key/],
    [`a ${CANARY}`, /line 1 is no key/],
  ])('are refused where they are none: %j', (text, expected) => {
    expect(load({ SECRET_KEY_FILE: fileWith(text) }).text).toMatch(expected)
  })
})

describe('the tool that hashes a password', () => {
  const run = (input: string) =>
    execFileSync(process.execPath, ['cli/hash-password.mjs'], { input, encoding: 'utf8', stdio: 'pipe' })

  it('prints a setting that the password fits, and no other', async () => {
    const [, hash = ''] = /^LOCAL_ADMIN_HASH=(\S+)\n$/.exec(run('a long pässword here\n')) ?? []
    const local = load({ LOCAL_ADMIN_HASH: hash }).config?.ways.local
    if (!local) throw new Error('no account')
    expect(await isPassword('a long p\u0061\u0308ssword here', local.hash)).toBe(true)
    expect(await isPassword('a long password here', local.hash)).toBe(false)
  })

  it.each(['short\n', '             \n', '\n', `${'x'.repeat(513)}\n`])('takes no password such as %j', (input) => {
    expect(() => run(input)).toThrow(/12 to 512 characters/)
  })
})
