import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collectorFixture } from './collector-fixture.ts'
import { agent } from './testing.ts'

let f: ReturnType<typeof collectorFixture>
beforeEach(() => {
  f = collectorFixture((now) => Array.from({ length: 4100 }, (_, i) => agent(i + 1, now, { status: 'disconnected' })))
})
afterEach(() => f.store.remove())

it('moves asOf and leaves fullAsOf, unless more left its set than it asks for again', async () => {
  const times = () => f.row('SELECT asOf, fullAsOf FROM Manager')?.map(Number) ?? []
  await f.pass()
  const [first = 0] = times()
  expect(await f.pass('small')).toMatchObject({ outcome: 'ok', changes: 0 })
  expect(times()).toEqual([first + 60_000, first])
  for (let id = 1; id <= 4100; id++) f.edit(id, { status: 'active' })
  expect(await f.pass('small')).toMatchObject({ outcome: 'ok', changes: 4000 })
  expect(times()).toEqual([first + 60_000, first])
  expect(await f.pass()).toMatchObject({ outcome: 'ok', changes: 100 })
  expect(times()).toEqual([first + 180_000, first + 180_000])
})

describe('an endpoint that took the id of another one', () => {
  const fleet = (now: number) => Array.from({ length: 100 }, (_, i) => agent(i + 1, now))
  const wasReplaced = (one: typeof f) => {
    one.edit(5, { dateAdd: one.clock.now(), status: 'never_connected', groupConfigStatus: 'not synced', lastKeepAlive: null })
    one.edit(6, { name: 'other', status: 'disconnected', disconnectionTime: one.clock.now() })
    one.edit(7, { status: 'pending' })
  }
  const written = (one: typeof f) =>
    ['Agent', 'Keepalive', 'Tombstone', '"Transition"'].map((table) => one.rows(`SELECT * FROM ${table} ORDER BY 1`))

  it('begins, and the old one ends, as a full pass would have it', async () => {
    const [small, full] = [collectorFixture(fleet), collectorFixture(fleet)]
    for (const one of [small, full]) {
      await one.pass()
      wasReplaced(one)
    }
    expect(await small.pass('small')).toMatchObject({ outcome: 'ok', added: 2, changes: 1, counts: { total: 100 } })
    expect(await full.pass('full')).toMatchObject({ outcome: 'ok', added: 2, changes: 1 })
    expect(small.rows('SELECT agentId, reason FROM Tombstone ORDER BY 1')).toEqual([
      [5, 'replaced'],
      [6, 'replaced'],
    ])
    // All but the revisions, of which a full pass uses more.
    const plain = (tables: ReturnType<typeof written>) => tables.map((rows) => rows.map((row) => row.slice(0, -1)))
    expect(plain(written(small))).toEqual(plain(written(full)))
    small.store.remove()
    full.store.remove()
  })

  it('does not hold up the small passes until the next full one', async () => {
    const one = collectorFixture(fleet)
    await one.pass()
    wasReplaced(one)
    const asOf = () => Number(one.row('SELECT asOf FROM Manager')?.[0])
    const before = asOf()
    await one.pass('small')
    expect(asOf()).toBe(before + 60_000)
    expect(one.row('SELECT nextTryAt FROM Manager')).toEqual([one.clock.now() + 33_000])
    one.store.remove()
  })

  it('that is active and in sync again is found among those that left the set', async () => {
    const one = collectorFixture(fleet)
    one.edit(5, { status: 'disconnected' })
    await one.pass()
    one.edit(5, { status: 'active', dateAdd: one.clock.now() })
    expect(await one.pass('small')).toMatchObject({ outcome: 'ok', added: 1, counts: { byStatus: { active: 100 } } })
    one.store.remove()
  })

  it.each([
    ['another installation answers', { uuid: 'ffff' }],
    ['a host answers that is not known to be of this one', { uuid: null, hostname: 'other-master' }],
  ])('is left to the full pass while %s', async (_name, swap) => {
    const one = collectorFixture(fleet)
    await one.pass()
    wasReplaced(one)
    Object.assign(one.manager, swap)
    expect(await one.pass('small')).toMatchObject({ outcome: 'ok', added: 0, changes: 1 })
    expect(one.rows('SELECT * FROM Tombstone')).toEqual([])
    one.store.remove()
  })

  it('is left to the full pass when most of the small set took others’ ids, however they are paged', async () => {
    const one = collectorFixture((now) => Array.from({ length: 1200 }, (_, i) => agent(i + 1, now)))
    for (let id = 1; id <= 18; id++) one.edit(id, { status: 'disconnected' })
    await one.pass()
    for (let id = 1; id <= 18; id++) one.edit(id, { dateAdd: one.clock.now(), ...(id > 9 ? { status: 'active' } : {}) })
    const outcome = await one.pass('small')
    expect(outcome.added).toBe(9)
    expect(
      one
        .rows('SELECT agentId FROM Tombstone')
        .flat()
        .every((id) => Number(id) <= 9),
    ).toBe(true)
    expect(await one.pass()).toMatchObject({ outcome: 'ok', added: 9, counts: { total: 1200 } })
    one.store.remove()
  })
})
