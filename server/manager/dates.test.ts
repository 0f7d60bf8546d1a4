import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTime } from './dates.ts'

describe('readTime', () => {
  it('reads both forms of every second from 1970 to 9998', () => {
    const date = fc.date({ min: new Date(0), max: new Date('9998-12-31T23:59:59Z'), noInvalidDate: true })
    fc.assert(
      fc.property(date, (value) => {
        const seconds = Math.floor(value.getTime() / 1000) * 1000
        const text = new Date(seconds).toISOString().slice(0, 19)
        expect(readTime(`${text}Z`)).toBe(seconds)
        expect(readTime(`${text}+00:00`)).toBe(seconds)
      }),
    )
  })

  it('reads fractions and other zones the slow way', () => {
    expect(readTime('2026-11-21T09:42:13.500Z')).toBe(Date.UTC(2026, 10, 21, 9, 42, 13, 500))
    expect(readTime('2026-11-21T09:42:13+02:00')).toBe(Date.UTC(2026, 10, 21, 7, 42, 13))
    expect(readTime('2026-11-21 09:42:13Z')).toBe(Date.UTC(2026, 10, 21, 9, 42, 13))
  })

  it('takes the year 9999 as always', () => {
    expect(readTime('9999-12-31T23:59:59+00:00')).toBeNull()
    expect(readTime('9999-12-31T23:59:59.9Z')).toBeNull()
  })

  it.each([
    '',
    'NaN',
    'null',
    '2026-11-21',
    '2026-11-21T09:42:13',
    '2026-02-30T00:00:00Z',
    '2026-02-30T00:00:00.5Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-11-21T24:00:00Z',
    '2026-11-21T09:60:00Z',
    '2026-11-21T09:42:1xZ',
    '2026x11-21T09:42:13Z',
    '1969-12-31T23:59:59Z',
    '-026-11-21T09:42:13Z',
    '2026-11-21T09:42:13+99:99',
    `2026-11-21T09:42:13.${'0'.repeat(1_000_000)}Z`,
  ])('does not read %.30s', (text) => {
    expect(readTime(text)).toBeUndefined()
  })

  it('agrees with the platform on any text of the fast form', () => {
    const digit = fc.integer({ min: 0, max: 9 })
    fc.assert(
      fc.property(fc.array(digit, { minLength: 14, maxLength: 14 }), (d) => {
        const text = `${d.slice(0, 4).join('')}-${d[4]}${d[5]}-${d[6]}${d[7]}T${d[8]}${d[9]}:${d[10]}${d[11]}:${d[12]}${d[13]}Z`
        const time = new Date(text)
        const isReal =
          !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 19) === text.slice(0, 19) && time.getTime() >= 0
        expect(readTime(text)).toBe(isReal ? time.getTime() : undefined)
      }),
      { numRuns: 2000 },
    )
  })
})
