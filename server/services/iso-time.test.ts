import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isoTime } from './iso-time.ts'

const FIRST = '0001-01-01T00:00:00.000Z'
const LAST = '9999-12-31T23:59:59.999Z'

describe('a time as text', () => {
  it('is what a date writes, whatever the day', () => {
    const times = fc.double({ min: Date.parse(FIRST), max: Date.parse(LAST), noNaN: true })
    fc.assert(
      fc.property(times, (ms) => isoTime(ms) === new Date(ms).toISOString()),
      { numRuns: 10_000, examples: [[0], [-1], [-0.5], [86_399_999], [-86_400_000], [1_709_164_800_000]] },
    )
  })

  it('is the nearest that four digits of a year can write', () => {
    expect([-8.64e15, Number.NEGATIVE_INFINITY].map(isoTime)).toEqual([FIRST, FIRST])
    expect([253_402_300_800_000, 8.64e15, Number.POSITIVE_INFINITY].map(isoTime)).toEqual([LAST, LAST, LAST])
  })

  it('is missing where the time is', () => {
    expect(isoTime(null)).toBeNull()
    expect(() => isoTime(Number.NaN)).toThrow(RangeError)
  })
})
