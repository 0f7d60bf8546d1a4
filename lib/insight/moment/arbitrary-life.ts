import fc from 'fast-check'
import { liveOut, lookAt, type Turn } from './simulated-life.ts'

/** For tests: when the simulated lives begin. */
export const START = Date.parse('2026-11-21T06:00:00Z')

const turn: fc.Arbitrary<Turn> = fc.record({
  kind: fc.constantFrom('runs', 'runs', 'runs', 'waits', 'dies', 'stops', 'flips', 'goes'),
  seconds: fc.integer({ min: 1, max: 900 }),
})

/** For tests: the life of one id, removals and enrolments anew among it, and what irregular passes saw of it. */
export const arbitraryLife = fc
  .record({
    turns: fc.array(turn, { minLength: 1, maxLength: 14 }),
    gaps: fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 2, maxLength: 30 }),
    first: fc.integer({ min: -600, max: 600 }),
  })
  .map(({ turns, gaps, first }) => {
    const { records, keepAlives, end } = liveOut(turns, START)
    const passes: number[] = []
    for (let i = 0, at = START + first * 1000; i < gaps.length && at <= end + 600_000; at += (gaps[i++] ?? 1) * 1000)
      passes.push(at)
    const sights = lookAt(records, passes)
    const dates = [...new Set(sights.flatMap(({ row }) => (row ? [row.dateAdd] : [])))]
    return { sights, passes, keepAlives, end, dates }
  })
