import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Agent } from '#lib/agent/agent.ts'
import { SCOPE_ALL } from '#lib/agent/scope.ts'
import { parseQuery } from '#lib/query/parse.ts'
import { DEFAULT_SORT } from '#lib/query/sort.ts'
import { countFleet } from './count-fleet.ts'
import { queryFleet } from './query-fleet.ts'
import type { FleetSnapshot } from './snapshot.ts'
import { openTestFleet } from './testing.ts'
import { testAgent } from './testing-agent.ts'

const AS_OF = Date.UTC(2026, 10, 15)

const agent = (id: number, more: Partial<Agent> = {}) => testAgent(id, AS_OF, more)

function query(snapshot: FleetSnapshot, text = '', sort = DEFAULT_SORT) {
  const parsed = parseQuery(text)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  return queryFleet(snapshot, { expr: parsed.expr, scope: SCOPE_ALL, sort, limit: 500 })
}

describe('FleetIndex', () => {
  let test: ReturnType<typeof openTestFleet>
  beforeEach(() => {
    test = openTestFleet()
    test.writer.manager({ id: 'main', asOf: AS_OF, version: 'v4.14.7' })
  })
  afterEach(() => test.close())

  it('measures silence when an agent was read: at the last full pass for those that small passes leave out', async () => {
    const full = AS_OF - 240_000
    test.writer.manager({ id: 'main', asOf: AS_OF, fullAsOf: full, version: 'v4.14.7' })
    test.writer.put([
      agent(1, { lastKeepAlive: full - 10_000 }),
      agent(2, { lastKeepAlive: full - 10_000, status: 'disconnected' }),
      agent(3, { lastKeepAlive: full - 10_000, groupConfigStatus: 'not synced' }),
      // What an API without the sync state says of every agent: small passes then leave out all active ones.
      agent(4, { lastKeepAlive: full - 10_000, groupConfigStatus: 'unknown' }),
    ])
    await test.fleet.refresh()
    const silent = await query(test.fleet.snapshot(), 'silentFor>2m')
    expect(silent.rows.map(({ id, seenAt }) => [id, seenAt])).toEqual([
      ['002', AS_OF],
      ['003', AS_OF],
    ])
    const heard = await query(test.fleet.snapshot(), 'lastKeepAlive<1m')
    expect(heard.rows.map(({ id, seenAt }) => [id, seenAt])).toEqual([
      ['001', full],
      ['004', full],
    ])
  })

  it('measures silence anew when only a full pass moved its time, or when an agent left what small passes read', async () => {
    const full = AS_OF - 240_000
    test.writer.manager({ id: 'main', asOf: AS_OF, fullAsOf: full, version: null })
    test.writer.put([agent(1, { lastKeepAlive: full - 60_000 }), agent(2, { lastKeepAlive: full, status: 'disconnected' })])
    await test.fleet.refresh()
    const silent = async () => (await query(test.fleet.snapshot(), 'silentFor>2m')).rows.map(({ id }) => id)
    expect(await silent()).toEqual(['002'])
    test.writer.manager({ id: 'main', asOf: AS_OF, fullAsOf: AS_OF, version: null })
    await test.fleet.refresh()
    expect(await silent()).toEqual(['001', '002'])
    test.writer.manager({ id: 'main', asOf: AS_OF, fullAsOf: full, version: null })
    test.writer.put([agent(2, { lastKeepAlive: full })])
    await test.fleet.refresh()
    expect(await silent()).toEqual([])
  })

  it('matches no silence of an agent that no complete pass has read', async () => {
    test.writer.manager({ id: 'main', asOf: null, version: null })
    test.writer.put([agent(1), agent(2, { status: 'disconnected' })])
    await test.fleet.refresh()
    expect((await query(test.fleet.snapshot(), 'silentFor>0s or silentFor<=0s')).total).toBe(0)
    expect((await query(test.fleet.snapshot())).rows.map(({ seenAt }) => seenAt)).toEqual([null, null])
  })

  it('counts the changes of status of the last day, as they come and as they leave it', async () => {
    const day = 86_400_000
    let nextId = 1_000_001
    const change = (key: number, seenAt: number, { id = nextId++, field = 'status' } = {}) =>
      test.db.run(INSERT_CHANGE, id, key, key, field, seenAt)
    const flaps = async () => {
      await test.fleet.refresh()
      return (await query(test.fleet.snapshot(), '', { field: 'id', descending: false })).rows.map((row) => row.flaps)
    }
    test.writer.put([agent(1), agent(2), agent(3)])
    change(1, AS_OF - day)
    change(1, AS_OF - day + 1000)
    change(2, AS_OF - 5000)
    change(2, AS_OF - 5000, { field: 'version' })
    change(2, AS_OF)
    expect(await flaps()).toEqual([1, 2, 0])
    // What the pass that is under way has already seen.
    change(2, AS_OF + 30_000)
    test.writer.put([agent(2)])
    expect(await flaps()).toEqual([1, 3, 0])
    test.writer.manager({ id: 'main', asOf: AS_OF + 30_000, version: null })
    expect(await flaps()).toEqual([0, 3, 0])
    expect((await query(test.fleet.snapshot(), 'flaps>=3')).rows.map(({ id }) => id)).toEqual(['002'])
    // A past that is written afterwards, before everything.
    change(3, AS_OF - 1000, { id: 7 })
    test.writer.put([agent(3)])
    expect(await flaps()).toEqual([0, 3, 1])
    // Another endpoint under the same id has changed nothing.
    test.writer.put([agent(2)], { replace: true })
    expect(await flaps()).toEqual([0, 0, 1])
    test.writer.manager({ id: 'main', asOf: AS_OF + 2 * day, version: null })
    expect(await flaps()).toEqual([0, 0, 0])
  })

  it('says that it is not loaded before the store was read', async () => {
    expect(test.fleet.snapshot().loaded).toBe(false)
    await test.fleet.refresh()
    expect(test.fleet.snapshot()).toMatchObject({ loaded: true, managers: [{ id: 'main', asOf: AS_OF }] })
  })

  it('gives back every value of a row', async () => {
    const agents = [agent(1), agent(2, { ip: null, groups: [], version: null, outdated: null, lastKeepAlive: null })]
    test.writer.put(agents)
    await test.fleet.refresh()
    expect(await query(test.fleet.snapshot())).toMatchObject({ rows: agents, total: 2, position: 1, after: null, before: null })
  })

  it('follows changed, added, removed and replaced rows and moved keep-alives', async () => {
    test.writer.put([agent(1), agent(2), agent(3), agent(4)])
    await test.fleet.refresh()
    test.writer.put([agent(2, { status: 'disconnected' }), agent(9)])
    test.writer.remove([agent(1)])
    test.writer.put([agent(3, { name: 'other' })], { replace: true })
    test.writer.keepalives([{ manager: 'main', id: '004', lastKeepAlive: AS_OF }])
    await test.fleet.refresh()
    const { rows } = await query(test.fleet.snapshot(), '', { field: 'id', descending: false })
    const expected = [
      agent(2, { status: 'disconnected' }),
      agent(3, { name: 'other' }),
      agent(4, { lastKeepAlive: AS_OF }),
      agent(9),
    ]
    expect(rows).toEqual(expected)
  })

  it('leaves an older snapshot as it was', async () => {
    test.writer.put([agent(1), agent(2)])
    await test.fleet.refresh()
    const old = test.fleet.snapshot()
    test.writer.put([agent(1, { status: 'pending' })])
    test.writer.remove([agent(2)])
    await test.fleet.refresh()
    expect((await query(old)).rows).toEqual([agent(1), agent(2)])
    expect(await countFleet(old, { expr: { kind: 'all', span: { start: 0, end: 0 } }, scope: SCOPE_ALL })).toMatchObject({
      total: 2,
    })
    expect((await query(test.fleet.snapshot())).rows).toEqual([agent(1, { status: 'pending' })])
  })

  it('keeps the same snapshot while nothing changed', async () => {
    test.writer.put([agent(1)])
    await test.fleet.refresh()
    const snapshot = test.fleet.snapshot()
    await test.fleet.refresh()
    expect(test.fleet.snapshot()).toBe(snapshot)
  })

  it('keeps what was computed only as long as it is true of the newest snapshot', async () => {
    const sizes = () => {
      const { matches, counts, orders, lists } = test.fleet.snapshot().caches
      return [matches.size, counts.size, orders.size, lists.size]
    }
    test.writer.put([agent(1), agent(2)])
    await test.fleet.refresh()
    const old = test.fleet.snapshot()
    await query(old, 'web')
    await query(old, '', { field: 'lastKeepAlive', descending: true })
    await countFleet(old, { expr: { kind: 'all', span: { start: 0, end: 0 } }, scope: { kind: 'limited', managers: new Map() } })
    expect(sizes()).toEqual([1, 0, 2, 1])
    // A moved keep-alive leaves what does not read it.
    test.writer.keepalives([{ manager: 'main', id: '001', lastKeepAlive: AS_OF }])
    await test.fleet.refresh()
    expect(sizes()).toEqual([1, 0, 1, 1])
    const byKeepalive = { field: 'lastKeepAlive', descending: true } as const
    expect((await query(test.fleet.snapshot(), 'web', byKeepalive)).rows.map(({ id }) => id)).toEqual(['001', '002'])
    test.writer.put([agent(1, { name: 'db' })])
    await test.fleet.refresh()
    expect((await query(test.fleet.snapshot(), 'web')).rows.map(({ id }) => id)).toEqual(['002'])
    test.writer.remove([agent(2)])
    await test.fleet.refresh()
    expect(sizes()).toEqual([0, 0, 0, 0])
  })

  it('measures ages and outdated versions anew when only the manager changed', async () => {
    test.writer.put([agent(1), agent(60)])
    await test.fleet.refresh()
    const ids = async (text: string) => (await query(test.fleet.snapshot(), text)).rows.map(({ id }) => id)
    expect(await ids('silentFor>30s')).toEqual(['060'])
    expect(await ids('outdated=true')).toEqual([])
    test.writer.manager({ id: 'main', asOf: AS_OF + 60_000, version: 'v4.15.0' })
    await test.fleet.refresh()
    expect(await ids('silentFor>30s')).toEqual(['001', '060'])
    expect(await ids('lastKeepAlive>30s')).toEqual(['001', '060'])
    expect(await ids('outdated=true')).toEqual(['001', '060'])
  })

  it('drops the rows of a manager that is gone and reads one anew whose revision went back', async () => {
    test.writer.manager({ id: 'other', asOf: null, version: null })
    test.writer.put([agent(1), agent(2), agent(1, { manager: 'other' })])
    test.writer.put([agent(3)])
    await test.fleet.refresh()
    test.db.exec("DELETE FROM Manager WHERE id = 'other'; DELETE FROM Agent WHERE agentId = 2; UPDATE Manager SET revision = 1")
    await test.fleet.refresh()
    expect((await query(test.fleet.snapshot())).rows).toEqual([agent(1), agent(3)])
  })

  it('forgets texts that no row uses any more', async () => {
    test.writer.put([agent(1)])
    for (let round = 0; round < 3; round++) {
      test.writer.put(Array.from({ length: 9000 }, (_, i) => agent(i + 1, { name: `old-${round}-${i}` })))
      await test.fleet.refresh()
    }
    test.writer.remove(Array.from({ length: 8999 }, (_, i) => agent(i + 2)))
    await test.fleet.refresh()
    await test.fleet.refresh()
    expect(test.fleet.snapshot().table.text.name.words.size).toBeLessThan(10)
    expect((await query(test.fleet.snapshot())).rows).toMatchObject([{ id: '001', name: 'old-2-0' }])
  })
})

const INSERT_CHANGE = `INSERT INTO Transition (id, agentKey, managerId, agentId, field, passId, seenAt) VALUES (?, ?, 'main', ?, ?, 1, ?)`
