import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ManagerScope, SCOPE_ALL, type Scope, WHOLE_MANAGER } from '#lib/agent/scope.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { log } from '#server/log.ts'
import { getSummary } from '#server/services/fleet/get-summary.ts'
import { listAgents } from '#server/services/fleet/list-agents.ts'
import { endMarks, type MarksContext, markAgents } from '#server/services/fleet/marks.ts'
import { getEvents } from '#server/services/past/get-events.ts'
import { marksRepo } from '#server/store/marks-repo.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const HOUR = 3_600_000
const iso = (ms: number) => new Date(ms).toISOString()
let now = NOW
const clock = { now: () => now, sleep: () => new Promise<void>(() => undefined) }
let store: ReturnType<typeof openTestFleet>

const agent = (id: number, status: 'active' | 'disconnected') => ({
  ...{
    manager: 'main',
    managerName: 'main',
    id: String(id).padStart(3, '0'),
    name: `srv-${id}`,
    ip: null,
    registerIp: null,
    status,
    statusCode: 4,
  },
  ...{ statusSince: NOW - HOUR, statusSincePrecision: 'exact' as const, groups: id <= 3 ? ['north'] : ['south'] },
  ...{ os: { name: null, version: null, platform: null, arch: null }, version: null, outdated: null, nodeName: null },
  ...{ managerHost: null, dateAdd: null, lastKeepAlive: NOW - HOUR, seenAt: NOW, disconnectionTime: null },
  ...{
    groupConfigStatus: 'synced' as const,
    syncSince: null,
    syncSincePrecision: 'exact' as const,
    mergedSum: null,
    configSum: null,
  },
  ...{ expected: null, flaps: 0, alias: null, tags: [] },
})

beforeAll(async () => {
  store = openTestFleet({ clock })
  store.writer.manager({ id: 'main', asOf: NOW, version: null })
  store.writer.put([1, 2, 3, 4, 5, 6].map((id) => agent(id, id % 2 ? 'disconnected' : 'active')))
  await store.fleet.refresh()
})
afterAll(() => store.close())

function as(username: string, scope: Scope = SCOPE_ALL): MarksContext {
  const config = { demo: false, intervalSeconds: 30, managers: [] }
  const { fleet, prisma, db } = store
  return {
    fleet,
    prisma,
    clock,
    log,
    config,
    scope,
    marks: marksRepo(db),
    who: { manager: 'main', username },
    refresh: () => fleet.refresh(),
  }
}
const north: ManagerScope = {
  ...WHOLE_MANAGER,
  base: 'deny',
  rules: [{ effect: 'allow', ids: new Set(), groups: new Set(['north']) }],
}
const NORTH: Scope = { kind: 'limited', managers: new Map([['main', north]]) }
const mark = (ctx: MarksContext, input: object) =>
  markAgents({ ctx, input: { reason: 'patching', until: iso(NOW + HOUR), ...input } })
const end = (ctx: MarksContext, input: object) => endMarks({ ctx, input })
const ids = async (q: string, sort = 'id') =>
  (await listAgents({ ctx: as('reader'), input: { q, sort } })).items.map(({ id }) => Number(id))

describe('marks of expected agents', () => {
  it('are on those that match at that moment, shown with who, why and until when, and counted exactly', async () => {
    expect(await mark(as('ada'), { q: 'status=disconnected group=north', total: 2 })).toEqual({ agents: 2, missing: 0 })
    expect(await ids('expected=true')).toEqual([1, 3])
    expect(await ids('expected=false')).toEqual([2, 4, 5, 6])
    expect(await ids('expected.reason~patch expected.by=ADA')).toEqual([1, 3])
    expect(await ids('expected.until=null')).toEqual([2, 4, 5, 6])
    expect(await ids(`expected.until<${iso(NOW + 2 * HOUR)}`)).toEqual([1, 3])
    expect(await ids('', '-expected')).toEqual([1, 3, 2, 4, 5, 6])
    const [first] = (await listAgents({ ctx: as('bob'), input: { q: 'id=1' } })).items
    expect(first).toMatchObject({
      ...{ expected: true, expectedReason: 'patching', expectedBy: 'ada', expectedUntil: iso(NOW + HOUR), expectedAt: iso(NOW) },
    })
    expect(await getSummary({ ctx: as('bob'), input: {} })).toMatchObject({ total: 6, expectedDown: 2 })
    expect(await getSummary({ ctx: as('bob'), input: { q: 'id>1' } })).toMatchObject({ expectedDown: 1 })
    const { alarm } = await getEvents({ ctx: as('bob'), input: {} })
    expect(alarm.parts).toContainEqual(expect.objectContaining({ kind: 'expected', level: 'fine', count: 2 }))
    expect(alarm.parts).toContainEqual(expect.objectContaining({ kind: 'share', notReporting: 1, of: 4 }))
  })

  it('count an endpoint that reports like any other', async () => {
    store.writer.put([agent(1, 'active')])
    await store.fleet.refresh()
    expect(await getSummary({ ctx: as('bob'), input: {} })).toMatchObject({ expectedDown: 1 })
    store.writer.put([agent(1, 'disconnected')])
    await store.fleet.refresh()
    expect(await getSummary({ ctx: as('bob'), input: {} })).toMatchObject({ expectedDown: 2 })
  })

  it('reach no further than the rights of whoever sets or ends them', async () => {
    const branch = as('branch', NORTH)
    expect(await mark(branch, { agents: ['main/2', 'main/004', 'main/99'], reason: 'mine' })).toEqual({ agents: 1, missing: 2 })
    expect(await ids('expected.reason=mine')).toEqual([2])
    await expect(mark(branch, { agents: ['main/5'] })).rejects.toMatchObject({ code: 'not_found' })
    await expect(mark(branch, { q: 'group=south' })).rejects.toMatchObject({ code: 'not_found' })
    await mark(as('ada'), { q: 'id=5' })
    expect(await end(branch, { q: '' })).toEqual({ agents: 3, missing: 0 })
    expect(await ids('expected=true')).toEqual([5])
    await expect(end(branch, { agents: ['main/005'] })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('are replaced by a later one and leave the agent with the endpoint', async () => {
    await mark(as('ada'), { agents: ['main/6'], reason: 'first' })
    await mark(as('bob'), { agents: ['main/006'], reason: 'second', until: iso(NOW + 3 * HOUR) })
    expect(await ids('expected.reason=second')).toEqual([6])
    store.writer.put([agent(6, 'disconnected')], { replace: true })
    await store.fleet.refresh()
    expect(await ids('expected=true')).toEqual([5])
  })

  it('end by themselves, in a running index and in one that starts later', async () => {
    await mark(as('ada'), { agents: ['main/4'], until: iso(NOW + 5 * HOUR) })
    now = NOW + HOUR
    await store.fleet.refresh()
    expect(await ids('expected=true')).toEqual([4])
    const fresh = new FleetIndex({ prisma: store.prisma, clock, log })
    await fresh.refresh()
    expect(
      (await listAgents({ ctx: { ...as('x'), fleet: fresh }, input: { q: 'expected=true' } })).items.map(({ id }) => id),
    ).toEqual(['004'])
    now = NOW + 5 * HOUR
    await store.fleet.refresh()
    expect(await ids('expected=true')).toEqual([])
    now = NOW
  })

  it('refuse what is not clear: two targets or none, ends behind or too far ahead, reasons without words, another number', async () => {
    const ctx = as('ada')
    for (const input of [
      ...[
        {},
        { q: '', agents: ['main/1'] },
        { agents: [] },
        { agents: ['1'] },
        { q: 'id=1', until: iso(NOW) },
        { q: 'id=1', until: 'soon' },
      ],
      ...[
        { q: 'id=1', until: iso(NOW + 367 * 24 * HOUR) },
        { q: 'id=1', reason: ' ' },
        { q: 'id=1', reason: 'x'.repeat(201) },
        { q: 'id=1', by: 'eve' },
      ],
    ])
      await expect(mark(ctx, input)).rejects.toMatchObject({ code: 'bad_request' })
    await expect(mark(ctx, { q: 'nope=1' })).rejects.toMatchObject({ code: 'bad_query' })
    await expect(mark(ctx, { q: 'id<3', total: 3 })).rejects.toMatchObject({ code: 'conflict', message: /Now 2 match/ })
    expect(await ids('expected=true and id<3')).toEqual([])
  })

  it('are written so that nobody sees half of an act, and old ones are forgotten', async () => {
    const count = (sql: string) => Number(store.db.get(sql)?.[0])
    const before = count('SELECT count(*) FROM Mark')
    store.db.run(
      `INSERT INTO Mark (kind, managerId, username, reason, madeAt, endsAt) VALUES ('expected', 'main', 'x', 'half', ?, ?)`,
      NOW,
      NOW + HOUR,
    )
    store.db.run('INSERT INTO MarkedAgent (markId, agentKey) SELECT max(id), 1 FROM Mark')
    await store.fleet.refresh()
    expect(await ids('expected.reason=half')).toEqual([])
    now = NOW + 500 * 24 * HOUR
    await mark(as('ada'), { agents: ['main/1'], until: iso(now + HOUR) })
    await mark(as('ada'), { agents: ['main/1'], until: iso(now + HOUR) })
    expect(before).toBeGreaterThan(3)
    expect(count('SELECT count(*) FROM Mark')).toBeLessThanOrEqual(3)
    expect(await ids('expected=true')).toEqual([1])
    now = NOW
  })
})
