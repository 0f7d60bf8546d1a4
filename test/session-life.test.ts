import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '#server/config.ts'
import { parsePasswordHash } from '#server/password-hash.ts'
import { endOneSession, endOtherSessions, listSessions } from '#server/services/people/list-sessions.ts'
import { sessionKeys } from '#server/services/people/session-keys.ts'
import type { Session } from '#server/services/people/sessions.ts'
import { NO_WAYS, passwordHash, SESSION_TIMES } from './no-ways.ts'
import { ADMINISTRATOR, EVERY_AGENT, LYON_ONLY, type PersonRig, personRig } from './person-rig.ts'

const ACTIVE = { active: true, proxy: null }
const PASSWORD = 'correct horse battery'
let rig: PersonRig
beforeEach(async () => {
  rig = await personRig()
  rig.accounts.set('ada', { password: 'l0velace', rights: EVERY_AGENT })
  rig.accounts.set('root', { password: 'r00troot', rights: ADMINISTRATOR })
})
afterEach(() => rig.stop())

const whyOf = async (token: string) => (await rig.web.sessions.look(token))?.ended ?? null

function localWay(password: string): Config['ways'] {
  const hash = parsePasswordHash(passwordHash(password))
  return { ...NO_WAYS, local: hash && { username: 'admin', hash } }
}

describe('activity', () => {
  it('is what the person does: screens that ask for news let a session end', async () => {
    const { token } = await rig.web.signIn('ada', 'l0velace')
    for (let minutes = 0; minutes < 30; minutes += 5) {
      expect(await rig.web.sessions.find(token)).not.toBeNull()
      rig.clock.at += 5 * 60_000
    }
    rig.clock.at += 1
    expect(await rig.web.sessions.find(token)).toBeNull()
    expect(await whyOf(token)).toBe('idle')
    // Whoever comes back too late does not wake it.
    expect(await rig.web.sessions.find(token, ACTIVE)).toBeNull()
    expect(await rig.rows()).toContain('"sealed":""')
  })

  it('keeps a session going, also over a restart', async () => {
    const { token } = await rig.web.signIn('ada', 'l0velace')
    rig.clock.at += 20 * 60_000
    expect(await rig.web.sessions.find(token, ACTIVE)).not.toBeNull()
    await rig.settle()
    rig.clock.at += 20 * 60_000
    expect(await rig.start().sessions.find(token)).not.toBeNull()
    rig.clock.at += 11 * 60_000
    expect(await rig.start().sessions.find(token)).toBeNull()
  })

  it('is limited as it is set', async () => {
    const web = rig.start([rig.manager], { sessions: { ...SESSION_TIMES, idleMs: 60_000 } })
    const { token } = await web.signIn('ada', 'l0velace')
    rig.clock.at += 60_001
    expect(await web.sessions.find(token)).toBeNull()
  })
})

describe('a change of role', () => {
  it('ends the session of an administrator who is none any more, and the other way round', async () => {
    for (const [name, password, rights] of [
      ['root', 'r00troot', EVERY_AGENT],
      ['ada', 'l0velace', ADMINISTRATOR],
    ] as const) {
      const { token } = await rig.web.signIn(name, password)
      rig.setRights(name, rights)
      rig.clock.at += 61_000
      expect(await rig.web.sessions.find(token)).toBeNull()
      expect(await whyOf(token)).toBe('role')
      expect(await rig.start().sessions.find(token)).toBeNull()
    }
  })

  it('is none where only the endpoints change that one sees: the session goes on with those of now', async () => {
    const { token } = await rig.web.signIn('ada', 'l0velace')
    rig.setRights('ada', LYON_ONLY)
    rig.clock.at += 61_000
    expect((await rig.web.sessions.find(token))?.scope).toMatchObject({ kind: 'limited' })
  })
})

describe('a list of sessions', () => {
  const contextOf = (who: Session, looked: string[] = []) => {
    const config = { managers: [rig.manager], ways: NO_WAYS, sessions: SESSION_TIMES }
    return { config, sessions: rig.web.sessions, who, lookAgain: () => void looked.push('again') }
  }

  it('shows one’s own, and everybody’s to administrators alone', async () => {
    const ada = await rig.web.signIn('ada', 'l0velace')
    await rig.web.signIn('ada', 'l0velace')
    const root = await rig.web.signIn('root', 'r00troot')
    const own = await listSessions({ ctx: contextOf(ada.session), input: {} })
    expect(own.sessions.map(({ username, current }) => [username, current]).sort()).toEqual([
      ['ada', false],
      ['ada', true],
    ])
    const all = await listSessions({ ctx: contextOf(root.session), input: { of: 'all' } })
    expect(all.sessions.map(({ username }) => username).sort()).toEqual(['ada', 'ada', 'root'])
    const asked = listSessions({ ctx: contextOf(ada.session), input: { of: 'all' } })
    await expect(asked).rejects.toMatchObject({ code: 'no_permission' })
    // Nothing of the list is good for signing in.
    const said = JSON.stringify(all)
    for (const { token } of [ada, root]) {
      expect(said).not.toContain(token)
      expect(said).not.toContain(sessionKeys(token)?.lookup)
    }
  })

  it('ends one’s own, and others’ for administrators alone; another’s looks like one that does not exist', async () => {
    const [ada, root] = [await rig.web.signIn('ada', 'l0velace'), await rig.web.signIn('root', 'r00troot')]
    const end = (who: Session, id: string) => endOneSession({ ctx: contextOf(who), input: { id } })
    const refusals = await Promise.all(
      [root.session.id, 'x', ''].map((id) => end(ada.session, id).catch((error) => error.message)),
    )
    expect(new Set(refusals).size).toBe(1)
    expect(await rig.web.sessions.find(root.token)).not.toBeNull()
    await end(root.session, ada.session.id)
    expect(await rig.web.sessions.find(ada.token)).toBeNull()
    expect(await whyOf(ada.token)).toBe('revoked')
    expect(await rig.rows()).toContain('"sealed":""')
  })

  it('ends all others of one’s own at once, and tells open streams', async () => {
    const [here, there] = [await rig.web.signIn('ada', 'l0velace'), await rig.web.signIn('ada', 'l0velace')]
    const looked: string[] = []
    expect(await endOtherSessions({ ctx: contextOf(here.session, looked) })).toEqual({ ended: 1 })
    expect(looked).toEqual(['again'])
    expect(await rig.web.sessions.find(here.token)).not.toBeNull()
    expect(await rig.web.sessions.find(there.token)).toBeNull()
  })
})

describe('the local administrator', () => {
  it('signs in while the manager is away, sees everything as an administrator, and asks nobody', async () => {
    rig.answers.broken = true
    const web = rig.start([rig.manager], { ways: localWay(PASSWORD) })
    const { token } = await web.signIn('admin', PASSWORD, null, '@local')
    const session = await web.sessions.find(token)
    expect(session).toMatchObject({ username: 'admin', manager: '@local', administrator: true })
    expect(session?.scope).toMatchObject({ kind: 'limited', managers: new Map([['main', { base: 'allow', rules: [] }]]) })
    expect(rig.asked).toEqual([])
    expect(await rig.rows()).not.toContain(PASSWORD)
  })

  it('is nobody with another name, another password, or an account of a manager', async () => {
    const web = rig.start([rig.manager], { ways: localWay(PASSWORD) })
    for (const [name, password] of [
      ['admin', 'l0velace'],
      ['ada', PASSWORD],
      ['ada', 'l0velace'],
      ['admin', ` ${PASSWORD}`],
    ] as const)
      await expect(web.signIn(name, password, null, '@local')).rejects.toMatchObject({ code: 'wrong_credentials' })
    await expect(rig.web.signIn('admin', PASSWORD, null, '@local')).rejects.toMatchObject({ code: 'bad_request' })
    expect(rig.asked).toEqual([])
  })

  it('is signed out everywhere by another password, and when the account is taken away', async () => {
    const { token } = await rig.start([rig.manager], { ways: localWay(PASSWORD) }).signIn('admin', PASSWORD, null, '@local')
    expect(await rig.start([rig.manager], { ways: localWay(PASSWORD) }).sessions.find(token)).not.toBeNull()
    expect(await rig.start([rig.manager], { ways: localWay('another long one') }).sessions.find(token)).toBeNull()
    expect(await rig.start().sessions.find(token)).toBeNull()
  })

  it('has calls at the manager made with the account that collects', async () => {
    const web = rig.start([rig.manager], { ways: localWay(PASSWORD) })
    rig.accounts.set(rig.manager.user, { password: rig.manager.password, rights: EVERY_AGENT })
    const { session } = await web.signIn('admin', PASSWORD, null, '@local')
    await session.callsAt('main')?.token()
    expect(rig.logIns(rig.manager.user)).toBe(1)
    expect(session.callsAt('other')).toBeNull()
  })

  it('is held back after ten wrong passwords from one address, and nobody else with it', async () => {
    const web = rig.start([rig.manager], { ways: localWay(PASSWORD) })
    const tries = await Promise.all(
      Array.from({ length: 200 }, () => web.signIn('admin', 'wrong password', null, '@local').catch((error) => error.code)),
    )
    expect(tries.filter((code) => code === 'wrong_credentials').length).toBeLessThanOrEqual(10)
    expect(new Set(tries)).toEqual(new Set(['wrong_credentials', 'too_many_attempts']))
  })
})

describe('keys of the server’s own', () => {
  const key = (id: string) => ({ id, bytes: Buffer.alloc(32, id) })

  it('are needed beside the cookie to open a password, each under its name', async () => {
    const web = rig.start([rig.manager], { secretKeys: [key('old')] })
    const { token } = await web.signIn('ada', 'l0velace')
    expect(await rig.rows()).toContain('"sealed":"old.')
    const rotated = rig.start([rig.manager], { secretKeys: [key('new'), key('old')] })
    expect(await rotated.sessions.find(token)).not.toBeNull()
    await rotated.signIn('ada', 'l0velace')
    expect(await rig.rows()).toContain('"sealed":"new.')
    expect(await rig.start([rig.manager], { secretKeys: [key('new')] }).sessions.find(token)).toBeNull()
  })

  it('that differ under one name open nothing', async () => {
    const { token } = await rig.start([rig.manager], { secretKeys: [key('one')] }).signIn('ada', 'l0velace')
    const other = [{ id: 'one', bytes: Buffer.alloc(32, 'two') }]
    expect(await rig.start([rig.manager], { secretKeys: other }).sessions.find(token)).toBeNull()
  })
})
