'use client'

import { useState } from 'react'
import { ListLink } from '#components/ui/list-link.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { STATUS_META } from '#lib/agent/status.ts'
import type { Evolution } from '#lib/contract/evolution.ts'
import { formatCount } from '#lib/format/numbers.ts'
import { TEXT } from '#lib/format/text.ts'
import { formatClock } from '#lib/format/time.ts'
import { gapTimes, ofManager } from './gap-words.ts'
import { LAYERS } from './series.ts'

const SHOWN = 24

/** The same figures as a table, the newest first, with everything that the drawing only shows to the eye. */
export function TableTwin({
  evolution,
  names,
  caption,
  momentHref,
}: {
  evolution: Evolution
  /** What people call the managers, by id. */
  names: ReadonlyMap<string, string>
  caption: string
  momentHref: (at: string) => string
}) {
  const [isWhole, setWhole] = useState(false)
  const { points, gaps, to } = evolution
  const words = TEXT.chart
  // Of a stretch without data the newest step stands for all.
  const newest = points.filter(({ total }, i) => total !== null || (points[i + 1]?.total ?? null) !== null).reverse()
  const shown = isWhole ? newest : newest.slice(0, SHOWN)
  return (
    <div className="twin">
      <table>
        <caption className="sr-only">{words.tableCaption(caption)}</caption>
        <thead>
          <tr>
            <th scope="col">{words.columns.time}</th>
            <th scope="col" className="num">
              {words.total}
            </th>
            {LAYERS.map((layer) => (
              <th key={layer} scope="col" className="num">
                {STATUS_META[layer].label}
              </th>
            ))}
            <th scope="col" className="num">
              {words.all}
            </th>
            <th scope="col">{words.columns.changes}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ at, notReporting, byStatus, total, precision }) => (
            <tr key={at}>
              <th scope="row">
                <Moment time={at}>{formatClock(at, to)}</Moment>
              </th>
              <td className="num" title={words.precision[precision] || undefined}>
                {notReporting === null ? words.noCount : `${precision === 'exact' ? '' : '≥\u00a0'}${formatCount(notReporting)}`}
              </td>
              {LAYERS.map((layer) => (
                <td key={layer} className="num">
                  {byStatus ? formatCount(byStatus[layer]) : TEXT.none}
                </td>
              ))}
              <td className="num">{total === null ? TEXT.none : formatCount(total)}</td>
              <td>
                <ListLink className="link" href={momentHref(at)} aria-label={words.showAround(formatClock(at, to))}>
                  {words.show}
                </ListLink>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {newest.length > shown.length && (
        <button type="button" className="facet-more" onClick={() => setWhole(true)}>
          {words.rows(newest.length)}
        </button>
      )}
      {gaps.length > 0 && (
        <>
          <h3 className="label mt-3">{words.gaps}</h3>
          <ul className="meta text-secondary">
            {gaps.map((gap) => (
              <li key={`${gap.manager} ${gap.from}`}>
                {words.gapLine(...gapTimes(gap, to), words.gap[gap.reason])}
                {ofManager(gap, names)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
