import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inScope, NO_AGENTS, SCOPE_ALL, type Scope } from '#lib/agent/scope.ts'
import { AGENT_STATUSES } from '#lib/agent/status.ts'
import { evolution } from '#lib/contract/evolution.ts'
import { z } from '#lib/contract/zod.ts'
import type { StatusCounts } from '#lib/insight/evolution.ts'
import { DAY_MS, HOUR_MS } from '#lib/insight/steps.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { log } from '#server/log.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { getEvolution } from '#server/services/past/get-evolution.ts'
import { managerPast } from '#server/services/past/manager-past.ts'
import { rollUpsWriter } from '#server/store/rollups-writer.ts'
import { rollUp } from '#server/sync/roll-up.ts'
import { type SimulatedPast, simulatePast } from './simulated-past.ts'

const START = Date.UTC(2026, 9, 1, 5, 20)
const limited = (ids: number[], groups: string[] = []): Scope => ({
  kind: 'limited',
  managers: new Map([['main', { ...NO_AGENTS, rules: [{ effect: 'allow', ids: new Set(ids), groups: new Set(groups) }] }]]),
})
const SCOPES: Record<string, Scope> = {
  'all of it': SCOPE_ALL,
  'every endpoint by its id': limited(Array.from({ length: 500 }, (_, i) => i + 1)),
  'some ids': limited([1, 3, 7, 8, 9, 30, 31]),
  'one group': limited([], ['web']),
  nothing: { kind: 'limited', managers: new Map([['main', NO_AGENTS]]) },
}

describe('the evolution of what a scope sees', () => {
  const test = openTestFleet()
  let past: SimulatedPast
  let now = 0
  const ctx = (scope: Scope): ServiceContext => ({
    fleet: test.fleet,
    prisma: test.prisma,
    clock: { now: () => now, sleep: async () => undefined },
    log,
    config: { demo: true, intervalSeconds: 30, managers: [] },
    scope,
  })
  const ask = (scope: Scope, from: string, to?: string) =>
    getEvolution({ ctx: ctx(scope), input: { from, ...(to ? { to } : {}) } })

  beforeAll(async () => {
    const writer = rollUpsWriter(test.db, (work) => test.db.transaction(work))
    past = simulatePast(test, { start: START, days: 12, seed: 7, afterPass: (at) => rollUp(writer, 'main', at) })
    now = past.end + 20_000
    await test.fleet.refresh()
  })
  afterAll(() => test.close())

  for (const [name, scope] of Object.entries(SCOPES)) {
    for (const [from, to] of [['12d'], ['366d'], ['5d'], ['26h'], ['3h'], ['6d', '5d'], ['4d', '70h'], ['30d', '20d']]) {
      it(`is what passes saw: ${name}, from ${from} to ${to ?? 'now'}`, async () => {
        const answer = await ask(scope, from ?? '', to)
        expect(z.strictObject(evolution.shape).parse(answer)).toEqual(answer)
        expect(answer.points.length).toBeGreaterThan(0)
        expect(answer.points.length).toBeLessThanOrEqual(370)
        let before = Date.parse(answer.from)
        for (const point of answer.points) {
          const at = Date.parse(point.at)
          const expected = past.lastSeen(before, at, (agent) => inScope(scope, { manager: 'main', ...agent }))
          expect([point.at, point.byStatus]).toEqual([point.at, expected])
          if (expected) {
            expect(point.total).toBe(AGENT_STATUSES.reduce((sum, status) => sum + expected[status], 0))
            expect(point.notReporting).toBe((point.total ?? 0) - expected.active)
            if (scope.kind === 'all') expect(point.peak).toBeGreaterThanOrEqual(point.notReporting ?? 0)
          } else expect(point.precision).toBe('none')
          before = at
        }
      })
    }

    it(`knows how it was at any moment: ${name}`, async () => {
      const snapshot = test.fleet.snapshot()
      const [manager] = snapshot.managers
      if (!manager) throw new Error('no manager')
      const counts = (at: number) => past.seenBy(at, (agent) => inScope(scope, { manager: 'main', ...agent }))
      const inGaps = past.gaps.map(({ from, to }) => Math.round((from + to) / 2))
      const moments = [...inGaps, ...Array.from({ length: 20 }, (_, i) => START + DAY_MS + i * 12 * HOUR_MS + i * 61_000)]
      const edges = [now - HOUR_MS, now]
      const found = await managerPast(ctx(scope), snapshot, manager, { edges, step: HOUR_MS, moments, now })
      for (const [i, { precision, before, after }] of found.moments.entries()) {
        const at = moments[i] ?? 0
        expect(pickStatuses(before?.counts)).toEqual(counts(at))
        expect(precision).toBe(past.gaps.some(({ from, to }) => from <= at && at < to) ? 'between' : 'exact')
        expect(pickStatuses(after?.counts)).toEqual(counts(after?.at ?? 0))
      }
      const { ago } = await ask(scope, '24h')
      expect([ago.hour.byStatus, ago.day.byStatus]).toEqual([counts(now - HOUR_MS), counts(now - DAY_MS)])
      expect(ago.hour.total).toBe(Object.values(ago.hour.byStatus ?? {}).reduce((sum, count) => sum + count, 0))
    })
  }

  it('names the gaps with their reason, and finds the same with less precision in roll-ups', async () => {
    const fine = await ask(SCOPE_ALL, '3d')
    const coarse = await ask(SCOPE_ALL, '14d')
    for (const { from, to, reason } of past.gaps) {
      const isHere = (gap: { from: string; to: string; reason: string }) =>
        gap.reason === reason && Date.parse(gap.from) <= from && to <= Date.parse(gap.to)
      // One that crosses an hour without filling one is two there.
      for (const at of [from, to - 1]) {
        const holds = (gap: (typeof coarse.gaps)[number]) => Date.parse(gap.from) <= at && at < Date.parse(gap.to)
        expect(coarse.gaps.some((gap) => gap.reason === reason && holds(gap))).toBe(true)
      }
      if (from > now - 3 * DAY_MS) expect(fine.gaps.find(isHere)?.seconds).toBe((to - from) / 1000)
    }
    const seconds = (gaps: readonly { seconds: number }[]) => gaps.reduce((sum, gap) => sum + gap.seconds, 0)
    expect(seconds(coarse.gaps)).toBe(past.gaps.reduce((sum, { from, to }) => sum + (to - from) / 1000, 0))
    expect(past.gaps.length).toBeGreaterThan(3)
  })

  it('refuses times that are none, too short, too long or turned round', async () => {
    for (const [from, to] of [['x'], ['30m'], ['400d'], ['1h', '2h'], ['24h', 'y'], ['2026-13-01']])
      await expect(ask(SCOPE_ALL, from ?? '', to)).rejects.toMatchObject({ code: 'bad_request' })
    await expect(getEvolution({ ctx: ctx(SCOPE_ALL), input: { q: 'status=' } })).rejects.toMatchObject({ code: 'bad_query' })
  })

  it('does not follow a query, and says so', async () => {
    const plain = await getEvolution({ ctx: ctx(SCOPE_ALL), input: {} })
    const filtered = await getEvolution({ ctx: ctx(SCOPE_ALL), input: { q: 'status=active' } })
    expect(plain.ignoresQuery).toBe(false)
    expect(filtered).toEqual({ ...plain, ignoresQuery: true })
  })
})

function pickStatuses(counts: StatusCounts | undefined): StatusCounts | null {
  if (!counts) return null
  const { active, disconnected, pending, never_connected, unknown } = counts
  return { active, disconnected, pending, never_connected, unknown }
}
