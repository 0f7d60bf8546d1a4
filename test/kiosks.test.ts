import { afterEach, beforeEach, expect, it } from 'vitest'
import { NO_AGENTS } from '#lib/agent/scope.ts'
import type { Config } from '#server/config.ts'
import { approveKiosk, findPairing, listKiosks, revokeKiosk } from '#server/services/kiosk/kiosk-people.ts'
import { CONFIRMED_MS } from '#server/services/kiosk/kiosks.ts'
import { sessionKeys } from '#server/services/people/session-keys.ts'
import { type KioskRig, kioskRig } from './kiosk-rig.ts'
import { NO_WAYS, ORIGIN, signInConfig } from './no-ways.ts'
import { EVERY_AGENT, LYON_ONLY } from './person-rig.ts'
import { ruinStore } from './ruin-store.ts'

const DAY_MS = 86_400_000
const LYON = { effect: 'allow' as const, ids: new Set<number>(), groups: new Set(['lyon']) }
const ADMINISTRATOR = { ...EVERY_AGENT, 'security:update': { 'user:id:*': 'allow', 'role:id:*': 'allow' } }
let rig: KioskRig
beforeEach(async () => {
  rig = await kioskRig()
  rig.accounts.set('ada', { password: 'ada', rights: EVERY_AGENT })
  rig.accounts.set('lea', { password: 'lea', rights: LYON_ONLY })
  rig.accounts.set('root', { password: 'root', rights: ADMINISTRATOR })
})
afterEach(() => rig.stop())
const signIn = (name: string) => rig.web.signIn(name, name)

it('shows what its approver may see, also after a restart, and nobody without its cookie', async () => {
  const { token } = await rig.pair(await signIn('ada'))
  expect((await rig.look(token)).board).toMatchObject({ name: 'wall', total: 10, active: 10, notReporting: 0 })
  expect((await rig.look(token, rig.restart())).board).toMatchObject({ total: 10 })
  for (const wrong of ['', 'x', 'a'.repeat(43), token.slice(0, -1), '__proto__']) expect(await rig.kiosks.find(wrong)).toBeNull()
})

it('never shows more than its approver sees, whatever filter they give it', async () => {
  const lea = await signIn('lea')
  for (const [q, total] of [
    ['', 6],
    ['group=oslo', 0],
    ['group=lyon or group=oslo', 6],
    ['id>4', 2],
    ['not group=lyon', 0],
  ] as const) {
    const { token } = await rig.pair(lea, { q, names: true })
    const { board } = await rig.look(token)
    expect({ q, total: board?.total }).toEqual({ q, total })
    expect(JSON.stringify(board)).not.toMatch(/oslo-/)
  }
})

it('shows what its filter matches now, not what it matched when it was approved', async () => {
  const { token } = await rig.pair(await signIn('ada'), { q: 'group=oslo' })
  expect((await rig.look(token)).board).toMatchObject({ total: 4 })
  rig.writer.put(rig.agents.filter(({ id }) => id === '001').map((agent) => ({ ...agent, groups: ['oslo'] })))
  expect((await rig.look(token)).board).toMatchObject({ total: 5 })
})

it('says nothing of an endpoint that its approver may not see and whose id another one has now', async () => {
  const { token } = await rig.pair(await signIn('lea'), { q: 'name~host', names: true })
  rig.writer.put([{ ...rig.agents[9], id: '003' } as never], { replace: true })
  expect((await rig.look(token)).board).toMatchObject({ total: 5 })
})

it('loses with its approver what they lose, while they use the dashboard', async () => {
  const ada = await signIn('ada')
  const { token } = await rig.pair(ada)
  rig.setRights('ada', LYON_ONLY)
  rig.clock.at += 70_000
  await rig.web.sessions.find(ada.token)
  await rig.settle()
  expect((await rig.look(token)).board).toMatchObject({ total: 6 })
  rig.setRights('ada', {})
  rig.clock.at += 70_000
  await rig.web.sessions.find(ada.token)
  await rig.settle()
  expect((await rig.look(token)).board).toMatchObject({ total: 0 })
})

it('is blank once the manager takes its approver no more, and back when they sign in with a new password', async () => {
  const ada = await signIn('ada')
  const { token } = await rig.pair(ada)
  rig.accounts.set('ada', { password: 'new', rights: EVERY_AGENT })
  rig.dropTokens()
  rig.clock.at += 70_000
  await rig.web.sessions.find(ada.token)
  await rig.settle()
  rig.clock.at += 30_000
  expect(await rig.web.sessions.find(ada.token)).toBeNull()
  await rig.settle()
  expect(await rig.look(token)).toMatchObject({ state: 'held', board: null })
  await rig.web.signIn('ada', 'new')
  expect((await rig.look(token)).board).toMatchObject({ total: 10 })
})

it('goes on when its approver signs out, asks for them in time, and is blank 30 days after they were last there', async () => {
  const ada = await signIn('ada')
  const { token } = await rig.pair(ada, { days: 365 })
  await rig.web.sessions.end(ada.token)
  rig.clock.at += CONFIRMED_MS - 8 * DAY_MS
  expect((await rig.look(token)).board).toMatchObject({ total: 10, confirm: null })
  rig.clock.at += 2 * DAY_MS
  expect((await rig.look(token)).board?.confirm).toMatchObject({ username: 'ada' })
  rig.clock.at += 6 * DAY_MS
  expect(await rig.look(token)).toMatchObject({ state: 'held', board: null })
  await signIn('ada')
  expect((await rig.look(token)).board).toMatchObject({ total: 10, confirm: null })
})

it('is blank when its time is over, and at once when somebody disconnects it', async () => {
  const ada = await signIn('ada')
  const [one, other] = [await rig.pair(ada), await rig.pair(ada, { days: 1 })]
  await revokeKiosk({ ctx: rig.contextOf(ada.session), input: { id: one.item.id } })
  expect(rig.looks).toHaveLength(1)
  expect(await rig.kiosks.find(one.token)).toEqual({ state: 'ended', why: 'revoked' })
  expect((await rig.look(other.token)).state).toBe('paired')
  rig.clock.at += DAY_MS
  expect(await rig.kiosks.find(other.token)).toEqual({ state: 'ended', why: 'expired' })
})

it('is seen and disconnected by its approver and by administrators of the manager, and for others it is not there', async () => {
  const [ada, lea, root] = [await signIn('ada'), await signIn('lea'), await signIn('root')]
  const { item } = await rig.pair(ada)
  await rig.pair(lea)
  const names = async (who: typeof ada) =>
    (await listKiosks({ ctx: rig.contextOf(who.session) })).kiosks.map(({ username }) => username)
  expect(await names(ada)).toEqual(['ada'])
  expect((await names(root)).sort()).toEqual(['ada', 'lea'])
  const refused = revokeKiosk({ ctx: rig.contextOf(lea.session), input: { id: item.id } })
  await expect(refused).rejects.toMatchObject({ code: 'not_found' })
  await expect(revokeKiosk({ ctx: rig.contextOf(lea.session), input: { id: 'x' } })).rejects.toMatchObject({
    message: await refused.catch((error: Error) => error.message),
  })
  expect(await revokeKiosk({ ctx: rig.contextOf(root.session), input: { id: item.id } })).toMatchObject({ state: 'revoked' })
})

it('follows the groups of an approver without an account at a manager, and what they mean now', async () => {
  const north = new Map([['main', { ...NO_AGENTS, rules: [LYON] }]])
  const proxy = {
    name: 'proxy',
    userHeader: 'x-user',
    groupsHeader: 'x-groups',
    secretHeader: 'x-secret',
    secret: 's'.repeat(24),
  }
  const groups: Config['ways']['groups'] = [
    { group: 'soc', role: 'analyst', managers: 'all' },
    { group: 'north', role: 'analyst', managers: north },
  ]
  const ways = { ...NO_WAYS, proxy, groups }
  await rig.stop()
  rig = await kioskRig({ ways })
  const { sessions } = rig.start([rig.manager], { ways })
  const come = (own: readonly string[]) => sessions.createMapped({ username: 'olga', manager: '@proxy', groups: own }, ORIGIN)
  const olga = await come(['soc'])
  if (!olga) throw new Error('nobody')
  const { token, item } = await rig.pair(olga)
  expect(item.managerName).toBe('proxy')
  expect((await rig.look(token)).board).toMatchObject({ total: 10 })
  await come(['north'])
  expect((await rig.look(token)).board).toMatchObject({ total: 6 })
  expect(await come(['choir'])).toBeNull()
  expect(await rig.look(token)).toMatchObject({ state: 'held', board: null })
  await come(['soc'])
  expect((await rig.look(token)).board).toMatchObject({ total: 10 })
  const without = signInConfig([rig.manager], { ways: { ...ways, groups: groups.slice(1) } })
  expect(await rig.look(token, rig.restart(without))).toMatchObject({ state: 'held' })
})

it('is approved once, however many people do it at the same moment', async () => {
  const [ada, root] = [await signIn('ada'), await signIn('root')]
  const { pairing } = rig.kiosks.pairings.start('10.0.0.7', '')
  const body = { code: pairing.code, name: 'wall', until: new Date(rig.clock.at + DAY_MS).toISOString() }
  const outcomes = await Promise.allSettled(
    [ada, root].map(({ session, token }) =>
      approveKiosk({ ctx: rig.contextOf(session), input: { body, sessions: [sessionKeys(token)?.lookup ?? ''] } }),
    ),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
})

it('is not approved for nobody, for ever, under no name, or with a filter that can’t be read; its code stays good', async () => {
  const { session, token } = await signIn('ada')
  const { pairing } = rig.kiosks.pairings.start('10.0.0.7', '')
  const good = { code: pairing.code, name: 'wall', until: new Date(rig.clock.at + DAY_MS).toISOString() }
  const sessions = [sessionKeys(token)?.lookup ?? '']
  const approve = (more: object, own = sessions) =>
    approveKiosk({ ctx: rig.contextOf(session), input: { body: { ...good, ...more }, sessions: own } })
  for (const wrong of [
    { name: ' ' },
    { name: 'a\u202eb' },
    { until: new Date(rig.clock.at - 1).toISOString() },
    { rights: 'all' },
  ])
    await expect(approve(wrong)).rejects.toMatchObject({ code: 'bad_request' })
  await expect(approve({ until: new Date(rig.clock.at + 401 * DAY_MS).toISOString() })).rejects.toMatchObject({
    code: 'bad_request',
  })
  await expect(approve({ q: 'statsu=active' })).rejects.toMatchObject({ code: 'bad_query' })
  expect(await approve({})).toMatchObject({ state: 'valid', lastAddress: '10.0.0.7' })
  const next = rig.kiosks.pairings.start('10.0.0.7', '').pairing
  await expect(approve({ code: next.code }, [])).rejects.toMatchObject({ code: 'unauthenticated' })
})

it('counts guesses of codes by person, in one count for looking and approving', async () => {
  const { session } = await signIn('ada')
  const ctx = rig.contextOf(session)
  const until = new Date(rig.clock.at + DAY_MS).toISOString()
  for (let n = 0; n < 5; n++) {
    expect(() => findPairing({ ctx, input: { code: 'ZZZZZZ' } })).toThrow(/no screen/i)
    const wrong = { code: 'ZZZZZZ', name: 'wall', until }
    await expect(approveKiosk({ ctx, input: { body: wrong, sessions: [] } })).rejects.toMatchObject({ code: 'not_found' })
  }
  const { pairing } = rig.kiosks.pairings.start('10.0.0.7', '')
  expect(() => findPairing({ ctx, input: { code: pairing.code } })).toThrow(/too many wrong codes/i)
})

it('stores nothing with which somebody could be the screen or its approver', async () => {
  const ada = await signIn('ada')
  const { token } = await rig.pair(ada)
  const rows = JSON.stringify(
    [await rig.prisma.kiosk.findMany(), await rig.prisma.kioskAccount.findMany()],
    (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  )
  for (const secret of [token, ada.token, Buffer.from(token, 'base64url').toString('hex'), ...rig.answers.delivered])
    expect(rows).not.toContain(secret)
})

it('goes on for five minutes while the store fails, and then shows nothing', async () => {
  const { token } = await rig.pair(await signIn('ada'))
  expect((await rig.kiosks.find(token))?.state).toBe('paired')
  rig.db.close()
  await ruinStore(rig.file, rig.prisma)
  rig.clock.at += 299_000
  expect((await rig.kiosks.find(token))?.state).toBe('paired')
  rig.clock.at += 2000
  await expect(rig.kiosks.find(token)).rejects.toThrow()
})
