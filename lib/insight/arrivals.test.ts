import { expect, it } from 'vitest'
import { Arrivals, quantile, type SyncChange } from './arrivals.ts'

const change = (key: number, kind: SyncChange['kind'], seen: number, apart: number | null = 20_000): SyncChange => ({
  ...{ key, kind, seen, after: apart === null ? null : seen - apart },
})

/** The times of changes told in the order in which they happened. */
function timesOf(...changes: readonly SyncChange[]): number[] {
  const arrivals = new Arrivals()
  for (const one of changes.toReversed()) arrivals.add(one)
  expect(arrivals.count).toBe(arrivals.times().length)
  return arrivals.times()
}

it('measures from the middle of the passes that saw it leave to the middle of those that saw it come back', () => {
  expect(timesOf(change(1, 'not synced', 100_000), change(1, 'synced', 130_000))).toEqual([30_000])
  expect(timesOf(change(1, 'not synced', 100_000, 60_000), change(1, 'synced', 130_000))).toEqual([50_000])
})

it('keeps endpoints and their times apart', () => {
  const both = [change(1, 'not synced', 100_000), change(2, 'not synced', 110_000), change(1, 'synced', 130_000)]
  expect(timesOf(...both, change(1, 'not synced', 200_000), change(2, 'synced', 210_000), change(1, 'synced', 220_000))).toEqual([
    20_000, 30_000, 100_000,
  ])
})

it('leaves out what is not over, what began before, and what passes far apart saw', () => {
  expect(timesOf(change(1, 'not synced', 100_000))).toEqual([])
  expect(timesOf(change(1, 'synced', 100_000))).toEqual([])
  expect(timesOf(change(1, 'not synced', 100_000, 120_001), change(1, 'synced', 300_000))).toEqual([])
  expect(timesOf(change(1, 'not synced', 100_000), change(1, 'synced', 300_000, null))).toEqual([])
})

it('leaves out an endpoint that came or went in between or in the same pass', () => {
  expect(timesOf(change(1, 'not synced', 100_000), change(1, 'other', 110_000), change(1, 'synced', 130_000))).toEqual([])
  expect(timesOf(change(1, 'other', 100_000), change(1, 'not synced', 100_000), change(1, 'synced', 130_000))).toEqual([])
  expect(timesOf(change(1, 'other', 90_000), change(1, 'not synced', 100_000), change(1, 'synced', 130_000))).toEqual([30_000])
})

it('reads quantiles as the value that a part does not exceed', () => {
  expect(quantile([10, 20, 30, 40, 50], 0.5)).toBe(30)
  expect(quantile([10, 20, 30, 40, 50], 0.9)).toBe(50)
  expect(quantile([7], 0.9)).toBe(7)
})
