'use client'

import { useId, useState } from 'react'
import { ListLink } from '#components/ui/list-link.tsx'
import type { Breakdown, BreakdownBar } from '#lib/contract/breakdowns.ts'
import { formatCount } from '#lib/format/numbers.ts'
import { TEXT } from '#lib/format/text.ts'
import type { Expr } from '#lib/query/ast.ts'
import { barFilter } from './bar-term.ts'

/** Bars shown before a person asks for the others; these are never hidden one by one. */
const SHOWN = 10
const HIDDEN_LEAST = 3
/** So many times as often disconnected as everything together is out of proportion, from this many on. */
const LOUD_FACTOR = 2
const LOUD_LEAST = 10

/** A bar in its place: those of nodes stand below their manager's. */
export interface RailBar extends BreakdownBar {
  readonly isSub?: boolean
}

interface Whole {
  total: number
  down: number
}

/** One breakdown: every value is a bar whose length is its share and whose link adds its condition to the filter. */
export function Facet({
  title,
  facet: { bars, rest },
  whole,
  expr,
  hrefOf,
  withDown = true,
  note,
}: {
  title: string
  facet: { bars: readonly RailBar[]; rest: Breakdown['rest'] }
  whole: Whole
  expr: Expr
  hrefOf: (q: string) => string
  /** Whether the number of disconnected ones stands beside the total. */
  withDown?: boolean
  note?: string | undefined
}) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  if (bars.length === 0) return null
  const folds = bars.length >= SHOWN + HIDDEN_LEAST
  const shown = folds && !isOpen ? bars.filter(({ value }, i) => i < SHOWN || value === null) : bars
  // None is often nearly all of them, and would leave nothing of the others to see.
  const longest = Math.max(1, ...bars.filter(({ value }) => value !== null).map(({ total }) => total))
  return (
    <section className={withDown ? 'facet' : 'facet one'} aria-labelledby={id}>
      <div className="facet-head">
        <h2 className="label" id={id}>
          {title}
        </h2>
        {withDown && (
          <>
            <small aria-hidden="true">{TEXT.rail.all}</small>
            <small aria-hidden="true">{TEXT.rail.down}</small>
          </>
        )}
      </div>
      <ol>
        {shown.map((bar) => (
          <Bar key={bar.term} bar={bar} longest={longest} whole={whole} expr={expr} hrefOf={hrefOf} withDown={withDown} />
        ))}
      </ol>
      {isOpen && rest && <p className="facet-note">{TEXT.rail.rest(rest.values, rest.total)}</p>}
      {folds && (
        <button type="button" className="facet-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? TEXT.rail.fewer : TEXT.rail.more(bars.length - shown.length + (rest?.values ?? 0))}
        </button>
      )}
      {note !== undefined && <p className="facet-note">{note}</p>}
    </section>
  )
}

function Bar({
  bar: { label, total, down, term, spelling, outdated = 0, isSub = false },
  longest,
  whole,
  expr,
  hrefOf,
  withDown,
}: {
  bar: RailBar
  longest: number
  whole: Whole
  expr: Expr
  hrefOf: (q: string) => string
  withDown: boolean
}) {
  const filter = barFilter(expr, term, spelling)
  // Where everything is disconnected, red would say nothing.
  const downShare = withDown && down > 0 && whole.down < whole.total ? down / total : 0
  const size = { '--w': `${Math.min(100, (total / longest) * 100)}%`, '--d': `${downShare * 100}%` }
  const isLoud = down >= LOUD_LEAST && down * whole.total >= LOUD_FACTOR * whole.down * total
  return (
    // The two lengths are custom properties, which the type of `style` does not name.
    <li style={size as React.CSSProperties} className={isSub ? 'sub' : undefined} data-set={filter?.isSet ? '' : undefined}>
      <ListLink
        className="bar"
        href={hrefOf(filter?.toggled ?? '')}
        aria-current={filter?.isSet ? 'true' : undefined}
        title={label}
      >
        <span className="value">
          {label}
          {outdated > 0 && (
            <>
              <span aria-hidden="true"> ↑</span>
              <span className="sr-only"> {TEXT.rail.outdated}</span>
            </>
          )}
        </span>
        <span className="sr-only">: </span>
        <b>{formatCount(total)}</b>
        {withDown && (
          <>
            <span className="sr-only">, {TEXT.rail.down} </span>
            <em className={isLoud ? 'loud' : undefined}>{down === 0 ? TEXT.none : formatCount(down)}</em>
          </>
        )}
      </ListLink>
      {filter && (
        <ListLink
          className="not"
          href={hrefOf(filter.excluded)}
          aria-label={TEXT.rail.exclude(label)}
          title={TEXT.rail.exclude(label)}
        >
          ≠
        </ListLink>
      )}
    </li>
  )
}
