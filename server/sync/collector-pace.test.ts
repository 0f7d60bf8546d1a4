import { expect, it } from 'vitest'
import { collectorFixture } from './collector-fixture.ts'
import { agent, SECOND } from './testing.ts'

const MINUTE = 60 * SECOND

/** Collects for 20 minutes of the test's clock. @returns when each request was made, and the kinds of the passes */
async function collect(intervalSeconds: number, agents: number, down = 0) {
  const f = collectorFixture((now) =>
    Array.from({ length: agents }, (_, i) => agent(i + 1, now, i < down ? { status: 'disconnected' } : {})),
  )
  try {
    const at: number[] = []
    f.manager.onRequest = () => void at.push(f.clock.now())
    const stop = new AbortController()
    const end = f.clock.now() + 20 * MINUTE
    const running = f.make('here', undefined, undefined, intervalSeconds).start(stop.signal)
    while (f.clock.now() < end) await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    await running
    return {
      at,
      kinds: f.rows('SELECT kind FROM Pass ORDER BY id').flat(),
      failed: f.rows(`SELECT id FROM Pass WHERE outcome = 'failed'`),
    }
  } finally {
    f.store.remove()
  }
}

it.each([
  [5, 50, 0],
  [5, 1_200, 100],
  [8, 50, 5],
  [14, 2_500, 300],
])('every %i s it asks a manager of %i agents at most 30 times in any minute', async (intervalSeconds, agents, down) => {
  const { at, kinds, failed } = await collect(intervalSeconds, agents, down)
  // The first full passes take small pages, so that they cost more.
  const steady = at.filter((time) => time > (at[0] ?? 0) + 2 * MINUTE)
  const busiest = Math.max(...steady.map((from) => steady.filter((time) => time >= from && time < from + MINUTE).length))
  expect(busiest).toBeLessThanOrEqual(30)
  expect(failed).toEqual([])
  expect(kinds.filter((kind) => kind === 'full').length).toBeGreaterThanOrEqual(20)
  if (intervalSeconds === 5) expect(kinds.filter((kind) => kind === 'small').length).toBeGreaterThanOrEqual(20)
})
