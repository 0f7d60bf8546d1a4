import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import * as agentsRoute from '#app/api/agents/route.ts'
import * as callbackRoute from '#app/api/session/oidc/callback/route.ts'
import * as oidcRoute from '#app/api/session/oidc/route.ts'
import * as proxyRoute from '#app/api/session/proxy/route.ts'
import * as sessionRoute from '#app/api/session/route.ts'
import { runtime, startRuntime } from '#server/runtime.ts'
import { ATTEMPT_MS } from '#server/services/oidc-attempt.ts'
import { SignInLimits } from '#server/services/sign-in-limits.ts'
import { collectorRig, configOf } from './collector-rig.ts'
import { startIssuer } from './issuer.ts'
import { passwordHash } from './no-ways.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

const ORIGIN = 'http://127.0.0.1:3000'
const CLIENT = { id: 'rollcall', secret: 'a secret between the two of them' }
const PASSWORD = 'correct horse battery'
const GROUPS = [
  { group: 'soc', role: 'administrator' },
  { group: 'north', role: 'analyst', managers: { main: 'group=branch-north' } },
  { group: 'south', role: 'analyst', managers: { main: 'group=branch-south' } },
]
let rig: Awaited<ReturnType<typeof collectorRig>>
let issuer: Awaited<ReturnType<typeof startIssuer>>

beforeAll(async () => {
  rig = await collectorRig({ agents: 200, seed: 7, frozen: true })
  await rig.pass()
  issuer = await startIssuer({ client: CLIENT })
  const { url, user, password, tls } = configOf(rig.demo)
  const groupsFile = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-')), 'groups.json')
  writeFileSync(groupsFile, JSON.stringify(GROUPS))
  Object.assign(process.env, {
    DATABASE_URL: `file:${rig.store.file}`,
    MANAGER_URL: url.href,
    MANAGER_NAME: 'main',
    MANAGER_USER: user,
    MANAGER_PASSWORD: password,
    MANAGER_FINGERPRINT: tls.fingerprint ?? '',
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_NAME: 'Keyring',
    GROUPS_FILE: groupsFile,
    TRUSTED_PROXIES: '10.0.0.5',
    PROXY_USER_HEADER: 'X-Auth-User',
    PROXY_GROUPS_HEADER: 'X-Auth-Groups',
    PROXY_SECRET_HEADER: 'X-Auth-Secret',
    PROXY_SECRET: 'a secret of the proxy, long enough',
    LOCAL_ADMIN_HASH: passwordHash(PASSWORD),
  })
  await startRuntime()
})
afterAll(async () => {
  runtime().live.close()
  await runtime().fleet.stop()
  await runtime().prisma.$disconnect()
  await Promise.all([...runtime().clients.values()].map((client) => client.close()))
  await Promise.all([rig.stop(), issuer.stop()])
})
beforeEach(() => {
  issuer.groups.set('ada', ['soc', 'choir']).set('bob', ['north']).set('eve', ['choir'])
  // Tests are faster than people.
  Object.assign(runtime(), { limits: new SignInLimits(runtime().clock) })
})
afterEach(() => {
  Object.assign(issuer.forge, { claims: null, key: 'own' })
  vi.restoreAllMocks()
})

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

const ask = (handler: Handler, address: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  handler(new Request(`${ORIGIN}${address}`, { ...init, headers: { host: '127.0.0.1:3000', ...headers } }), {
    params: Promise.resolve({}),
  })

/** What an answer leaves in the browser, as a Cookie header. */
const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ')

/** From our sign-in page to the issuer. */
async function begin(next = '/') {
  const answer = await ask(oidcRoute.GET, `/api/session/oidc?next=${encodeURIComponent(next)}`)
  expect(answer.status).toBe(303)
  return { location: new URL(answer.headers.get('location') ?? ''), attempt: cookiesOf(answer) }
}

/** What a browser does at the issuer. @returns the address that it is sent back to, as path and query */
async function signInAtIssuer(location: URL, name: string): Promise<string> {
  const jar = new Map<string, string>()
  let [url, form]: [URL, string | null] = [location, null]
  for (let step = 0; step < 10; step++) {
    if (url.origin === ORIGIN) return url.pathname + url.search
    const cookie = [...jar].map(([key, value]) => `${key}=${value}`).join('; ')
    const init =
      form === null
        ? {}
        : { method: 'POST', body: form, headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' } }
    const answer: Response = await fetch(url, { redirect: 'manual', headers: { cookie }, ...init })
    for (const set of answer.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      jar.set(key, value)
    }
    const to = answer.headers.get('location')
    if (to !== null) [url, form] = [new URL(to, url), null]
    else if (answer.ok) form = new URLSearchParams({ name }).toString()
    else throw new Error(`the issuer answered ${answer.status}: ${await answer.text()}`)
  }
  throw new Error('the issuer sends in circles')
}

const comeBack = (back: string, attempt: string) => ask(callbackRoute.GET, back, { cookie: attempt })

async function signIn(name: string, next = '/') {
  const { location, attempt } = await begin(next)
  return comeBack(await signInAtIssuer(location, name), attempt)
}

const problemIn = (answer: Response) => new URL(answer.headers.get('location') ?? '', ORIGIN).searchParams.get('problem')
const sessionOf = async (cookie: string, headers: Record<string, string> = {}) => {
  const answer = await ask(sessionRoute.GET, '/api/session', { cookie, ...headers })
  return { status: answer.status, body: await answer.json() }
}
const listed = async (cookie: string) => (await (await ask(agentsRoute.GET, '/api/agents?limit=500', { cookie })).json()).items

describe('OpenID Connect', () => {
  it('signs in with the rights of one’s groups, and leads on to where one wanted to go', async () => {
    const answer = await signIn('ada', '/agents/main/001?x=1')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/agents/main/001?x=1'])
    const { body } = await sessionOf(cookiesOf(answer))
    expect(body).toMatchObject({
      username: 'ada',
      manager: '@oidc',
      managerName: 'Keyring',
      administrator: true,
      sees: 'all',
      mapped: true,
    })
    expect(await listed(cookiesOf(answer))).toHaveLength(200)
  })

  it('shows the endpoints that the filter of a group names and no others, and those of all of one’s groups', async () => {
    const of = async (...groups: string[]) => {
      issuer.groups.set('bob', groups)
      const items = await listed(cookiesOf(await signIn('bob')))
      for (const item of items)
        expect(item.groups.some((group: string) => groups.includes(`${group}`.replace('branch-', '')))).toBe(true)
      return items.length
    }
    const [north, south, both] = [await of('north'), await of('south'), await of('north', 'south')]
    expect(north).toBeGreaterThan(0)
    expect(both).toBeGreaterThan(north)
    expect(both).toBeLessThanOrEqual(north + south)
  })

  it('lets nobody in whom no group gives anything', async () => {
    const answer = await signIn('eve')
    expect(problemIn(answer)).toBe('norole')
    expect(answer.headers.getSetCookie().join()).not.toContain('rollcall_session')
  })

  it('goes to no other site afterwards', async () => {
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)'])
      expect((await signIn('ada', next)).headers.get('location')).toBe('/')
  })

  it('asks with PKCE, state and nonce, new ones each time, and shows none of the secrets', async () => {
    const [one, other] = [await begin(), await begin()]
    for (const { location, attempt } of [one, other]) {
      expect(location.searchParams.get('code_challenge_method')).toBe('S256')
      expect(location.href).not.toContain(CLIENT.secret)
      for (const key of ['state', 'nonce']) expect(attempt).not.toContain(location.searchParams.get(key))
    }
    for (const key of ['state', 'nonce', 'code_challenge'])
      expect(one.location.searchParams.get(key)).not.toBe(other.location.searchParams.get(key))
  })

  it('is refused with the state of another attempt, without one, and from another browser', async () => {
    const [own, other] = [await begin(), await begin()]
    const back = await signInAtIssuer(own.location, 'ada')
    const without = back.replace(/state=[^&]*/, 'state=')
    for (const [address, cookie] of [
      [back, other.attempt],
      [without, own.attempt],
      [back, ''],
      [back, 'rollcall_oidc=x'],
    ] as const)
      expect(problemIn(await comeBack(address, cookie))).toBe('failed')
    // Nothing of that used the code up.
    expect((await comeBack(back, own.attempt)).headers.get('location')).toBe('/')
    expect(problemIn(await comeBack(back, own.attempt))).toBe('failed')
  })

  it('is refused with another nonce than the one that was asked with', async () => {
    const { location, attempt } = await begin()
    location.searchParams.set('nonce', 'of somebody else')
    expect(problemIn(await comeBack(await signInAtIssuer(location, 'ada'), attempt))).toBe('failed')
  })

  it('is refused when another issuer answers', async () => {
    const { location, attempt } = await begin()
    const back = await signInAtIssuer(location, 'ada')
    const other = back.replace(/iss=[^&]*/, `iss=${encodeURIComponent('https://evil.example')}`)
    expect(other).not.toBe(back)
    expect(problemIn(await comeBack(other, attempt))).toBe('failed')
  })

  const now = Math.floor(Date.now() / 1000)
  it.each([
    ['of another issuer', { iss: 'https://evil.example' }],
    ['for another client', { aud: 'another' }],
    ['that is over', { iat: now - 7200, exp: now - 3600 }],
    ['without a nonce', { nonce: undefined }],
    ['without a subject', { sub: undefined }],
  ])('is refused with an ID token %s', async (_what, change) => {
    // What is undefined is not written.
    issuer.forge.claims = (claims) => Object.assign({}, claims, change)
    expect(problemIn(await signIn('ada'))).toBe('failed')
  })

  it('is refused with an ID token that another key signed, and not with one that is signed again', async () => {
    issuer.forge.claims = (claims) => claims
    expect((await signIn('ada')).headers.get('location')).toBe('/')
    issuer.forge.key = 'other'
    expect(problemIn(await signIn('ada'))).toBe('failed')
  })

  it('is refused when it took too long', async () => {
    const { location, attempt } = await begin()
    const back = await signInAtIssuer(location, 'ada')
    const late = Date.now() + ATTEMPT_MS + 1000
    vi.spyOn(runtime().clock, 'now').mockReturnValue(late)
    expect(problemIn(await comeBack(back, attempt))).toBe('failed')
  })

  it('says so when somebody gives up at the issuer', async () => {
    expect(problemIn(await signIn(''))).toBe('refused')
  })

  it('asks the issuer only so often for one address', async () => {
    const asked = () => issuer.asked.filter((line) => line === 'POST /token').length
    const before = asked()
    const codes = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const { location, attempt } = await begin()
        const state = encodeURIComponent(location.searchParams.get('state') ?? '')
        const iss = encodeURIComponent(issuer.url)
        return problemIn(await comeBack(`/api/session/oidc/callback?code=guessed&state=${state}&iss=${iss}`, attempt))
      }),
    )
    expect(asked() - before).toBeLessThanOrEqual(10)
    expect(new Set(codes)).toEqual(new Set(['failed', 'busy']))
  })

  it('signs out here, and leads to where one signs out at the issuer', async () => {
    const cookie = cookiesOf(await signIn('ada'))
    const answer = await ask(sessionRoute.DELETE, '/api/session', { cookie }, { method: 'DELETE' })
    const { next } = await answer.json()
    const url = new URL(next)
    expect(url.origin).toBe(issuer.url)
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${ORIGIN}/sign-in`)
    expect((await fetch(url)).status).toBe(200)
    expect((await sessionOf(cookie)).status).toBe(401)
  })

  it('keeps nothing of the issuer’s tokens', async () => {
    await signIn('ada')
    const rows = JSON.stringify(rig.store.db.all('SELECT * FROM "Session" WHERE "managerId" LIKE \'@oidc%\''))
    expect(rows).toContain('soc')
    expect(rows).not.toMatch(/eyJ|choir/)
  })
})

describe('a proxy that names the person', () => {
  const named = (user: string, groups: string) => ({ 'x-rollcall-user': user, 'x-rollcall-groups': groups })
  const come = (headers: Record<string, string>, next = '/') =>
    ask(proxyRoute.GET, `/api/session/proxy?next=${encodeURIComponent(next)}`, headers)

  it('signs them in with the rights of their groups', async () => {
    const answer = await come(named('ada', 'choir, soc'), '/?q=x')
    expect(answer.headers.get('location')).toBe('/?q=x')
    const { body } = await sessionOf(cookiesOf(answer), named('ada', 'soc,choir'))
    expect(body).toMatchObject({ username: 'ada', manager: '@proxy', administrator: true })
  })

  it('signs nobody in without a name, with one that is none, or without groups that mean something', async () => {
    expect(problemIn(await come({}))).toBe('nobody')
    for (const user of ['', ' ', 'a\u00c3', 'x'.repeat(200)]) expect(problemIn(await come(named(user, 'soc')))).toBe('nobody')
    for (const groups of ['', 'choir', 'SOC', 'soc;north']) expect(problemIn(await come(named('ada', groups)))).toBe('norole')
  })

  it('goes on vouching with every request: past it, or as somebody else, the cookie opens nothing', async () => {
    const cookie = cookiesOf(await come(named('ada', 'soc')))
    expect((await sessionOf(cookie)).status).toBe(401)
    expect((await sessionOf(cookie, named('bob', 'soc'))).status).toBe(401)
    expect((await sessionOf(cookie, named('ada', 'soc'))).status).toBe(200)
  })

  it('ends the session with another role: whoever lost a group has lost it with the next request', async () => {
    const cookie = cookiesOf(await come(named('ada', 'soc')))
    expect((await sessionOf(cookie, named('ada', 'north'))).status).toBe(401)
    expect((await sessionOf(cookie, named('ada', 'soc'))).status).toBe(401)
  })
})

describe('every way', () => {
  it('leads a signed-out cookie nowhere', async () => {
    const local = await ask(
      sessionRoute.POST,
      '/api/session',
      { 'content-type': 'application/json' },
      {
        method: 'POST',
        body: JSON.stringify({ username: 'admin', password: PASSWORD, manager: '@local' }),
      },
    )
    for (const cookie of [cookiesOf(local), cookiesOf(await signIn('ada'))]) {
      expect((await sessionOf(cookie)).status).toBe(200)
      expect((await ask(sessionRoute.DELETE, '/api/session', { cookie }, { method: 'DELETE' })).status).toBe(200)
      expect((await sessionOf(cookie)).status).toBe(401)
    }
  })

  it.each([
    ['empty', ''],
    ['blank', '   '],
    ['null', null],
    ['a list', ['correct horse battery']],
    ['a number', 7],
    ['an object', { length: 12 }],
    ['too long', 'x'.repeat(513)],
  ])('takes no password that is %s', async (_what, password) => {
    for (const manager of ['main', '@local']) {
      const body = JSON.stringify({ username: 'admin', password, manager })
      const answer = await ask(
        sessionRoute.POST,
        '/api/session',
        { 'content-type': 'application/json' },
        { method: 'POST', body },
      )
      expect([answer.status, (await answer.json()).code]).toEqual([400, 'bad_request'])
    }
  })

  it('takes no password of a megabyte', async () => {
    const body = JSON.stringify({ username: 'admin', password: 'x'.repeat(1_048_576), manager: '@local' })
    const answer = await ask(sessionRoute.POST, '/api/session', { 'content-type': 'application/json' }, { method: 'POST', body })
    expect(answer.status).toBe(413)
  })

  it('of 200 wrong passwords at once lets few reach the manager', async () => {
    const before = rig.demo.control.requests().total
    const codes = await Promise.all(
      Array.from({ length: 200 }, async (_none, at) => {
        const body = JSON.stringify({ username: `user${at}`, password: 'wrong', manager: 'main' })
        const headers = { 'content-type': 'application/json', 'x-rollcall-peer': `192.0.2.${at}` }
        return (await (await ask(sessionRoute.POST, '/api/session', headers, { method: 'POST', body })).json()).code
      }),
    )
    expect(rig.demo.control.requests().total - before).toBeLessThanOrEqual(20)
    expect(codes.filter((code) => code === 'too_many_attempts').length).toBeGreaterThanOrEqual(180)
  })
})
