import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AGENT_STATUSES } from '#lib/agent/status.ts'
import type { ManagerAgent } from '#server/manager/agent-row.ts'
import { collectorFixture } from './collector-fixture.ts'
import { agent, DAY, failing } from './testing.ts'
import { anyAgent } from './testing-agents.ts'

const many = (count: number) => (now: number) => Array.from({ length: count }, (_, i) => agent(i + 1, now))
let f: ReturnType<typeof collectorFixture>
beforeEach(() => {
  f = collectorFixture(many(1200))
})
afterEach(() => f.store.remove())

describe('a first full pass', () => {
  it('stores every agent, keeps 000 apart as the card, and says how far it is', async () => {
    const progress: unknown[] = []
    f.manager.onRequest = (call) => {
      if (call === 'all') progress.push(f.row('SELECT state, progressRows, progressTotal FROM Manager'))
    }
    const outcome = await f.pass()
    expect(outcome).toMatchObject({ outcome: 'ok', state: 'ok', rows: 1200, added: 1200, changes: 0, counts: { total: 1200 } })
    expect(progress).toEqual([
      ['starting', null, null],
      ['first_pass', 500, 1200],
    ])
    expect(f.ids()).toHaveLength(1200)
    expect(f.row(`SELECT state, progressRows, version, apiVersion, card->>'$.hostname' FROM Manager`)).toEqual([
      'ok',
      null,
      'v4.14.7',
      '4.14.7',
      'wazuh-master',
    ])
    expect(f.rows('SELECT * FROM "Transition"')).toEqual([])
    expect(f.rows('SELECT lastKeepAlive FROM Keepalive')).toHaveLength(1200)
  })

  it('measures on the manager’s clock', async () => {
    f.manager.skewMs = 7 * DAY
    await f.pass()
    expect(f.row('SELECT asOf - lastSyncAt, fullAsOf FROM Manager')).toEqual([7 * DAY, f.clock.now() + 7 * DAY])
  })

  it('goes on as a first pass after it failed half way', async () => {
    let pages = 0
    f.manager.onRequest = (call, limit) => {
      if (call === 'all' && ++pages > 1) failing('all', 'unreachable')(call)
      if (limit > 500) f.manager.requests.push('large')
    }
    expect(await f.pass()).toMatchObject({ outcome: 'failed', state: 'unreachable', rows: 500, counts: { total: 500 } })
    expect(f.rows('SELECT outcome, total, active FROM Pass')).toEqual([['failed', 500, 500]])
    f.manager.onRequest = () => undefined
    expect(await f.pass()).toMatchObject({ outcome: 'ok', added: 700, counts: { total: 1200 } })
    expect(f.rows('SELECT * FROM "Transition"')).toEqual([])
  })
})

describe('changes', () => {
  it('are written with the two passes between which they happened', async () => {
    const one = await f.pass()
    f.edit(7, { version: 'Wazuh v4.14.8', status: 'disconnected', statusCode: 4, disconnectionTime: f.clock.now() + 5_000 })
    const two = await f.pass()
    expect(two).toMatchObject({ changes: 1, added: 0, removed: 0, counts: { byStatus: { active: 1199, disconnected: 1 } } })
    const keepAlive = f.manager.agents.get(7)?.lastKeepAlive
    expect(
      f.rows('SELECT field, fromValue, toValue, at, lastKeepAlive, afterPassId, passId FROM "Transition" ORDER BY id'),
    ).toEqual([
      ['status', 'active', 'disconnected', f.manager.agents.get(7)?.disconnectionTime, keepAlive, one.passId, two.passId],
      ['status_code', '0', '4', null, keepAlive, one.passId, two.passId],
      ['version', 'Wazuh v4.14.7', 'Wazuh v4.14.8', null, keepAlive, one.passId, two.passId],
    ])
  })

  it('never name a pass that saw another value, not even after a restart', async () => {
    f.edit(7, { status: 'pending' })
    await f.pass()
    f.edit(7, { version: 'B' })
    const small = await f.pass('small')
    f.restart()
    f.edit(7, { version: 'C' })
    await f.pass()
    expect(f.rows('SELECT fromValue, toValue, afterPassId FROM "Transition" ORDER BY id')).toEqual([
      ['Wazuh v4.14.7', 'B', 1],
      ['B', 'C', small.passId],
    ])
  })

  it('of keep-alives touch nothing but the narrow table', async () => {
    await f.pass()
    for (const one of [...f.manager.agents.values()]) f.edit(one.id, { lastKeepAlive: (one.lastKeepAlive ?? 0) + 60_000 })
    const before = f.row('SELECT max(revision) FROM Agent')
    const outcome = await f.pass()
    expect(outcome).toMatchObject({ changes: 0, added: 0 })
    expect(f.row('SELECT max(revision) FROM Agent')).toEqual(before)
    expect(f.row('SELECT min(lastKeepAlive) FROM Keepalive')).toEqual([f.manager.agents.get(1)?.lastKeepAlive])
    expect(
      f.row('SELECT min(k.revision) > ?, max(k.revision) <= m.revision FROM Keepalive k, Manager m', Number(before?.[0])),
    ).toEqual([1, 1])
  })

  it('are none after a restart with nothing changed', async () => {
    f.set(agent(3, f.clock.now(), { name: 'a\0b\ud800', osName: '\udfff' }))
    await f.pass()
    f.restart()
    expect(await f.pass()).toMatchObject({ outcome: 'ok', changes: 0, added: 0, removed: 0, counts: { total: 1200 } })
  })

  it('of the groups’ sums are kept with their past', async () => {
    f.manager.groups = [{ name: 'default', count: 3, mergedSum: 'a', configSum: 'b' }]
    await f.pass()
    await f.pass()
    f.manager.groups = [{ name: 'default', count: 3, mergedSum: 'c', configSum: 'b' }]
    await f.pass()
    f.manager.groups = []
    await f.pass()
    expect(f.rows('SELECT name, mergedSum, current FROM GroupSum ORDER BY id')).toEqual([
      ['default', 'a', 0],
      ['default', 'c', 0],
    ])
  })
})

describe('groups', () => {
  const groups = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ name: `g${i}`, count: 0, mergedSum: 'a', configSum: 'b' }))
  const asked = () => f.manager.requests.filter((call) => call === 'groups').length

  it('are read to the total that the manager announces', async () => {
    f.manager.groups = groups(1000)
    await f.pass()
    expect(f.row('SELECT count(*) FROM GroupSum')).toEqual([1000])
    expect(asked()).toBe(2)
  })

  it('cost two requests at most, however many there are', async () => {
    f.manager.groups = groups(9000)
    await f.pass()
    expect(f.row('SELECT count(*) FROM GroupSum')).toEqual([9000])
    expect(asked()).toBe(2)
  })

  it('of a manager that gives the same page again are let be', async () => {
    f.manager.groups = groups(700)
    await f.pass()
    f.manager.ignoresOffset = true
    f.manager.requests.length = 0
    expect(await f.pass()).toMatchObject({ outcome: 'ok', state: 'ok' })
    expect(asked()).toBe(2)
    expect(f.row('SELECT count(*) FROM GroupSum WHERE current')).toEqual([700])
  })
})

describe('the small pass', () => {
  it('shows changes both ways', async () => {
    f.edit(5, { status: 'disconnected', disconnectionTime: f.clock.now() })
    await f.pass()
    f.edit(5, { status: 'active', disconnectionTime: null })
    f.edit(6, { groupConfigStatus: 'not synced' })
    f.set(agent(1201, f.clock.now(), { status: 'never_connected', dateAdd: f.clock.now(), groupConfigStatus: 'not synced' }))
    f.manager.requests.length = 0
    const outcome = await f.pass('small')
    expect(outcome).toMatchObject({ outcome: 'ok', rows: 3, changes: 2, added: 1 })
    expect(f.manager.requests).toEqual(['info', 'notOk', 'ids'])
    expect(outcome.counts).toMatchObject({
      total: 1201,
      byStatus: { active: 1200, never_connected: 1 },
      bySync: { 'not synced': 2 },
    })
  })

  it('does not speak of its own time while more left its set than it asks for again', async () => {
    f.set(...Array.from({ length: 4100 }, (_, i) => agent(i + 1, f.clock.now(), { status: 'disconnected' })))
    await f.pass()
    const asOf = () => f.row('SELECT asOf FROM Manager')?.[0]
    const before = asOf()
    for (let id = 1; id <= 4100; id++) f.edit(id, { status: 'active' })
    expect(await f.pass('small')).toMatchObject({ outcome: 'ok', changes: 4000 })
    expect(asOf()).toBe(before)
    await f.pass()
    expect(asOf()).not.toBe(before)
  })

  it('is itself the last sight of those that were not in its set', async () => {
    await f.pass()
    const small = await f.pass('small')
    f.edit(8, { status: 'pending', version: 'Wazuh v5.0.0' })
    await f.pass()
    expect(f.rows('SELECT field, afterPassId FROM "Transition" ORDER BY id')).toEqual([
      ['status', small.passId],
      ['version', 1],
    ])
  })

  it('removes nobody', async () => {
    f.edit(5, { status: 'pending' })
    await f.pass()
    f.manager.agents.delete(5)
    expect(await f.pass('small')).toMatchObject({ outcome: 'ok', removed: 0, counts: { total: 1200, byStatus: { pending: 1 } } })
    expect(await f.pass()).toMatchObject({ removed: 1, counts: { total: 1199 } })
  })
})

describe('an unknown status', () => {
  it('is stored and counted, and seen again by the small pass', async () => {
    f.edit(5, { status: 'unknown' })
    expect(await f.pass()).toMatchObject({ outcome: 'ok', counts: { byStatus: { unknown: 1 } } })
    expect(f.row('SELECT unknown, unknownStatuses, active FROM Pass')).toEqual([1, 1, 1199])
    expect(await f.pass('small')).toMatchObject({ rows: 1, changes: 0 })
  })
})

describe('any history of a fleet', () => {
  it('ends with rows, counts and chains of transitions that agree with the manager', async () => {
    const fleets = fc.array(
      fc.array(fc.nat(30), { maxLength: 25 }).chain((ids) => fc.tuple(...[...new Set(ids)].map((id) => anyAgent(id + 1)))),
      {
        minLength: 2,
        maxLength: 5,
      },
    )
    await fc.assert(
      fc.asyncProperty(fleets, fc.boolean(), async (history, restarts) => {
        const own = collectorFixture()
        try {
          for (const fleet of history) {
            own.manager.agents.clear()
            own.set(...fleet)
            if (restarts) own.restart()
            // A large loss needs a second pass that agrees; within one process the collector remembers the first.
            for (let again = 0; again < 2; again++) await own.pass('full')
            if (own.state() === 'other_fleet') return
          }
          if (restarts) for (let again = 0; again < 2; again++) await own.pass('full')
          const last = history[history.length - 1] ?? []
          checkStore(own, last)
        } finally {
          own.store.remove()
        }
      }),
      { numRuns: 40 },
    )
  })
})

function checkStore(own: ReturnType<typeof collectorFixture>, fleet: readonly ManagerAgent[]): void {
  const ids = fleet.map(({ id }) => id).sort((a, b) => a - b)
  expect(own.ids()).toEqual(ids)
  for (const one of fleet) {
    expect(own.row('SELECT status, version, groups FROM Agent WHERE agentId = ?', one.id)).toEqual([
      one.status,
      one.version,
      JSON.stringify(one.groups),
    ])
  }
  const counts = own.row(
    'SELECT total, active, disconnected, pending, neverConnected, unknown FROM Pass ORDER BY id DESC LIMIT 1',
  )
  expect(counts).toEqual([ids.length, ...AGENT_STATUSES.map((status) => fleet.filter((one) => one.status === status).length)])
  // Each change of status starts where the one before ended, and the last one ends at what is stored.
  const chains = new Map<number, string>()
  for (const [key, from, to] of own.rows(
    `SELECT agentKey, fromValue, toValue FROM "Transition" WHERE field = 'status' ORDER BY id`,
  )) {
    const before = chains.get(Number(key))
    if (before !== undefined) expect(from).toBe(before)
    chains.set(Number(key), String(to))
  }
  for (const [key, status] of own.rows('SELECT key, status FROM Agent')) {
    const end = chains.get(Number(key))
    if (end !== undefined) expect(end).toBe(status)
  }
  const orphans = own.rows('SELECT agentKey FROM Keepalive WHERE agentKey NOT IN (SELECT key FROM Agent)')
  expect(orphans).toEqual([])
}
