import type { Gap } from '../evolution.ts'
import { darkWithin, firstAfter } from './dark.ts'
import type { LifeSpan, LifeState } from './life.ts'

/** How long an endpoint was what, milliseconds; they add up to the time asked for. */
export interface Uptime {
  readonly upMs: number
  /** Not connected, from the last keep-alive on; a start that is under way is not up yet. */
  readonly downMs: number
  /** Nobody looked, or what was seen leaves it open. */
  readonly unknownMs: number
  /** Before it was registered or first connected, before anything was recorded, and after it was removed. */
  readonly outsideMs: number
}

type Part = keyof Uptime

const PART_OF = {
  active: 'upMs',
  silent: 'downMs',
  disconnected: 'downMs',
  pending: 'downMs',
  unknown: 'unknownMs',
  unsure: 'unknownMs',
  never_connected: 'outsideMs',
  absent: 'outsideMs',
  before: 'outsideMs',
} as const satisfies Record<LifeState, Part>

/**
 * Adds up what an endpoint was from one time to another. A gap is unknown, except where the record itself tells what was; of a gap of
 * which only the hour or day is known, the time is taken from what was up in it, and from what was down when that is not enough.
 * @param spans in order, covering the time @param gaps in order
 */
export function uptimeOf(spans: readonly LifeSpan[], gaps: readonly Gap[], from: number, to: number): Uptime {
  const sum = { upMs: 0, downMs: 0, unknownMs: 0, outsideMs: 0 }
  const placed = gaps.filter(isPlaced)
  // Without pieces of their own: an endpoint that never rests has fifty thousand spans a year.
  for (let i = firstAfter(spans, from); i < spans.length; i++) {
    const span = spans[i]
    if (!span || span.from >= to) break
    const start = Math.max(span.from, from)
    const end = Math.min(span.to, to)
    const part = PART_OF[span.state]
    const dark = span.proven || part === 'outsideMs' ? 0 : darkWithin(placed, start, end)
    sum[part] += end - start - dark
    sum.unknownMs += dark
  }
  for (const gap of gaps) {
    if (isPlaced(gap) || gap.to <= from || gap.from >= to) continue
    // Where a gap of an unknown place reaches over an edge of the time, all of it may lie inside.
    const own = { upMs: 0, downMs: 0, unknownMs: 0, outsideMs: 0 }
    for (const span of within(spans, Math.max(from, gap.from), Math.min(to, gap.to)))
      if (!span.proven) own[PART_OF[span.state]] += span.to - span.from
    let left = gap.ms
    for (const part of ['upMs', 'downMs'] as const) {
      const taken = Math.min(left, own[part], sum[part])
      sum[part] -= taken
      sum.unknownMs += taken
      left -= taken
    }
  }
  return sum
}

/** Whether it is known when exactly a gap was. */
export function isPlaced({ from, to, ms }: Gap): boolean {
  return ms === to - from
}

/** The parts of some spans that lie between two times. @param spans in order, not overlapping */
function within(spans: readonly LifeSpan[], from: number, to: number): LifeSpan[] {
  const parts: LifeSpan[] = []
  for (let i = firstAfter(spans, from); i < spans.length; i++) {
    const span = spans[i]
    if (!span || span.from >= to) break
    parts.push({ ...span, from: Math.max(span.from, from), to: Math.min(span.to, to) })
  }
  return parts
}
