import { afterAll, beforeAll, expect, it } from 'vitest'
import { SCOPE_ALL, type Scope, WHOLE_MANAGER } from '#lib/agent/scope.ts'
import { type Enrolments, enrolments } from '#lib/contract/enrolments.ts'
import { RULES_DEFAULT } from '#lib/insight/rules.ts'
import { systemClock } from '#server/clock.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { log } from '#server/log.ts'
import { keepSerial } from '#server/services/agent/board-serials.ts'
import { endpointsOfId } from '#server/services/agent/endpoints-of-id.ts'
import { getEnrolments, setApart } from '#server/services/agent/enrolments.ts'
import { apartWriter } from '#server/store/apart-repo.ts'
import { historyPruner } from '#server/store/history-pruner.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { serialsWriter } from '#server/store/serials-repo.ts'
import { collectorRig } from './collector-rig.ts'
import { sessionOf } from './rights-rig.ts'

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
})
afterAll(async () => {
  await prisma.$disconnect()
  await rig.stop()
})

const ctx = (scope: Scope = SCOPE_ALL, inventory: Scope = SCOPE_ALL) => ({
  ...{ fleet, prisma, clock: systemClock, log, scope, config: { demo: false, intervalSeconds: 30, managers: [] } },
  ...{ who: { manager: 'main', username: 'ada' }, apart: apartWriter(rig.store.db), serials: serialsWriter(rig.store.db) },
  session: sessionOf({ scope, inventory, person: { token: async () => '', reject: () => undefined, denied: () => undefined } }),
})
const SCOPE_NOTHING: Scope = { kind: 'limited', managers: new Map() }
function groupsScope(name: string): Scope {
  const rules = [{ effect: 'allow' as const, ids: new Set<number>(), groups: new Set([name]) }]
  return { kind: 'limited', managers: new Map([['main', { ...WHOLE_MANAGER, base: 'deny', rules }]]) }
}
const of = async (id = '', scope?: Scope, inventory?: Scope) =>
  enrolments.parse(await getEnrolments({ ctx: ctx(scope, inventory), input: { manager: 'main', id } }))
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
  const north = groupsScope('north')
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

/** Loads the inventory of what has an id now or had it last, scanned a moment after it enrolled. */
async function load(id = '', boardSerial: string | null, { afterMs = 1000 } = {}) {
  const [known] = await endpointsOfId(ctx(), fleet.snapshot(), { manager: 'main', id: Number(id) })
  if (!known) throw new Error(`there is no ${id}`)
  const scannedAt = new Date((known.dateAdd ?? 0) + afterMs).toISOString()
  const rest = { cpuName: null, cpuCores: null, cpuMhz: null, ramTotalKb: null, ramUsedPercent: null }
  await keepSerial(ctx(), known, { boardSerial, scannedAt, ...rest })
}
const serials = () => rig.rows('SELECT agentId, serial FROM "BoardSerial" ORDER BY 1').map((row) => row.join(' '))

it('takes a serial number that a page loaded as the best evidence, for whom may read the inventory', async () => {
  const [first, second, third] = ids
  await load(third, 'XYZ-1')
  await load(second, ' xyz-1 ')
  expect(serials()).toEqual([`${Number(second)} XYZ-1`, `${Number(third)} XYZ-1`])
  const same = { kind: 'serial', says: 'same', earlier: 'XYZ-1', later: 'XYZ-1' }
  const now = await of(third)
  expect(now.earlier[0]?.evidence[1]).toEqual(same)
  expect(now.earlier[1]?.evidence[1]).toEqual({ kind: 'serial', says: 'unknown', earlier: null, later: 'XYZ-1' })
  for (const inventory of [SCOPE_NOTHING, groupsScope('south')])
    expect(JSON.stringify(await of(third, SCOPE_ALL, inventory))).not.toContain('XYZ')
  await load(first, 'OTHER-9')
  expect((await of(third)).possible).toEqual([])
  expect(short((await of(second)).possible)).toEqual([`${first} weak`])
  expect(short((await of(second)).earlier)).toEqual([])
  expect(short((await of(second, SCOPE_ALL, SCOPE_NOTHING)).earlier)).toEqual([`${first} strong`])
})

it('keeps no serial number that is none, nor that of another endpoint, nor one of which nobody knows when it was read', async () => {
  const [first, , third] = ids
  await load(first, 'To be filled by O.E.M.')
  expect(serials()).toHaveLength(2)
  await load(third, 'LATE-1', { afterMs: -1 })
  expect(serials()[1]).toBe(`${Number(third)} XYZ-1`)
  await load(third, null)
  expect(serials()).toHaveLength(1)
})

it('shows what had the address and the system under another name, and links it once the serial number says so', async () => {
  const gone = rig.demo.control.addAgent({ name: 'edge-old', registerIP: '10.9.0.77', os: SYSTEM })
  rig.demo.control.advance(60_000)
  await rig.pass()
  rig.demo.control.removeAgent(gone)
  rig.demo.control.advance(60_000)
  const id = rig.demo.control.addAgent({ name: 'edge-new', registerIP: '10.9.0.77', os: SYSTEM })
  rig.demo.control.advance(60_000)
  await rig.pass()
  await rig.pass()
  await fleet.refresh()
  const seen = await of(id)
  expect([short(seen.earlier), short(seen.possible)]).toEqual([[], [`${gone} weak`]])
  expect(seen.possible[0]).toMatchObject({
    name: 'edge-old',
    evidence: [{ kind: 'name', says: 'differs' }, { says: 'same' }, { says: 'same' }],
  })
  expect(short((await of(gone)).possible)).toEqual([`${id} weak`])
  await load(gone, 'MOVED-55')
  await load(id, 'MOVED-55')
  expect(short((await of(id)).earlier)).toEqual([`${gone} likely`])
  expect(short((await of(gone)).later)).toEqual([`${id} likely`])
  const { endpoint, earlier } = await of(id)
  const parted = await set(id, { endpoint, other: earlier[0]?.endpoint, apart: true })
  expect([parted.earlier, parted.possible, parted.apart.map(({ id }) => id)]).toEqual([[], [], [gone]])
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
  const rows = () => [rig.rows('SELECT count(*) FROM "EndpointApart"')[0]?.[0], serials().length]
  const [, second, third] = ids
  const at = rig.demo.control.now()
  const { endpoint, later } = await of(second)
  await set(second, { endpoint, other: later[0]?.endpoint, apart: true })
  expect([...rows(), later[0]?.id]).toEqual([2, 3, third])
  const prune = historyPruner(rig.store.db, (work) => rig.store.db.transaction(work))
  while (prune('main', at + 400 * DAY_MS));
  // The last one that went is always kept, with what is known of it and its successor.
  expect(rows()).toEqual([1, 2])
  expect(serials().join()).not.toContain(`${Number(second)} `)
})
