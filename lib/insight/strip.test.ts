import { expect, it } from 'vitest'
import { STRIP_CELL_MS, STRIP_CELLS, type StripChange, stripOf, stripWindow } from './strip.ts'

const NOW = Date.UTC(2026, 10, 21, 9, 41)
const { from, to } = stripWindow(NOW)
const MINUTE = 60_000
const ALWAYS = [{ from: from - MINUTE, to: NOW }]
const AGENT = { status: 'active', dateAdd: null } as const

const change = (minutesAgo: number, was: string, is: string, more: Partial<StripChange> = {}): StripChange => {
  const seenAt = NOW - minutesAgo * MINUTE
  return { from: was, to: is, at: null, afterAt: seenAt - 30_000, seenAt, ...more }
}

/** `a3d2`: runs instead of letters. */
const runs = (cells: string) => cells.replaceAll(/(.)\1*/g, (run, letter) => `${letter}${run.length}`)

it('shows whole quarters of an hour up to the one under way', () => {
  expect([new Date(from).toISOString(), new Date(to).toISOString()]).toEqual([
    '2026-11-20T09:45:00.000Z',
    '2026-11-21T09:45:00.000Z',
  ])
  expect(stripOf(AGENT, [], ALWAYS, NOW)).toEqual({ cells: 'a'.repeat(STRIP_CELLS), downMs: 0, unseenMs: 0 })
})

it('shows a short loss in its cell, and says how long it was', () => {
  const changes = [change(64, 'active', 'disconnected'), change(62, 'disconnected', 'active')]
  const { cells, downMs } = stripOf(AGENT, changes, ALWAYS, NOW)
  expect(runs(cells)).toBe('a91d1a4')
  expect(downMs).toBe(2 * MINUTE)
})

it('takes the manager’s own time where it lies between the passes', () => {
  const at = NOW - 40 * MINUTE
  const loss = { at, afterAt: NOW - 60 * MINUTE }
  const down = { ...AGENT, status: 'disconnected' } as const
  expect(stripOf(down, [change(20, 'active', 'disconnected', loss)], ALWAYS, NOW).downMs).toBe(40 * MINUTE)
  const early = { at: NOW - 90 * MINUTE, afterAt: NOW - 60 * MINUTE }
  expect(stripOf(down, [change(20, 'active', 'disconnected', early)], ALWAYS, NOW).downMs).toBe(20 * MINUTE)
})

it('says where nobody looked, and that nothing was before it was enrolled', () => {
  const seen = [
    { from: from + 10 * STRIP_CELL_MS, to: from + 20 * STRIP_CELL_MS },
    { from: from + 22 * STRIP_CELL_MS, to: NOW },
  ]
  const strip = stripOf(AGENT, [], seen, NOW)
  expect(runs(strip.cells)).toBe('x10a10x2a74')
  expect(strip.unseenMs).toBe(12 * STRIP_CELL_MS)
  const young = stripOf({ ...AGENT, dateAdd: from + 50 * STRIP_CELL_MS }, [], ALWAYS, NOW)
  expect([runs(young.cells), young.unseenMs]).toEqual(['o50a46', 0])
})

it('begins with what the first change came from, whatever it is now', () => {
  const changes = [change(600, 'pending', 'active')]
  expect(runs(stripOf(AGENT, changes, ALWAYS, NOW).cells)).toBe('p56a40')
  expect(runs(stripOf({ ...AGENT, status: 'never_connected' }, [], ALWAYS, NOW).cells)).toBe('n96')
})
