import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bucketsOf, joinBuckets } from '#lib/insight/bucket.ts'
import { DAY_MS, HOUR_MS } from '#lib/insight/steps.ts'
import { timeline } from '#lib/insight/timeline.ts'
import { type RollUpsWriter, rollUpsWriter } from '#server/store/rollups-writer.ts'
import { openTestStore } from '#server/store/testing.ts'
import { collectorFixture } from './collector-fixture.ts'
import { rebuildRollUps, rollUp } from './roll-up.ts'
import { agent, failing } from './testing.ts'

const MINUTE_MS = 60_000
const RUNS = process.env['ROLLCALL_LONG'] ? 2_000 : 150

const kind = fc.constantFrom('ok', 'ok', 'ok', 'ok', 'unconfirmed', 'failed', 'interrupted')
const step = fc.record({
  kind,
  /** Mostly on time, sometimes late, now and then after days. */
  waitMs: fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 1, max: 20 * MINUTE_MS }) },
    { weight: 3, arbitrary: fc.integer({ min: 20 * MINUTE_MS, max: 5 * HOUR_MS }) },
    { weight: 1, arbitrary: fc.integer({ min: 5 * HOUR_MS, max: 5 * DAY_MS }) },
    // Our clock may be set back.
    { weight: 1, arbitrary: fc.integer({ min: -40 * MINUTE_MS, max: 0 }) },
  ),
  tookMs: fc.integer({ min: 0, max: 3 * MINUTE_MS }),
  skewMs: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -2 * HOUR_MS, max: 2 * HOUR_MS }) },
  ),
  dueMs: fc.option(fc.integer({ min: 5_000, max: 25 * MINUTE_MS })),
  state: fc.constantFrom('unreachable', 'refused', 'rate_limited', 'other_fleet', 'degraded', null),
  timed: fc.boolean(),
  active: fc.nat(50),
  down: fc.nat(50),
})

describe('roll-ups', () => {
  const store = openTestStore()
  let writer: RollUpsWriter
  beforeAll(() => {
    writer = rollUpsWriter(store.db, (work) => store.db.transaction(work))
  })
  afterAll(() => store.remove())

  const stored = (size: 'hour' | 'day') =>
    writer.buckets('main', size, 0, Number.MAX_SAFE_INTEGER, size === 'hour' ? HOUR_MS : DAY_MS)

  it('are exactly what all passes add up to, however late, failed or far apart they were', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), fc.nat(DAY_MS), (steps, offset) => {
        store.db.exec('DELETE FROM Pass; DELETE FROM RollUp')
        let now = Date.UTC(2026, 10, 1) + offset
        for (const one of steps) {
          now += one.waitMs
          addPass(now, one)
          rollUp(writer, 'main', now + one.tookMs)
        }
        const passes = writer.passes('main', 0, Number.MAX_SAFE_INTEGER)
        const { segments, settledUntil } = timeline(passes, Number.MAX_SAFE_INTEGER)
        const first = Math.floor(Math.min(...passes.map(({ startedAt, asOf }) => near(asOf, startedAt))) / HOUR_MS) * HOUR_MS
        const hours = edges(first, settledUntil ?? 0, HOUR_MS)
        const expected = bucketsOf(passes, segments, hours)
        const seen = stored('hour').map(({ changes: _, ...bucket }) => bucket)
        expect(seen.filter(({ at }) => at >= first)).toEqual(expected.filter(({ at }) => at >= first))
        for (const day of stored('day')) {
          const { changes: _, ...bucket } = day
          expect(bucket).toEqual(bucketsOf(passes, segments, [day.at, day.to])[0])
          expect(bucket).toEqual(joinBuckets(bucketsOf(passes, segments, edges(day.at, day.to, HOUR_MS)), day.at, day.to))
        }
        const [hoursBefore, daysBefore] = [stored('hour'), stored('day')]
        rebuildRollUps(writer, 'main', now)
        expect(stored('hour').filter(({ at }) => at >= first)).toEqual(hoursBefore.filter(({ at }) => at >= first))
        expect(stored('day')).toEqual(daysBefore)
      }),
      { numRuns: RUNS },
    )
  })

  function addPass(startedAt: number, one: typeof step extends fc.Arbitrary<infer T> ? T : never): void {
    const good = one.kind === 'ok' || one.kind === 'unconfirmed'
    const counts = good ? [one.active + one.down, one.active, one.down, 0, 0, 0, one.active, one.down] : Array(8).fill(null)
    store.db.run(
      `INSERT INTO Pass (managerId, kind, outcome, startedAt, finishedAt, asOf, state, nextBy, total, active, disconnected, pending,
        neverConnected, unknown, synced, notSynced) VALUES ('main', 'full', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      one.kind,
      startedAt,
      startedAt + one.tookMs,
      good || one.timed ? startedAt + one.skewMs : null,
      good ? 'ok' : one.state,
      one.dueMs === null ? null : startedAt + one.tookMs + one.dueMs,
      ...counts,
    )
  }
})

describe('the collector', () => {
  it('rolls its passes up, with what an outage cost and who changed', async () => {
    const f = collectorFixture((now) => [1, 2, 3].map((id) => agent(id, now)))
    try {
      for (let minute = 0; minute < 40; minute++) await f.pass()
      f.edit(2, { status: 'disconnected' })
      for (let minute = 0; minute < 40; minute++) await f.pass()
      f.manager.onRequest = failing('info', 'unreachable')
      for (let minute = 0; minute < 60; minute++) await f.pass()
      f.manager.onRequest = () => undefined
      for (let minute = 0; minute < 90; minute++) await f.pass()
      const rows =
        f.rows(`SELECT passes, failed, json_extract(unseen, '$.unreachable') > 0, series ->> '$[2][0]', length(changes) > 0
        FROM RollUp WHERE size = 'hour' ORDER BY "at"`)
      expect(rows.length).toBe(3)
      expect(rows[0]).toEqual([59, 0, null, 1, 1])
      expect(
        rows
          .slice(1)
          .map(([passes, failures, unseen, down, changed]) => [Number(passes) + Number(failures), unseen, down, changed]),
      ).toEqual([
        [60, 1, 1, 0],
        [60, 1, 1, 0],
      ])
    } finally {
      await f.collector.close()
      f.store.remove()
    }
  })
})

function edges(from: number, to: number, size: number): number[] {
  const out: number[] = []
  for (let at = from; at <= to; at += size) out.push(at)
  return out
}

function near(asOf: number | null, startedAt: number): number {
  return asOf !== null && Math.abs(asOf - startedAt) <= HOUR_MS ? asOf : startedAt
}
