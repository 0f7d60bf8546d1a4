import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { runtime } from '#server/runtime.ts'
import { cookiesOf, listed, sessionOf, signIn, waysRig } from './ways-rig.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

const MINUTE = 60_000
let rig: Awaited<ReturnType<typeof waysRig>>
let now = 0
beforeAll(async () => {
  rig = await waysRig()
})
afterAll(() => rig.stop())
beforeEach(() => {
  rig.reset()
  now = Date.now()
  vi.spyOn(runtime().clock, 'now').mockImplementation(() => now)
  rig.issuer.state.renews = true
})
afterEach(() => vi.restoreAllMocks())

const tokensAsked = () => rig.issuer.asked.filter((line) => line === 'POST /token').length
/** A request of a person, who is there, after so long. */
const later = (cookie: string, minutes: number) => {
  now += minutes * MINUTE
  return sessionOf(cookie, { 'rollcall-active': '1' })
}
const stored = () => JSON.stringify(rig.db.all('SELECT * FROM "Session" WHERE "managerId" LIKE \'@oidc%\''))

it('asks the issuer again about people who are signed in, and takes away within minutes what they lost there', async () => {
  rig.issuer.groups.set('bob', ['north', 'south'])
  const cookie = cookiesOf(await signIn('bob'))
  const both = (await listed(cookie)).length
  rig.issuer.groups.set('bob', ['north'])
  expect((await later(cookie, 11)).status).toBe(200)
  const north = (await listed(cookie)).length
  expect(north).toBeLessThan(both)
  rig.issuer.groups.set('bob', ['north', 'south'])
  await later(cookie, 11)
  expect(await listed(cookie)).toHaveLength(both)
})

it('ends the session of who became or ceased to be an administrator there, is in no group any more, or is gone', async () => {
  for (const change of [
    () => rig.issuer.groups.set('ada', ['north']),
    () => rig.issuer.groups.set('ada', ['choir']),
    () => rig.issuer.state.gone.add('ada'),
  ]) {
    rig.reset()
    rig.issuer.state.renews = true
    const cookie = cookiesOf(await signIn('ada'))
    change()
    expect((await later(cookie, 5)).status).toBe(200)
    expect((await later(cookie, 6)).status).toBe(401)
    rig.reset()
    expect((await later(cookie, 6)).status).toBe(401)
  }
})

it('asks once for all requests that come together, and not at every one', async () => {
  const cookie = cookiesOf(await signIn('ada'))
  const before = tokensAsked()
  now += 11 * MINUTE
  const answers = await Promise.all(Array.from({ length: 20 }, () => sessionOf(cookie)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(tokensAsked() - before).toBe(1)
  await later(cookie, 5)
  expect(tokensAsked() - before).toBe(1)
  // Each time with the token that came with the last one.
  for (let at = 0; at < 5; at++) expect((await later(cookie, 11)).status).toBe(200)
  expect(tokensAsked() - before).toBe(6)
})

it('leaves people signed in while the issuer can’t be asked, and asks again when it can', async () => {
  const cookie = cookiesOf(await signIn('ada'))
  rig.issuer.state.works = false
  for (let at = 0; at < 6; at++) expect((await later(cookie, 25)).status).toBe(200)
  rig.issuer.state.works = true
  rig.issuer.state.gone.add('ada')
  expect((await later(cookie, 2)).status).toBe(401)
})

it('believes no answer with another key, and none about somebody else', async () => {
  for (const forge of [
    { key: 'other' as const },
    { claims: (claims: object) => ({ ...claims, preferred_username: 'bob', groups: [] }) },
  ]) {
    const cookie = cookiesOf(await signIn('ada'))
    Object.assign(rig.issuer.forge, { claims: (claims: object) => claims, ...forge })
    expect((await later(cookie, 11)).status).toBe(401)
    rig.reset()
    rig.issuer.state.renews = true
  }
})

it('ends a session without a token for that when the issuer’s word is an hour old', async () => {
  rig.issuer.state.renews = false
  const cookie = cookiesOf(await signIn('ada'))
  expect((await later(cookie, 29)).status).toBe(200)
  expect((await later(cookie, 29)).status).toBe(200)
  expect((await later(cookie, 3)).status).toBe(401)
})

it('keeps the token so that only the cookie opens it, and not after the end', async () => {
  const tokens: string[] = []
  const renew = runtime().oidc?.renew
  const spy = vi.spyOn(Object.getPrototypeOf(runtime().oidc), 'renew').mockImplementation(function (this: unknown, token) {
    tokens.push(String(token))
    return Reflect.apply(Object(renew), this, [token])
  })
  const cookie = cookiesOf(await signIn('ada'))
  await later(cookie, 11)
  await later(cookie, 11)
  spy.mockRestore()
  expect(new Set(tokens).size).toBe(2)
  for (const token of tokens) expect(stored()).not.toContain(token)
  rig.issuer.state.gone.add('ada')
  expect((await later(cookie, 11)).status).toBe(401)
  expect(rig.db.all(`SELECT "sealed" FROM "Session" WHERE "ended" = 'issuer'`).flat()).toContain('')
})
