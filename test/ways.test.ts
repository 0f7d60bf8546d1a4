import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import * as proxyRoute from '#app/api/session/proxy/route.ts'
import * as sessionRoute from '#app/api/session/route.ts'
import { ask, cookiesOf, PASSWORD, problemIn, sessionOf, signIn, waysRig } from './ways-rig.ts'

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
