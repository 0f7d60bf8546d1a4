import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collectorFixture } from './collector-fixture.ts'
import { agent, DAY } from './testing.ts'

const many = (count: number) => (now: number) => Array.from({ length: count }, (_, i) => agent(i + 1, now))
let f: ReturnType<typeof collectorFixture>
beforeEach(() => {
  f = collectorFixture(many(1200))
})
afterEach(() => f.store.remove())

describe('an id with another date of enrolment', () => {
  it('is a new endpoint; the old one becomes a tombstone', async () => {
    const one = await f.pass()
    const [key] = f.row('SELECT key FROM Agent WHERE agentId = 9') ?? []
    f.edit(9, { dateAdd: f.clock.now(), name: 'host-nine' })
    const two = await f.pass()
    expect(two).toMatchObject({ outcome: 'ok', added: 1, removed: 0, counts: { total: 1200 } })
    expect(f.rows('SELECT key, agentId, name, reason, lastPassId, removedPassId, lastKeepAlive > 0 FROM Tombstone')).toEqual([
      [key, 9, 'host-9', 'replaced', one.passId, two.passId, 1],
    ])
    const [next] = f.row('SELECT key FROM Agent WHERE agentId = 9 AND firstPassId = ?', Number(two.passId)) ?? []
    expect(next).toBeGreaterThan(Number(key))
    expect(f.rows('SELECT agentKey, field, fromValue, toValue FROM "Transition" ORDER BY id')).toEqual([
      [
        next,
        'dateAdd',
        new Date(f.clock.now() - 60_000 * 2 - 30 * DAY).toISOString(),
        new Date(f.clock.now() - 60_000).toISOString(),
      ],
      [next, 'name', 'host-9', 'host-nine'],
    ])
    expect(f.rows('SELECT agentKey FROM Keepalive WHERE agentKey = ?', Number(key))).toEqual([])
  })
})

describe('an endpoint that comes back after its removal', () => {
  const key = (id: number) => f.row('SELECT key FROM Agent WHERE agentId = ?', id)
  const history = () => f.rows('SELECT agentKey, field, fromValue, toValue, afterPassId FROM "Transition" ORDER BY id')

  it('is the same endpoint: its history goes on, without an enrolment', async () => {
    await f.pass()
    const before = key(9)
    const gone = f.manager.agents.get(9)
    f.manager.agents.delete(9)
    const two = await f.pass()
    expect(two).toMatchObject({ removed: 1 })
    if (gone) f.set({ ...gone, version: 'Wazuh v5.0.0' })
    f.restart()
    expect(await f.pass()).toMatchObject({ outcome: 'ok', added: 1, counts: { total: 1200 } })
    expect(key(9)).toEqual(before)
    expect(f.rows('SELECT * FROM Tombstone')).toEqual([])
    expect(history()).toEqual([[before?.[0], 'version', 'Wazuh v4.14.7', 'Wazuh v5.0.0', 1]])
    expect(await f.pass()).toMatchObject({ changes: 0, added: 0 })
    f.manager.agents.delete(9)
    expect(await f.pass()).toMatchObject({ removed: 1 })
  })

  it('is the same one too when another had its id meanwhile', async () => {
    await f.pass()
    const before = key(9)
    const old = f.manager.agents.get(9)
    f.edit(9, { dateAdd: f.clock.now(), name: 'host-nine' })
    await f.pass()
    const between = key(9)
    if (old) f.set(old)
    expect(await f.pass()).toMatchObject({ outcome: 'ok', added: 1, counts: { total: 1200 } })
    expect(key(9)).toEqual(before)
    expect(f.rows('SELECT key, reason FROM Tombstone')).toEqual([[between?.[0], 'replaced']])
    expect(history().filter(([agent]) => agent === before?.[0])).toEqual([])
  })
})
