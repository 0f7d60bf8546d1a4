import { afterEach, beforeEach, expect, it } from 'vitest'
import { DAY_MS } from '#lib/insight/steps.ts'
import { openPrisma } from './prisma.ts'
import { RolledBuckets } from './rolled-buckets.ts'
import { rollUpsWriter } from './rollups-writer.ts'
import { openTestStore } from './testing.ts'

let store: ReturnType<typeof openTestStore>
let prisma: ReturnType<typeof openPrisma>
let rolled: RolledBuckets
beforeEach(() => {
  store = openTestStore()
  prisma = openPrisma(store.file)
  rolled = new RolledBuckets(prisma)
})
afterEach(async () => {
  await prisma.$disconnect()
  store.remove()
})

/** A day whose passes saw so many agents, and which of them were in another state at its end. */
function day(at: number, { passes = 1, packed = null }: { passes?: number; packed?: number[] | null } = {}) {
  const changes = packed && Buffer.from(Uint32Array.from(packed).buffer).toString('base64')
  return { at, to: at + DAY_MS, passes, failed: 0, seenMs: 5, unseen: {}, series: null, changes }
}
const save = (...days: ReturnType<typeof day>[]) =>
  rollUpsWriter(store.db, (work) => store.db.transaction(work)).save('main', 'day', days)
const changes = async (from: number, to: number) => {
  const all: [number, number[] | null][] = []
  for await (const { at, packed } of rolled.netChanges('main', 'day', from, to)) all.push([at / DAY_MS, packed && [...packed]])
  return all
}
const buckets = async () => (await rolled.buckets('main', 'day', 0, 900 * DAY_MS)).map(({ at, passes }) => [at / DAY_MS, passes])

it('gives buckets in order and their changes newest first, however often it is asked', async () => {
  save(...Array.from({ length: 120 }, (_, i) => day(i * DAY_MS, { packed: i === 7 ? null : [i, i + 1] })))
  const expected = Array.from({ length: 120 }, (_, i) => [i, i === 7 ? null : [i, i + 1]]).reverse()
  expect(await changes(90 * DAY_MS, 100 * DAY_MS)).toEqual(expected.slice(20, 30))
  for (let i = 0; i < 2; i++) expect(await changes(0, 900 * DAY_MS)).toEqual(expected)
  expect(await buckets()).toEqual(Array.from({ length: 120 }, (_, i) => [i, 1]))
})

it('never gives what a bucket was before it was written anew, or taken away', async () => {
  save(day(0, { packed: [1] }), day(DAY_MS, { packed: [2] }), day(2 * DAY_MS, { packed: [3] }))
  expect(await changes(0, 3 * DAY_MS)).toEqual([
    [2, [3]],
    [1, [2]],
    [0, [1]],
  ])
  save(day(DAY_MS, { passes: 2, packed: [8, 9] }))
  store.db.run('DELETE FROM RollUp WHERE "at" = 0')
  expect(await buckets()).toEqual([
    [1, 2],
    [2, 1],
  ])
  expect(await changes(0, 3 * DAY_MS)).toEqual([
    [2, [3]],
    [1, [8, 9]],
  ])
})
