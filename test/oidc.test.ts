import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import * as sessionRoute from '#app/api/session/route.ts'
import { runtime } from '#server/runtime.ts'
import { ATTEMPT_MS } from '#server/services/people/oidc-attempt.ts'
import {
  ask,
  begin,
  CLIENT,
  comeBack,
  cookiesOf,
  listed,
  ORIGIN,
  problemIn,
  sessionOf,
  signIn,
  signInAtIssuer,
  waysRig,
} from './ways-rig.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

let rig: Awaited<ReturnType<typeof waysRig>>
beforeAll(async () => {
  rig = await waysRig()
})
afterAll(() => rig.stop())
beforeEach(() => rig.reset())

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
    rig.issuer.groups.set('bob', groups)
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
  rig.issuer.forge.claims = (claims) => Object.assign({}, claims, change)
  expect(problemIn(await signIn('ada'))).toBe('failed')
})

it('is refused with an ID token that another key signed, and not with one that is signed again', async () => {
  rig.issuer.forge.claims = (claims) => claims
  expect((await signIn('ada')).headers.get('location')).toBe('/')
  rig.issuer.forge.key = 'other'
  expect(problemIn(await signIn('ada'))).toBe('failed')
})

it('is refused when it took too long', async () => {
  const { location, attempt } = await begin()
  const back = await signInAtIssuer(location, 'ada')
  const late = Date.now() + ATTEMPT_MS + 1000
  const spy = vi.spyOn(runtime().clock, 'now').mockReturnValue(late)
  expect(problemIn(await comeBack(back, attempt))).toBe('failed')
  spy.mockRestore()
})

it('says so when somebody gives up at the issuer', async () => {
  expect(problemIn(await signIn(''))).toBe('refused')
})

it('asks the issuer only so often for one address', async () => {
  const asked = () => rig.issuer.asked.filter((line) => line === 'POST /token').length
  const before = asked()
  const codes = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const { location, attempt } = await begin()
      const state = encodeURIComponent(location.searchParams.get('state') ?? '')
      const iss = encodeURIComponent(rig.issuer.url)
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
  expect(url.origin).toBe(rig.issuer.url)
  expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${ORIGIN}/sign-in`)
  expect((await fetch(url)).status).toBe(200)
  expect((await sessionOf(cookie)).status).toBe(401)
})

it('keeps nothing of the issuer’s tokens', async () => {
  await signIn('ada')
  const rows = JSON.stringify(rig.db.all('SELECT * FROM "Session" WHERE "managerId" LIKE \'@oidc%\''))
  expect(rows).toContain('soc')
  expect(rows).not.toMatch(/eyJ|choir/)
})
