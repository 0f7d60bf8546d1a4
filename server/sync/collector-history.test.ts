import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collectorFixture } from './collector-fixture.ts'
import { agent, DAY } from './testing.ts'

let f: ReturnType<typeof collectorFixture>
beforeEach(() => {
  f = collectorFixture((now) => Array.from({ length: 50 }, (_, i) => agent(i + 1, now)))
})
afterEach(() => f.store.remove())

describe('changes', () => {
  it('keep the times of both passes when those are forgotten after 30 days', async () => {
    f.manager.skewMs = 7 * DAY
    await f.pass()
    const firstAt = f.clock.now() + 7 * DAY
    f.edit(7, { version: 'Wazuh v4.14.8' })
    f.manager.agents.delete(8)
    f.manager.groups = [{ name: 'default', count: 3, mergedSum: 'a', configSum: 'b' }]
    await f.pass()
    const times = [[firstAt, firstAt + 60_000]]
    expect(f.rows('SELECT afterAt, seenAt FROM "Transition"')).toEqual(times)
    f.clock.advance(31 * DAY)
    await f.pass()
    expect(f.rows('SELECT id FROM Pass')).toEqual([[3]])
    expect(f.rows('SELECT afterAt, seenAt FROM "Transition"')).toEqual(times)
    expect(f.rows('SELECT lastAt, removedAt FROM Tombstone')).toEqual(times)
    expect(f.rows('SELECT seenAt FROM GroupSum')).toEqual([[firstAt + 60_000]])
  })

  it('are forgotten after the days of history, but not the latest one of an agent', async () => {
    await f.pass()
    for (const version of ['B', 'C']) {
      f.edit(7, { version })
      await f.pass()
    }
    f.clock.advance(399 * DAY)
    await f.pass()
    expect(f.rows('SELECT toValue FROM "Transition"')).toEqual([['B'], ['C']])
    f.clock.advance(2 * DAY)
    // A manager's clock that leaps ahead is not believed; one that lags behind is.
    f.manager.skewMs = -5 * DAY
    await f.pass()
    expect(f.rows('SELECT toValue FROM "Transition"')).toEqual([['B'], ['C']])
    f.manager.skewMs = 5000 * DAY
    await f.pass()
    expect(f.rows('SELECT toValue FROM "Transition"')).toEqual([['C']])
  })
})
