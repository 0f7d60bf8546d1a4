import { expect, test } from 'vitest'
import { DEFAULT_SPAN, rangeWord, readSpan, zoomWord } from './span.ts'

const AT = Date.parse('2026-11-21T10:00:00Z')
const MINUTE = 60_000

test('reads the ranges, and shows the last day for what it can’t read', () => {
  expect(readSpan('1y')).toEqual({ from: '365d', to: '', range: '1y' })
  for (const text of ['', '24h', '3h', 'x/y', '2026-11-21/', '2026-11-21T10:00:00Z/2026-11-21T10:30:00Z', 'a/b/c']) {
    expect(readSpan(text)).toEqual(DEFAULT_SPAN)
  }
  expect(rangeWord('24h')).toBe('')
})

test('a drawn stretch reads back, whichever way it was drawn', () => {
  const word = zoomWord(AT, AT - 180 * MINUTE, AT + MINUTE)
  expect(word).toBe('2026-11-21T07:00:00Z/2026-11-21T10:00:00Z')
  expect(readSpan(word)).toEqual({ from: '2026-11-21T07:00:00Z', to: '2026-11-21T10:00:00Z', range: null })
})

test('a short stretch becomes an hour around it that does not reach into the future', () => {
  expect(zoomWord(AT - 90 * MINUTE, AT - 80 * MINUTE, AT)).toBe('2026-11-21T08:05:00Z/2026-11-21T09:05:00Z')
  expect(zoomWord(AT - 10 * MINUTE, AT, AT)).toBe('2026-11-21T09:00:00Z/2026-11-21T10:00:00Z')
})
