import { expect, test } from 'vitest'
import type { PastMoment } from '#lib/contract/evolution.ts'
import { deltaSince } from './deltas.ts'

const counts = (disconnected: number) => ({ active: 5, disconnected, pending: 0, never_connected: 0, unknown: 0 })
const at = '2026-11-21T09:00:00Z'
const moment = (precision: PastMoment['precision'], before: number | null, after: number | null): PastMoment => ({
  at,
  precision,
  seenAt: before === null ? null : at,
  byStatus: before === null ? null : counts(before),
  total: before === null ? null : 5 + before,
  after: after === null ? null : { seenAt: at, byStatus: counts(after), total: 5 + after },
})

test('a moment that was seen gives one number', () => {
  expect(deltaSince(moment('exact', 3, null), 'disconnected', 10)).toEqual({ kind: 'exact', by: 7 })
})

test('a moment that nobody saw gives what it lies between', () => {
  expect(deltaSince(moment('between', 3, 12), 'disconnected', 10)).toEqual({ kind: 'between', low: -2, high: 7 })
  expect(deltaSince(moment('between', 3, 3), 'disconnected', 10)).toEqual({ kind: 'exact', by: 7 })
  expect(deltaSince(moment('between', 3, null), 'disconnected', 10)).toBeNull()
})

test('a moment before the first look gives nothing', () => {
  expect(deltaSince(moment('later', null, 3), 'disconnected', 10)).toBeNull()
  expect(deltaSince(moment('none', null, null), 'disconnected', 10)).toBeNull()
  expect(deltaSince(undefined, 'disconnected', 10)).toBeNull()
})
