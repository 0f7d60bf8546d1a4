'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { runsOf } from '#components/ui/strip-runs.ts'
import type { AgentHistory } from '#lib/contract/agent-history.ts'
import { HISTORY_TEXT as WORDS } from '#lib/format/text-history.ts'
import { ticksOf, tickWord } from '#lib/format/ticks.ts'
import { formatClock } from '#lib/format/time.ts'
import { momentFocus } from './moment-focus.ts'

/** Cells that Page Up and Page Down move by. */
const PAGE = 12
/** Hours or days that are named below. */
const TICKS = 8
/** How far from the middle their words may stand, of the whole width. */
const EDGE = 0.47

/**
 * The strip: thin while up, thick while down, dotted where nobody looked, nothing where nothing is recorded. A click, or the arrow keys
 * and Enter, lead to how it stood at a moment.
 */
export function LifeStrip({
  history,
  at,
  hrefAt,
}: {
  history: AgentHistory
  /** The moment that is looked at, epoch milliseconds. */
  at: number | null
  hrefAt: (at: string) => string
}) {
  const router = useRouter()
  const [cursor, setCursor] = useState<number | null>(null)
  const { strip, range, availability, removed } = history
  const [from, end] = [Date.parse(strip.from), Date.parse(history.to)]
  const cellMs = strip.cellSeconds * 1000
  const count = strip.cells.length
  const own = availability.find((one) => one.range === range)
  const title = removed ? WORDS.rangeBefore[range] : WORDS.rangeTitle[range]
  const place = (time: number) => `${(((time - from) / (count * cellMs)) * 100).toFixed(2)}%`
  const placeFromEnd = (time: number) => `${((1 - (time - from) / (count * cellMs)) * 100).toFixed(2)}%`
  const timeOf = (cell: number) => new Date(Math.min(from + (cell + 0.5) * cellMs, end)).toISOString()
  const say = (cell: number) => `${formatClock(timeOf(cell), history.to)}: ${WORDS.state[strip.cells.charAt(cell)] ?? ''}`
  const open = (cell: number) => {
    momentFocus.want()
    router.push(hrefAt(timeOf(cell)))
  }
  const cellAt = ({ clientX, currentTarget }: React.PointerEvent<HTMLElement> | React.MouseEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    return clamp(Math.floor(((clientX - left) / width) * count), count)
  }
  // A word at the very edge would be cut off.
  const isInside = (tick: number) => Math.abs((tick - from) / (count * cellMs) - 0.5) < EDGE
  const shown = cursor ?? (at === null ? count - 1 : clamp(Math.floor((at - from) / cellMs), count))
  const move = (event: React.KeyboardEvent) => {
    const to = MOVES[event.key]?.(shown, count)
    if (event.key === 'Enter') open(shown)
    else if (to === undefined) return
    else setCursor(clamp(to, count))
    event.preventDefault()
  }
  return (
    <div className="life">
      <p className="sr-only">{own && WORDS.describe(title, own.downSeconds, own.unknownSeconds, own.outsideSeconds > 0)}</p>
      <div
        className="life-line"
        role="slider"
        tabIndex={0}
        aria-label={WORDS.slider}
        aria-valuemin={0}
        aria-valuemax={count - 1}
        aria-valuenow={shown}
        aria-valuetext={say(shown)}
        onKeyDown={move}
        onClick={(event) => open(cellAt(event))}
        onPointerMove={(event) => setCursor(cellAt(event))}
        onPointerLeave={() => setCursor(null)}
        onBlur={() => setCursor(null)}
      >
        {runsOf(strip.cells).map(({ letter, length, start }) => (
          <i key={start} className={letter} style={{ flexGrow: length }} />
        ))}
        {/* A gap of minutes would vanish in the cell of a day: each stands below the line, too. */}
        {history.gaps.map((gap) => (
          <span
            key={gap.from}
            className="life-gap"
            style={{ insetInlineStart: place(Date.parse(gap.from)), insetInlineEnd: placeFromEnd(Date.parse(gap.to)) }}
          />
        ))}
        {at !== null && at >= from && at <= from + count * cellMs && (
          <b className="life-at" style={{ insetInlineStart: place(at) }} />
        )}
        {cursor !== null && <b className="life-cursor" style={{ insetInlineStart: place(from + (cursor + 0.5) * cellMs) }} />}
      </div>
      <p className="life-hours" aria-hidden="true">
        {ticksOf(from, end, TICKS)
          .filter(isInside)
          .map((tick) => (
            <span key={tick} style={{ insetInlineStart: place(tick) }}>
              {tickWord(tick, from, end)}
            </span>
          ))}
      </p>
      <p className="meta text-tertiary" aria-hidden="true">
        {cursor === null ? WORDS.hint : say(cursor)}
      </p>
    </div>
  )
}

const MOVES: Readonly<Record<string, (cell: number, count: number) => number>> = {
  ArrowLeft: (cell) => cell - 1,
  ArrowDown: (cell) => cell - 1,
  ArrowRight: (cell) => cell + 1,
  ArrowUp: (cell) => cell + 1,
  PageDown: (cell) => cell - PAGE,
  PageUp: (cell) => cell + PAGE,
  Home: () => 0,
  End: (_, count) => count - 1,
}

function clamp(cell: number, count: number): number {
  return Math.min(Math.max(cell, 0), count - 1)
}
