import { expect, it } from 'vitest'
import type { Life } from './history/life.ts'
import type { Change } from './moment/field-at.ts'
import { STRIP_CELL_MS, STRIP_CELLS, stripOf, stripWindow } from './strip.ts'

const NOW = Date.UTC(2026, 10, 21, 9, 41)
const { from, to } = stripWindow(NOW)
const MINUTE = 60_000
const LONG_AGO = from - 40 * 86_400_000

const agent = (status: string, changes: Change[] = [], more: Partial<Life> = {}): Life => ({
  ...{ current: { status }, lastKeepAlive: NOW - 5000, readAt: NOW, quietMs: MINUTE, dateAdd: null, removed: null, changes },
  ...more,
})
const change = (minutesAgo: number, was: string, is: string, more: Partial<Change> = {}): Change => {
  const seenAt = NOW - minutesAgo * MINUTE
  return { field: 'status', from: was, to: is, at: null, afterAt: seenAt, seenAt, lastKeepAlive: null, ...more }
}
const gap = (start: number, end: number) => ({ from: start, to: end, ms: end - start, reason: 'collector' as const })

/** `a3d2`: runs instead of letters. */
const runs = (cells: string) => cells.replaceAll(/(.)\1*/g, (run, letter) => `${letter}${run.length}`)

it('shows whole quarters of an hour up to the one under way', () => {
  expect([new Date(from).toISOString(), new Date(to).toISOString()]).toEqual([
    '2026-11-20T09:45:00.000Z',
    '2026-11-21T09:45:00.000Z',
  ])
  const all = { upMs: NOW - from, downMs: 0, unknownMs: 0, outsideMs: 0 }
  expect(stripOf(agent('active'), LONG_AGO, [], NOW)).toEqual({ cells: 'a'.repeat(STRIP_CELLS), ...all })
})

it('shows a short loss in its cell, and says how long it was', () => {
  const changes = [change(64, 'active', 'disconnected'), change(62, 'disconnected', 'active')]
  const { cells, downMs } = stripOf(agent('active', changes), LONG_AGO, [], NOW)
  expect(runs(cells)).toBe('a91d1a4')
  expect(downMs).toBe(2 * MINUTE)
})

it('counts down from the last keep-alive, not from when it was declared', () => {
  const loss = { at: NOW - 21 * MINUTE, afterAt: NOW - 22 * MINUTE, lastKeepAlive: NOW - 36 * MINUTE }
  const lost = agent('disconnected', [change(20, 'active', 'disconnected', loss)], { lastKeepAlive: loss.lastKeepAlive })
  expect(stripOf(lost, LONG_AGO, [], NOW)).toMatchObject({ downMs: 36 * MINUTE, unknownMs: 0 })
})

it('takes the manager’s own time where it lies between the passes, and leaves the time between them open where not', () => {
  const within = { at: NOW - 40 * MINUTE, afterAt: NOW - 60 * MINUTE }
  const down = (loss: Partial<Change>) =>
    stripOf(agent('disconnected', [change(20, 'active', 'disconnected', loss)], { lastKeepAlive: null }), LONG_AGO, [], NOW)
  expect(down(within)).toMatchObject({ downMs: 40 * MINUTE, unknownMs: 0 })
  expect(down({ ...within, at: NOW - 90 * MINUTE })).toMatchObject({ downMs: 20 * MINUTE, unknownMs: 40 * MINUTE })
})

it('says where nobody looked, and that nothing was before it was enrolled or watched', () => {
  const gaps = [gap(from - MINUTE, from + 10 * STRIP_CELL_MS), gap(from + 20 * STRIP_CELL_MS, from + 22 * STRIP_CELL_MS)]
  const strip = stripOf(agent('active'), LONG_AGO, gaps, NOW)
  expect(runs(strip.cells)).toBe('x10a10x2a74')
  expect(strip.unknownMs).toBe(12 * STRIP_CELL_MS)
  const young = stripOf(agent('active', [], { dateAdd: from + 50 * STRIP_CELL_MS }), LONG_AGO, [], NOW)
  expect([runs(young.cells), young.unknownMs, young.outsideMs]).toEqual(['o50a46', 0, 50 * STRIP_CELL_MS])
  const fresh = stripOf(agent('active'), from + 30 * STRIP_CELL_MS, [], NOW)
  expect([runs(fresh.cells), fresh.unknownMs, fresh.outsideMs]).toEqual(['b30a66', 0, 30 * STRIP_CELL_MS])
})

it('never counts a gap as up, even where only the hour of it is known', () => {
  const vague = { ...gap(from + 4 * STRIP_CELL_MS, from + 8 * STRIP_CELL_MS), ms: 3 * STRIP_CELL_MS }
  const strip = stripOf(agent('active'), LONG_AGO, [vague], NOW)
  expect([runs(strip.cells), strip.unknownMs]).toEqual(['a4x4a88', 3 * STRIP_CELL_MS])
})

it('knows of a loss in a gap what the reading after it tells', () => {
  const heard = NOW - 50 * MINUTE
  const loss = change(10, 'active', 'disconnected', { at: NOW - 30 * MINUTE, afterAt: NOW - 100 * MINUTE, lastKeepAlive: heard })
  const lost = agent('disconnected', [loss], { lastKeepAlive: heard })
  const strip = stripOf(lost, LONG_AGO, [gap(NOW - 100 * MINUTE, NOW - 10 * MINUTE)], NOW)
  expect(strip).toMatchObject({ downMs: 50 * MINUTE, unknownMs: 50 * MINUTE })
})

it('begins with what the first change came from, whatever it is now', () => {
  expect(runs(stripOf(agent('active', [change(600, 'pending', 'active')]), LONG_AGO, [], NOW).cells)).toBe('p56a40')
  const never = agent('never_connected', [], { lastKeepAlive: null })
  expect(runs(stripOf(never, LONG_AGO, [], NOW).cells)).toBe('n96')
})

it('is down while it is silent though the manager still says active', () => {
  const quiet = agent('active', [], { lastKeepAlive: NOW - 12 * MINUTE })
  expect(stripOf(quiet, LONG_AGO, [], NOW)).toMatchObject({ downMs: 12 * MINUTE, unknownMs: 0 })
})
