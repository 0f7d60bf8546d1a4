import type { AgentStatus } from '#lib/agent/status.ts'
import type { Gap } from './evolution.ts'
import { darkWithin } from './history/dark.ts'
import { type Life, type LifeSpan, type LifeState, lifeOf } from './history/life.ts'
import { isPlaced, type Uptime, uptimeOf } from './history/uptime.ts'

/** A day in quarters of an hour. */
export const STRIP_CELLS = 96
export const STRIP_CELL_MS = 15 * 60_000

/** One letter a cell: the worst that an agent was in it, `x` where nobody looked, `o` before it was enrolled, `b` before anything was recorded. */
export const STRIP_LETTERS = {
  active: 'a',
  disconnected: 'd',
  pending: 'p',
  never_connected: 'n',
  unknown: 'u',
  unseen: 'x',
  absent: 'o',
  before: 'b',
} as const satisfies Record<AgentStatus | 'unseen' | 'absent' | 'before', string>

/** The time that a strip shows, in whole cells; the last one is under way at `now`. */
export interface StripWindow {
  readonly from: number
  readonly to: number
  readonly cellMs: number
}

/** The window of so many cells that ends with the cell in which `now` lies. */
export function stripWindow(now: number, cells: number = STRIP_CELLS, cellMs: number = STRIP_CELL_MS): StripWindow {
  const to = (Math.floor(now / cellMs) + 1) * cellMs
  return { from: to - cells * cellMs, to, cellMs }
}

/**
 * One agent's last 24 hours up to `now`, as `STRIP_CELLS` letters, and how long it was what in them.
 * @param since from when its manager is watched @param gaps in order
 */
export function stripOf(life: Life, since: number | null, gaps: readonly Gap[], now: number): { cells: string } & Uptime {
  const window = stripWindow(now)
  const spans = lifeOf(life, since, window.from, now)
  return { cells: cellsOf(spans, gaps, window), ...uptimeOf(spans, gaps, window.from, now) }
}

/** The cells of a window as letters. @param spans in order and without holes, up to now @param gaps in order */
export function cellsOf(spans: readonly LifeSpan[], gaps: readonly Gap[], { from, to, cellMs }: StripWindow): string {
  const placed = gaps.filter(isPlaced)
  const unplaced = gaps.filter((gap) => !isPlaced(gap))
  const cells: string[] = []
  let next = 0
  for (let start = from; start < to; start += cellMs) {
    const end = start + cellMs
    while (next < spans.length - 1 && (spans[next]?.to ?? 0) <= start) next++
    let [letter, rank, seenMs, unseenMs]: [string, number, number, number] = [STRIP_LETTERS.unseen, -1, 0, 0]
    for (let i = next; i < spans.length; i++) {
      const span = spans[i]
      if (!span || span.from >= end) break
      const [a, b] = [Math.max(span.from, start), Math.min(span.to, end)]
      if (b <= a) continue
      const [own, its] = LETTER_OF[span.state]
      const dark = span.proven || its < RANK_COUNTED ? 0 : darkWithin(placed, a, b)
      unseenMs += dark
      if (b - a > dark && its > rank) [letter, rank] = [own, its]
      if (its >= RANK_COUNTED) seenMs += b - a - dark
    }
    const lost = Math.min(seenMs, lostIn(unplaced, start, end))
    const isUnseen = rank < RANK_BAD && unseenMs + lost > seenMs - lost && unseenMs + lost > 0
    cells.push(isUnseen ? STRIP_LETTERS.unseen : letter)
  }
  return cells.join('')
}

/** The letter of a state, and how much it has to show: in a cell the worst does, as a short loss must not vanish. */
const LETTER_OF = {
  before: [STRIP_LETTERS.before, 0],
  absent: [STRIP_LETTERS.absent, 1],
  never_connected: [STRIP_LETTERS.never_connected, 2],
  unsure: [STRIP_LETTERS.unknown, 3],
  active: [STRIP_LETTERS.active, 4],
  unknown: [STRIP_LETTERS.unknown, 5],
  pending: [STRIP_LETTERS.pending, 6],
  silent: [STRIP_LETTERS.disconnected, 7],
  disconnected: [STRIP_LETTERS.disconnected, 7],
} as const satisfies Record<LifeState, readonly [string, number]>
/** From here on a state is seen by somebody looking, and from there on it shows beside any gap. */
const RANK_COUNTED = 3
const RANK_BAD = 6

/** How much of gaps whose place is known to the hour or day only falls into a stretch, taken as spread evenly. */
function lostIn(gaps: readonly Gap[], from: number, to: number): number {
  return gaps.reduce((sum, gap) => {
    const shared = Math.min(gap.to, to) - Math.max(gap.from, from)
    return shared > 0 ? sum + (shared * gap.ms) / (gap.to - gap.from) : sum
  }, 0)
}
