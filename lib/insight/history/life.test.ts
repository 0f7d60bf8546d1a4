import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Gap } from '../evolution.ts'
import { arbitraryLife, START } from '../moment/arbitrary-life.ts'
import { type Looked, replay } from '../moment/replay.ts'
import { collect, QUIET_MS, type Sight } from '../moment/simulated-life.ts'
import { cellsOf } from '../strip.ts'
import { lifeOf } from './life.ts'
import { type Uptime, uptimeOf } from './uptime.ts'

const RUNS = process.env['ROLLCALL_LONG'] === '1' ? 100_000 : 8_000

const share = fc.double({ min: 0, max: 1, noNaN: true })
const asked = fc.record({
  life: arbitraryLife,
  dark: fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 900 })), { maxLength: 5 }),
  window: fc.tuple(share, share),
  cellMs: fc.constantFrom(60_000, 300_000, 900_000),
})

/** What one piece of time was, by a replay of everything that every pass read. */
interface Piece {
  readonly from: number
  readonly to: number
  readonly part: keyof Uptime
  readonly letter: string
  /** In a cell the later letter of this list shows. */
  readonly rank: number
  readonly isDark: boolean
}

const LETTERS = ['b', 'o', 'n', 'U', 'a', 'u', 'p', 'd']

/** Pieces between all times at which anything can be another. */
function piecesOf(sights: readonly Sight[], dateAdd: number, gaps: readonly Gap[], from: number, to: number): Piece[] {
  const own = sights.filter((sight): sight is Looked => sight.row?.dateAdd === dateAdd)
  const times = [from, to, dateAdd, ...sights.map(({ at }) => at), ...gaps.flatMap((gap) => [gap.from, gap.to])]
  for (const { row } of own) for (const time of [row.lastKeepAlive, row.disconnectedAt]) if (time !== null) times.push(time)
  const edges = [...new Set(times)].filter((time) => time >= from && time <= to).sort((a, b) => a - b)
  return edges.slice(1).map((end, i) => {
    const start = edges[i] ?? from
    const middle = (start + end) / 2
    const [part, letter] = wasAt(sights, dateAdd, middle)
    const isGap = gaps.some((gap) => gap.from < middle && middle < gap.to)
    const isDark = isGap && part !== 'outsideMs' && !isProven(own, middle)
    return { from: start, to: end, part, letter, rank: LETTERS.indexOf(letter), isDark }
  })
}

function wasAt(sights: readonly Sight[], dateAdd: number, at: number): readonly [keyof Uptime, string] {
  const state = replay(sights, dateAdd, at)
  switch (state.kind) {
    case 'before_history':
      return ['outsideMs', 'b']
    case 'not_enrolled':
    case 'removed':
      return ['outsideMs', 'o']
    case 'not_seen_yet':
    case 'removing':
      return ['unknownMs', 'U']
    case 'known':
      if (state.verdict === 'connected') return ['upMs', 'a']
      if (state.verdict === 'pending') return ['downMs', 'p']
      if (state.verdict === 'never_connected') return ['outsideMs', 'n']
      return state.verdict === 'unsure' ? ['unknownMs', 'U'] : ['downMs', 'd']
  }
}

/** A later reading says when the endpoint was last heard, which was before: the gap hides nothing. */
function isProven(own: readonly Looked[], at: number): boolean {
  const before = own.findLast((sight) => sight.at <= at)
  if (!before) return false
  const rest = own.filter((sight) => sight.at > at)
  const last = rest[rest.length - 1]
  const turn = rest.find(({ row }) => row.status !== before.row.status)
  const heardBefore = (sight: Looked) => sight.row.lastKeepAlive !== null && sight.row.lastKeepAlive < at
  if (turn) return turn.row.status === 'disconnected' && heardBefore(turn)
  if (!last || !heardBefore(last)) return false
  return last.row.status === 'disconnected' || last.at - (last.row.lastKeepAlive ?? 0) > QUIET_MS
}

function sumOf(pieces: readonly Piece[]): Uptime {
  const sum = { upMs: 0, downMs: 0, unknownMs: 0, outsideMs: 0 }
  for (const { from, to, part, isDark } of pieces) sum[isDark ? 'unknownMs' : part] += to - from
  return sum
}

function letterOf(pieces: readonly Piece[], from: number, to: number): string {
  const own = pieces.flatMap((piece) => {
    const ms = Math.min(piece.to, to) - Math.max(piece.from, from)
    return ms > 0 ? [{ ...piece, ms }] : []
  })
  const total = (some: readonly { ms: number }[]) => some.reduce((sum, { ms }) => sum + ms, 0)
  const worst = own.filter(({ isDark }) => !isDark).sort((a, b) => b.rank - a.rank)[0]
  const dark = total(own.filter(({ isDark }) => isDark))
  const lit = total(own.filter(({ isDark, letter }) => !isDark && !'bon'.includes(letter)))
  if (!worst || (dark > lit && !'pd'.includes(worst.letter))) return 'x'
  return worst.letter.toLowerCase()
}

/** Gaps one after the other: seconds to wait, seconds of gap. */
function gapsOf(dark: readonly (readonly [number, number])[]): Gap[] {
  let at = START - 300_000
  return dark.map(([wait, length]) => {
    const from = at + wait * 1000 + 1000
    at = from + length * 1000
    return { from, to: at, ms: length * 1000, reason: 'collector' }
  })
}

describe('the life of an endpoint', () => {
  const met = { upMs: 0, downMs: 0, unknownMs: 0, outsideMs: 0, dark: 0, proven: 0 }

  it(`adds up, and is drawn, as a replay of every pass says (${RUNS} histories)`, () => {
    const property = fc.property(asked, ({ life: { sights, passes, dates }, dark, window, cellMs }) => {
      const [first, last] = [passes[0] ?? 0, passes[passes.length - 1] ?? 0]
      const gaps = gapsOf(dark)
      const from = Math.floor(first - 900_000 + (last - first + 900_000) * Math.min(...window))
      const to = Math.ceil(first - 900_000 + (last - first + 900_000) * Math.max(...window))
      for (const dateAdd of dates) {
        const past = collect(sights, dateAdd)
        if (!past || to <= from) continue
        const spans = lifeOf(past, first, from, to)
        expect(spans.map((span) => span.from)).toEqual([from, ...spans.slice(0, -1).map((span) => span.to)])
        expect(spans[spans.length - 1]?.to).toBe(to)
        const pieces = piecesOf(sights, dateAdd, gaps, from, to)
        const sum = uptimeOf(spans, gaps, from, to)
        expect(sum).toEqual(sumOf(pieces))
        const cells = cellsOf(spans, gaps, { from, to, cellMs })
        const starts = Array.from({ length: cells.length }, (_, i) => from + i * cellMs)
        expect(cells).toBe(starts.map((start) => letterOf(pieces, start, start + cellMs)).join(''))
        tally(sum, pieces, gaps)
        // Of gaps whose place is not known as well, less is up and nothing is lost.
        const vague = gaps.map((gap) => ({ ...gap, from: gap.from - 500, to: gap.to + 500 }))
        const least = uptimeOf(spans, vague, from, to)
        expect(least.upMs).toBeLessThanOrEqual(sum.upMs)
        expect(least.upMs + least.downMs + least.unknownMs + least.outsideMs).toBe(to - from)
      }
    })
    fc.assert(property, { numRuns: RUNS })
    expect(Object.entries(met).filter(([, count]) => count === 0)).toEqual([])
  })

  function tally(sum: Uptime, pieces: readonly Piece[], gaps: readonly Gap[]): void {
    for (const part of ['upMs', 'downMs', 'unknownMs', 'outsideMs'] as const) if (sum[part] > 0) met[part]++
    if (pieces.some(({ isDark }) => isDark)) met.dark++
    const isIn = ({ from, to }: Piece) => gaps.some((gap) => gap.from < to && gap.to > from)
    if (pieces.some((piece) => !piece.isDark && piece.part === 'downMs' && isIn(piece))) met.proven++
  }
})
