import { afterEach, beforeEach, expect, it } from 'vitest'
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
