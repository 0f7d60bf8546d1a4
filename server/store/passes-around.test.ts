import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { SCOPE_ALL } from '#lib/agent/scope.ts'
import { momentOf } from '#lib/insight/moment.ts'
import { openPrisma } from './prisma.ts'
import { rollUpsRepo } from './rollups-repo.ts'
import { openTestStore } from './testing.ts'

const store = openTestStore()
const prisma = openPrisma(store.file)
afterAll(async () => {
  await prisma.$disconnect()
  store.remove()
})

const START = Date.UTC(2026, 10, 21)
const pass = fc.record({
  waitMs: fc.oneof(fc.integer({ min: 1000, max: 60_000 }), fc.integer({ min: 1000, max: 20_000_000 })),
  outcome: fc.constantFrom('ok', 'ok', 'ok', 'unconfirmed', 'failed', 'interrupted'),
  // Less than two passes are apart: they look in the order in which they begin.
  driftMs: fc.integer({ min: -400, max: 400 }),
})

it('finds the passes around a moment that all passes together would, however far the clocks stand apart', async () => {
  const repo = rollUpsRepo(prisma)
  const property = fc.asyncProperty(
    fc.array(pass, { minLength: 1, maxLength: 40 }),
    fc.integer({ min: -3_500_000, max: 3_500_000 }),
    fc.array(fc.double({ min: -0.1, max: 1.1, noNaN: true }), { minLength: 5, maxLength: 5 }),
    async (passes, skewMs, shares) => {
      store.db.exec('DELETE FROM Pass')
      let at = START
      for (const [i, { waitMs, outcome, driftMs }] of passes.entries()) {
        at += waitMs
        const asOf = outcome === 'failed' ? null : at + skewMs + driftMs
        store.db.run(INSERT, i + 1, outcome, at, at + 500, asOf, at + 33_000)
      }
      const all = await repo.passes(SCOPE_ALL, 'main', START - 1e8, at + 1e8)
      expect(all).toHaveLength(passes.length)
      for (const share of shares) {
        const moment = Math.round(START + skewMs + share * (at - START))
        const found = momentOf(await repo.passesAround(SCOPE_ALL, 'main', moment), moment, moment)
        expect(found).toEqual(momentOf(all, moment, moment))
      }
    },
  )
  await fc.assert(property, { numRuns: 300 })
})

const INSERT = `INSERT INTO Pass (id, managerId, kind, outcome, state, startedAt, finishedAt, asOf, nextBy)
  VALUES (?, 'main', 'full', ?, 'ok', ?, ?, ?, ?)`
