import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ManagerScope, SCOPE_ALL, type Scope, WHOLE_MANAGER } from '#lib/agent/scope.ts'
import { type Enrolments, enrolments } from '#lib/contract/enrolments.ts'
import { RULES_DEFAULT } from '#lib/insight/rules.ts'
import { systemClock } from '#server/clock.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { log } from '#server/log.ts'
import { getEnrolments, setApart } from '#server/services/agent/enrolments.ts'
import { apartWriter } from '#server/store/apart-repo.ts'
import { historyPruner } from '#server/store/history-pruner.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { collectorRig } from './collector-rig.ts'

const SYSTEM = { platform: 'ubuntu', name: 'Ubuntu', version: '24.04' }
const DAY_MS = 86_400_000
let rig: Awaited<ReturnType<typeof collectorRig>>
let prisma: ReturnType<typeof openPrisma>
let fleet: FleetIndex
/** The ids, in the order of their enrolment: one endpoint three times, then one of the same name elsewhere. */
let ids: string[]

beforeAll(async () => {
  rig = await collectorRig({ agents: 20, seed: 3, frozen: true })
  prisma = openPrisma(rig.store.file)
  fleet = new FleetIndex({ prisma, clock: systemClock, log, rules: RULES_DEFAULT })
  ids = []
  for (const registerIP of ['10.9.0.1', '10.9.0.1', '10.9.0.1']) {
    const before = ids.at(-1)
    if (before) rig.demo.control.removeAgent(before)
    rig.demo.control.advance(60_000)
    ids.push(rig.demo.control.addAgent({ name: 'edge-07', registerIP, os: SYSTEM, group: [before ? 'north' : 'south'] }))
    rig.demo.control.advance(60_000)
    await rig.pass()
  }
  await fleet.refresh()
}, 60_000)
afterAll(async () => {
  await prisma.$disconnect()
  await rig.stop()
})

const ctx = (scope: Scope = SCOPE_ALL) => ({
  ...{ fleet, prisma, clock: systemClock, log, scope, config: { demo: false, intervalSeconds: 30, managers: [] } },
  ...{ who: { manager: 'main', username: 'ada' }, apart: apartWriter(rig.store.db) },
})
const of = async (id = '', scope?: Scope) =>
  enrolments.parse(await getEnrolments({ ctx: ctx(scope), input: { manager: 'main', id } }))
const set = (id = '', body: unknown, scope?: Scope) => setApart({ ctx: ctx(scope), input: { manager: 'main', id, body } })
const short = (list: Enrolments['earlier']) => list.map(({ id, strength }) => `${id} ${strength}`)

it('leads from each enrolment of an endpoint to the others, with what speaks for it', async () => {
  const [first, second, third] = ids
  const now = await of(third)
  expect(short(now.earlier)).toEqual([`${second} strong`, `${first} strong`])
  expect(now.earlier[0]).toMatchObject({
    href: `/agents/main/${second}`,
    lastSeen: expect.any(String),
    removedBy: expect.any(String),
    evidence: [
      { kind: 'name', says: 'same', earlier: 'edge-07', later: 'edge-07' },
      { kind: 'registerIP', says: 'same', earlier: '10.9.0.1', later: '10.9.0.1' },
      { kind: 'os', says: 'same', earlier: 'Ubuntu', later: 'Ubuntu' },
    ],
  })
  const past = await of(first)
  expect([short(past.earlier), short(past.later)]).toEqual([[], [`${second} strong`, `${third} strong`]])
})

it('shows nobody an enrolment that their rights hide', async () => {
  const groups = (...names: string[]): ManagerScope => ({
    ...WHOLE_MANAGER,
    base: 'deny',
    rules: [{ effect: 'allow', ids: new Set(), groups: new Set(names) }],
  })
  const north: Scope = { kind: 'limited', managers: new Map([['main', groups('north')]]) }
  const [first, second, third] = ids
  expect(short((await of(third, north)).earlier)).toEqual([`${second} strong`])
  const hidden = await of(first).then(({ endpoint }) => endpoint)
  const { endpoint } = await of(third, north)
  const missing = { code: 'not_found', message: 'There is no such agent.' }
  await expect(set(third, { endpoint, other: hidden, apart: true }, north)).rejects.toMatchObject(missing)
  await expect(set(third, { endpoint, other: 'nothing', apart: true }, north)).rejects.toMatchObject(missing)
  await expect(of(first, north)).rejects.toMatchObject(missing)
  await expect(of('99999', north)).rejects.toMatchObject(missing)
})

it('is undone by a person, who is named, and that can be taken back', async () => {
  const [first, second, third] = ids
  const { endpoint, earlier } = await of(third)
  const body = { endpoint, other: earlier[0]?.endpoint }
  const parted = enrolments.parse(await set(third, { ...body, apart: true }))
  expect(short(parted.earlier)).toEqual([`${first} strong`])
  expect(parted.apart).toMatchObject([{ id: second, by: 'ada', strength: 'strong' }])
  expect(short((await of(second)).later)).toEqual([])
  expect((await of(second)).apart).toMatchObject([{ id: third, by: 'ada' }])
  const joined = await set(third, { ...body, apart: false })
  expect(joined).toEqual(await of(third))
  expect([short(joined.earlier), joined.apart]).toEqual([[`${second} strong`, `${first} strong`], []])
  await expect(set(third, { ...body, apart: 'yes' })).rejects.toMatchObject({ code: 'bad_request' })
  await expect(set(third, { ...body, other: endpoint, apart: true })).rejects.toMatchObject({ code: 'not_found' })
})

it('leads to the page of a moment when the id is another’s by now', async () => {
  const [, second, third] = ids
  rig.demo.control.advance(60_000)
  rig.demo.control.reEnrolAgent(third ?? '', 'edge-08')
  await rig.pass()
  await rig.pass()
  await fleet.refresh()
  const [link] = (await of(second)).later
  expect(link).toMatchObject({ id: third, href: `/agents/main/${third}?at=${encodeURIComponent(link?.lastSeen ?? '')}` })
  expect((await of(third)).earlier).toEqual([])
})

it('forgets what was said of endpoints that are forgotten', async () => {
  const rows = () => rig.rows('SELECT count(*) FROM "EndpointApart"')[0]?.[0]
  const [, second, third] = ids
  const at = rig.demo.control.now()
  const { endpoint, later } = await of(second)
  await set(second, { endpoint, other: later[0]?.endpoint, apart: true })
  expect([rows(), later[0]?.id]).toEqual([1, third])
  const prune = historyPruner(rig.store.db, (work) => rig.store.db.transaction(work))
  while (prune('main', at + 400 * DAY_MS));
  expect(rows()).toBe(0)
})
