import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { scopeKind } from '#lib/agent/scope.ts'
import { FAILED_RENEWALS_MAX } from '#server/services/people/renewal-limit.ts'
import type { Session } from '#server/services/people/sessions.ts'
import { ADMINISTRATOR, EVERY_AGENT, LYON_ONLY, type PersonRig, personRig } from './person-rig.ts'

let rig: PersonRig
beforeEach(async () => {
  rig = await personRig()
  rig.accounts.set('ada', { password: 'l0velace', rights: EVERY_AGENT })
  rig.accounts.set('bob', { password: 'b4bbage!', rights: LYON_ONLY })
  rig.accounts.set('nobody', { password: 'n0thing!', rights: {} })
})
afterEach(async () => {
  expect(rig.asked.filter((line) => line.startsWith('DELETE'))).toEqual([])
  await rig.stop()
})

const kindOf = (session: Session | null) => session && scopeKind(session.scope)
const groupsOf = (session: Session | null) =>
  JSON.stringify(session?.scope, (_key, value: unknown) => (value instanceof Map || value instanceof Set ? [...value] : value))

/** What a screen does: it asks every 5 s, and an answer that is under way arrives before the next. */
async function poll(token: string, forMs: number, web = rig.web) {
  let last: Session | null = null
  for (let ms = 0; ms < forMs; ms += 5000) {
    rig.clock.at += 5000
    last = await web.sessions.find(token)
    await rig.settle()
  }
  return last
}

describe('signing in', () => {
  it('lets every account in and gives it its own rights, and only these', async () => {
    const found = await Promise.all(
      [
        ['ada', 'l0velace'],
        ['bob', 'b4bbage!'],
        ['nobody', 'n0thing!'],
      ].map(async ([name = '', password = '']) => rig.web.sessions.find((await rig.web.signIn(name, password)).token)),
    )
    expect(found.map(kindOf)).toEqual(['all', 'limited', 'nothing'])
    expect(groupsOf(found[1] ?? null)).toContain('lyon')
    expect(rig.reads('ada') + rig.reads('bob') + rig.reads('nobody')).toBe(3)
  })

  it('tells administrators by their right to give any user any role', async () => {
    rig.accounts.set('root', { password: 'r00troot', rights: ADMINISTRATOR })
    const clerk = { ...EVERY_AGENT, 'security:read': { 'user:id:*': 'allow' }, 'security:update': { 'user:id:*': 'allow' } }
    rig.accounts.set('clerk', { password: 'c1erk!!!', rights: clerk })
    expect((await rig.web.signIn('root', 'r00troot')).session).toMatchObject({ administrator: true })
    for (const [name, password] of [
      ['ada', 'l0velace'],
      ['clerk', 'c1erk!!!'],
    ] as const)
      expect((await rig.web.signIn(name, password)).session).toMatchObject({ administrator: false })
  })

  it('notices the password that every new manager comes with', async () => {
    rig.accounts.set('wazuh', { password: 'wazuh', rights: EVERY_AGENT })
    const { token, session } = await rig.web.signIn('wazuh', 'wazuh')
    expect(session.defaultPassword).toBe(true)
    expect(await rig.start().sessions.find(token)).toMatchObject({ defaultPassword: true })
    expect((await rig.web.signIn('ada', 'l0velace')).session.defaultPassword).toBe(false)
  })
})

describe('rights', () => {
  it('that are lost show within a minute, without a page that waits', async () => {
    const { token } = await rig.web.signIn('ada', 'l0velace')
    rig.setRights('ada', LYON_ONLY)
    expect(kindOf(await poll(token, 60_000))).toBe('limited')
    rig.setRights('ada', {})
    expect(kindOf(await poll(token, 60_000))).toBe('nothing')
    rig.setRights('ada', EVERY_AGENT)
    expect(kindOf(await poll(token, 60_000))).toBe('all')
  })

  it('are read once for all sessions of one account with one password', async () => {
    const tokens: string[] = []
    for (let i = 0; i < 8; i++) tokens.push((await rig.web.signIn('ada', 'l0velace')).token)
    const before = rig.reads('ada')
    rig.clock.at += 45_000
    await Promise.all(tokens.map((token) => rig.web.sessions.find(token)))
    await rig.settle()
    expect(rig.reads('ada') - before).toBe(1)
    expect(rig.logIns('ada')).toBe(8)
  })

  it('are not asked for more often than every 40 s, however many requests come', async () => {
    const { token } = await rig.web.signIn('ada', 'l0velace')
    const before = rig.reads('ada')
    for (let i = 0; i < 200; i++) {
      rig.clock.at += 1000
      await rig.web.sessions.find(token)
      if (i % 5 === 0) await rig.settle()
    }
    await rig.settle()
    expect(rig.reads('ada') - before).toBeLessThanOrEqual(5)
    expect(rig.reads('ada') - before).toBeGreaterThanOrEqual(4)
  })

  it('that are older than a minute are read before a page is answered', async () => {
    const { token } = await rig.web.signIn('ada', 'l0velace')
    rig.setRights('ada', {})
    rig.clock.at += 61_000
    expect(kindOf(await rig.web.sessions.find(token))).toBe('nothing')
  })

  it('are read at once when a call with the person’s token is denied or its token refused', async () => {
    const { token } = await rig.web.signIn('ada', 'l0velace')
    rig.clock.at += 15_000
    rig.setRights('ada', LYON_ONLY)
    const session = await rig.web.sessions.find(token)
    session?.callsAt('main')?.denied()
    expect(kindOf(await rig.web.sessions.find(token))).toBe('limited')
    rig.clock.at += 15_000
    rig.setRights('ada', {})
    session?.callsAt('main')?.reject((await session?.callsAt('main')?.token()) ?? '')
    expect(kindOf(await rig.web.sessions.find(token))).toBe('nothing')
  })

  it('that a person never had are no reason to ask with every call', async () => {
    const { token } = await rig.web.signIn('bob', 'b4bbage!')
    const before = rig.reads('bob')
    for (let i = 0; i < 30; i++) {
      rig.clock.at += 1000
      ;(await rig.web.sessions.find(token))?.callsAt('main')?.denied()
    }
    await rig.settle()
    expect(rig.reads('bob') - before).toBeLessThanOrEqual(3)
  })

  it('need no new log-in while the token lives, and one when it is renewed', async () => {
    const { token } = await rig.web.signIn('ada', 'l0velace')
    await poll(token, 13 * 60_000)
    expect(rig.logIns('ada')).toBe(1)
    await poll(token, 3 * 60_000)
    expect(rig.logIns('ada')).toBe(2)
  })

  it('of two people never mix, even with the same password', async () => {
    rig.accounts.set('eve', { password: 'l0velace', rights: LYON_ONLY })
    const [ada, eve] = [await rig.web.signIn('ada', 'l0velace'), await rig.web.signIn('eve', 'l0velace')]
    rig.clock.at += 61_000
    const [one, other] = await Promise.all([rig.web.sessions.find(ada.token), rig.web.sessions.find(eve.token)])
    expect([kindOf(one), kindOf(other)]).toEqual(['all', 'limited'])
    expect(await one?.callsAt('main')?.token()).not.toBe(await other?.callsAt('main')?.token())
  })
})

describe('a manager that can’t be asked', () => {
  it('leaves people with the rights that were last known, also over a restart', async () => {
    const { token } = await rig.web.signIn('ada', 'l0velace')
    rig.setRights('ada', LYON_ONLY)
    await poll(token, 60_000)
    rig.answers.broken = true
    expect(kindOf(await poll(token, 60_000))).toBe('limited')
    rig.clock.at += 25 * 60_000
    expect(kindOf(await rig.web.sessions.find(token))).toBe('limited')
    expect(kindOf(await rig.start().sessions.find(token))).toBe('limited')
    rig.answers.broken = false
    rig.clock.at += 60_000
    expect(kindOf(await poll(token, 60_000))).toBe('limited')
  })

  it('never gives a sleeping session more than its account was last known to have', async () => {
    const asleep = await rig.web.signIn('ada', 'l0velace')
    rig.setRights('ada', LYON_ONLY)
    const awake = await rig.start().signIn('ada', 'l0velace')
    rig.answers.broken = true
    expect(kindOf(await rig.start().sessions.find(asleep.token))).toBe('limited')
    expect(kindOf(await rig.start().sessions.find(awake.token))).toBe('limited')
  })

  it('that hangs holds pages up once, for 3 s at most', async () => {
    const { token } = await rig.web.signIn('ada', 'l0velace')
    let release: () => void = () => undefined
    rig.answers.held = new Promise<void>((resolve) => {
      release = resolve
    })
    rig.clock.at += 61_000
    expect(kindOf(await rig.web.sessions.find(token))).toBe('all')
    rig.clock.at += 3001
    const wait = vi.spyOn(rig.clock, 'sleep')
    for (let i = 0; i < 20; i++) expect(kindOf(await rig.web.sessions.find(token))).toBe('all')
    expect(wait).not.toHaveBeenCalled()
    rig.answers.held = null
    release()
    await rig.settle()
  })
})

describe('a password that the manager does not take any more', () => {
  it.each([
    ['was changed', () => rig.accounts.set('ada', { password: 'n3wpassw0rd', rights: EVERY_AGENT })],
    ['went with its account', () => rig.accounts.delete('ada')],
  ])('because it %s ends all sessions that have it, says why, and is tried once', async (_, change) => {
    const [one, other] = [await rig.web.signIn('ada', 'l0velace'), await rig.web.signIn('ada', 'l0velace')]
    const before = rig.logIns('ada')
    change()
    rig.dropTokens()
    expect(await poll(one.token, 60_000)).toBeNull()
    expect(await rig.web.sessions.find(other.token)).toBeNull()
    for (const { token } of [one, other])
      expect(await rig.web.sessions.look(token)).toMatchObject({ ended: 'credentials', manager: 'main' })
    expect(rig.logIns('ada') - before).toBe(1)
    const later = rig.start()
    expect(await later.sessions.find(one.token)).toBeNull()
    expect(await later.sessions.look(one.token)).toMatchObject({ ended: 'credentials' })
    expect(await rig.rows()).not.toMatch(/"sealed":"[^"]/)
  })

  it('leaves a session alone that was started with the new one', async () => {
    const old = await rig.web.signIn('ada', 'l0velace')
    rig.accounts.set('ada', { password: 'n3wpassw0rd', rights: EVERY_AGENT })
    rig.dropTokens()
    const fresh = await rig.web.signIn('ada', 'n3wpassw0rd')
    rig.clock.at += 61_000
    expect(await rig.web.sessions.find(old.token)).toBeNull()
    expect(await rig.web.sessions.find(fresh.token)).not.toBeNull()
    expect(await rig.web.sessions.look(fresh.token)).toMatchObject({ ended: null })
  })

  it('of many people at once is not tried so often that the manager would block us', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `user${i}`)
    const tokens: string[] = []
    for (const name of names) {
      rig.accounts.set(name, { password: 'l0velace', rights: EVERY_AGENT })
      tokens.push((await rig.web.signIn(name, 'l0velace')).token)
      rig.clock.at += 10_000
    }
    rig.accounts.clear()
    rig.dropTokens()
    rig.clock.at += 60_000
    rig.asked.length = 0
    await Promise.all(tokens.map((token) => rig.web.sessions.find(token)))
    await rig.settle()
    expect(rig.asked.filter((line) => line.startsWith('POST')).length).toBeLessThanOrEqual(FAILED_RENEWALS_MAX)
  })
})
