import { describe, expect, it, test } from 'vitest'
import type { Evolution } from '#lib/contract/evolution.ts'
import { ticksOf } from '#lib/format/ticks.ts'
import { countTicks, hasRoom, lostOf, rangeOf, rowsOf, stretchesOf } from './series.ts'

const at = (minute: number) => new Date(Date.parse('2026-11-21T10:00:00Z') + minute * 60_000).toISOString()
const point = (minute: number, disconnected: number | null): Evolution['points'][number] => ({
  at: at(minute),
  byStatus: disconnected === null ? null : { active: 5, disconnected, pending: 1, never_connected: 2, unknown: 0 },
  notReporting: disconnected === null ? null : disconnected + 3,
  total: disconnected === null ? null : disconnected + 8,
  peak: null,
  precision: disconnected === null ? 'none' : 'exact',
})
const moment = { at: at(0), precision: 'none' as const, seenAt: null, byStatus: null, total: null, after: null }
const past = (points: Evolution['points'], gaps: Evolution['gaps'] = []): Evolution => ({
  from: at(0),
  to: at(60),
  stepSeconds: 60,
  ignoresQuery: false,
  watchedSince: at(0),
  generatedUntil: null,
  points,
  gaps,
  ago: { hour: moment, day: moment },
})

test('a step that nobody saw is a hole in every layer, and counts in no extreme', () => {
  const evolution = past([point(1, 4), point(2, null), point(3, 9)])
  expect(rowsOf(evolution).map(({ disconnected, pending }) => [disconnected, pending])).toEqual([
    [4, 1],
    [null, null],
    [9, 1],
  ])
  expect(rangeOf(evolution)).toEqual({ least: 7, most: 12, last: 12 })
  expect(rangeOf(past([point(1, null)]))).toEqual({ least: null, most: null, last: null })
})

test('gaps are drawn within the time shown, and those too narrow to see are not', () => {
  const gap = (from: number, to: number) => ({
    manager: 'm',
    from: at(from),
    to: at(to),
    seconds: 1,
    reason: 'collector' as const,
  })
  const evolution = past([], [gap(-30, 10), gap(20, 20.01), gap(40, 42), gap(50, 90)])
  const found = stretchesOf(evolution)
  expect(found.map(({ from, to }) => [from, to])).toEqual([
    [Date.parse(at(0)), Date.parse(at(10))],
    [Date.parse(at(40)), Date.parse(at(42))],
    [Date.parse(at(50)), Date.parse(at(60))],
  ])
  expect(found.map((stretch) => hasRoom(stretch, evolution))).toEqual([true, false, true])
})

test('of losses whose labels would lie across each other the larger one has its label, and every one its line', () => {
  const down = (minute: number, count: number) => ({ direction: 'down' as const, to: at(minute), count })
  const events = [
    down(59, 31),
    down(57, 28),
    down(35, 60),
    down(29, 5),
    down(10, 7),
    { ...down(20, 90), direction: 'back' as const },
  ]
  const lost = lostOf([...events, down(61, 99)], past([]))
  expect(lost.map(({ count }) => count)).toEqual([60, 31, 28, 7, 5])
  // What stands left of its line and what stands right of it can meet in the middle.
  expect(lost.filter(({ isLabelled }) => isLabelled).map(({ count }) => count)).toEqual([60, 31, 7])
})

describe('ticks', () => {
  it.each([60, 24 * 60, 7 * 24 * 60, 30 * 24 * 60, 365 * 24 * 60])('are few, rising and inside for %i minutes', (minutes) => {
    const [from, to] = [Date.parse(at(0)), Date.parse(at(minutes))]
    const ticks = ticksOf(from, to, 8)
    expect(ticks.length).toBeGreaterThan(2)
    expect(ticks.length).toBeLessThanOrEqual(9)
    expect([...ticks].sort((a, b) => a - b)).toEqual(ticks)
    expect(ticks.every((tick) => tick >= from && tick <= to)).toBe(true)
  })

  it.each([0, 1, 3, 7, 131, 573, 99_999])('of counts reach %i in few round steps', (most) => {
    const ticks = countTicks(most)
    expect(ticks[0]).toBe(0)
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(1, most))
    expect(ticks.length).toBeLessThanOrEqual(6)
    expect(ticks.every(Number.isInteger)).toBe(true)
  })
})
