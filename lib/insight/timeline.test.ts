import { describe, expect, it } from 'vitest'
import { bucketsOf, joinBuckets, statOf } from './bucket.ts'
import type { PassFact } from './pass-fact.ts'
import { type Segment, timeline } from './timeline.ts'

const SECOND = 1_000
const counts = (active: number, down = 0) => ({
  ...{ total: active + down, active, disconnected: down, pending: 0, never_connected: 0, unknown: 0 },
  ...{ synced: active, notSynced: down },
})

/** A pass that took a second and was to be followed by another one 30 s after its start. */
function pass(atSeconds: number, more: Partial<PassFact> = {}): PassFact {
  const startedAt = atSeconds * SECOND
  return {
    ...{ id: atSeconds, startedAt, finishedAt: startedAt + SECOND, asOf: startedAt, outcome: 'ok', state: 'ok' },
    ...{ nextBy: startedAt + 30 * SECOND, counts: counts(10), ...more },
  }
}
const failed = (atSeconds: number, state: string | null, more: Partial<PassFact> = {}) =>
  pass(atSeconds, { outcome: 'failed', state, counts: null, ...more })

function told(passes: readonly PassFact[], untilSeconds: number): string[] {
  return timeline(passes, untilSeconds * SECOND).segments.map((segment) => {
    const what = segment.kind === 'seen' ? (segment.counts?.active ?? 'seen') : segment.reason
    return `${segment.from / SECOND}-${segment.to / SECOND} ${what}`
  })
}

describe('the timeline', () => {
  it('holds what a pass counted until the next one', () => {
    expect(told([pass(0), pass(30, { counts: counts(8) }), pass(62)], 70)).toEqual(['0-30 10', '30-62 8', '62-70 10'])
  })

  it('lets a pass be half a minute late, and then says that the collector did not run from its end on', () => {
    expect(told([pass(0)], 60)).toEqual(['0-60 10'])
    expect(told([pass(0)], 61)).toEqual(['0-1 10', '1-61 collector'])
    expect(told([pass(0), pass(60)], 60)).toEqual(['0-60 10'])
    expect(told([pass(0), pass(600)], 610)).toEqual(['0-1 10', '1-600 collector', '600-610 10'])
  })

  it('gives a gap the reasons of the passes that failed in it', () => {
    const outage = [pass(0), failed(30, 'unreachable'), failed(60, 'unreachable'), failed(90, 'refused'), pass(120)]
    expect(told(outage, 130)).toEqual(['0-1 10', '1-90 unreachable', '90-120 refused', '120-130 10'])
    expect(told([pass(0), failed(30, 'rate_limited'), failed(90, 'first_pass'), pass(120)], 120)).toEqual([
      '0-1 10',
      '1-90 refused',
      '90-120 degraded',
    ])
    expect(told([pass(0), failed(30, null), pass(100)], 100)).toEqual(['0-1 10', '1-100 collector'])
  })

  it('tells a collector that ended in the middle of an outage from the outage', () => {
    expect(told([pass(0), failed(30, 'unreachable'), pass(900)], 900)).toEqual(['0-1 10', '1-31 unreachable', '31-900 collector'])
    expect(told([pass(0), failed(600, 'unreachable'), pass(610)], 610)).toEqual([
      '0-1 10',
      '1-600 collector',
      '600-610 unreachable',
    ])
  })

  it('makes no gap of a failure that the next pass made good in time', () => {
    expect(told([pass(0), failed(30, 'unreachable'), pass(40)], 50)).toEqual(['0-40 10', '40-50 10'])
  })

  it('takes no account of interrupted passes, and of a running one only that it came in time', () => {
    const interrupted = pass(20, { outcome: 'interrupted', counts: null })
    expect(told([pass(0), interrupted, pass(50)], 50)).toEqual(['0-50 10'])
    const running = pass(30, { outcome: 'running', finishedAt: null, counts: null, nextBy: null })
    expect(told([pass(0), running], 300)).toEqual(['0-300 10'])
    expect(told([pass(0), running], 900)).toEqual(['0-1 10', '1-900 collector'])
  })

  it('begins with the first pass, even one that failed', () => {
    expect(told([failed(0, 'unreachable'), failed(20, 'unreachable'), pass(40)], 50)).toEqual(['0-40 unreachable', '40-50 10'])
    expect(told([], 50)).toEqual([])
  })

  it('stands on the manager’s clock, unless that can’t be meant', () => {
    expect(told([pass(7_200, { asOf: 7_205 * SECOND }), pass(7_230, { asOf: 7_235 * SECOND })], 7_240)).toEqual([
      '7205-7235 10',
      '7235-7240 10',
    ])
    expect(told([pass(7_200, { asOf: 0 })], 7_240)).toEqual(['7200-7240 10'])
  })

  it('says how far nothing can change any more', () => {
    const settled = (...passes: PassFact[]) => (timeline(passes, 9e9).settledUntil ?? Number.NaN) / SECOND
    expect(settled()).toBeNaN()
    expect(settled(pass(0))).toBe(0)
    expect(settled(pass(0), pass(30))).toBe(30)
    // It may still be made good.
    expect(settled(pass(0), failed(30, 'unreachable'))).toBe(0)
    expect(settled(pass(0), failed(30, 'unreachable'), failed(90, 'unreachable'))).toBe(90)
  })
})

describe('buckets', () => {
  const passes = [pass(0), pass(30, { counts: counts(6, 4) }), failed(60, 'unreachable'), pass(200)]
  const segments: readonly Segment[] = timeline(passes, 300 * SECOND).segments

  it('keep the last, least and most, the sum over time, and what was not seen', () => {
    const [first, second, third] = bucketsOf(passes, segments, [0, 100 * SECOND, 200 * SECOND, 300 * SECOND])
    expect(first).toMatchObject({
      passes: 2,
      failed: 1,
      seenMs: 31 * SECOND,
      unseen: { unreachable: 30 * SECOND, collector: 39 * SECOND },
    })
    expect(first && statOf(first, 'active')).toEqual([6, 6, 10, 10 * 30 * SECOND + 6 * SECOND])
    expect(first && statOf(first, 'notReporting')).toEqual([4, 0, 4, 4 * SECOND])
    expect(second).toMatchObject({ passes: 0, seenMs: 0, unseen: { collector: 100 * SECOND }, series: null })
    expect(third).toMatchObject({ passes: 1, seenMs: SECOND, unseen: { collector: 99 * SECOND } })
  })

  it('joined are what one over all of their time would be', () => {
    for (const size of [7, 10, 33, 100]) {
      const edges = Array.from({ length: Math.ceil(300 / size) + 1 }, (_, i) => i * size * SECOND)
      const end = edges[edges.length - 1] ?? 0
      expect(joinBuckets(bucketsOf(passes, segments, edges), 0, end)).toEqual(bucketsOf(passes, segments, [0, end])[0])
    }
  })
})
