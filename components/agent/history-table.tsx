'use client'

import { useState } from 'react'
import { Moment } from '#components/ui/moment.tsx'
import { runsOf } from '#components/ui/strip-runs.ts'
import type { AgentHistory } from '#lib/contract/agent-history.ts'
import { formatDuration } from '#lib/format/age.ts'
import { TEXT } from '#lib/format/text.ts'
import { HISTORY_TEXT as WORDS } from '#lib/format/text-history.ts'
import { formatClock } from '#lib/format/time.ts'
import { MomentLink } from './moment-link.tsx'

const SHOWN = 24

/** The strip as a table, the newest first: what it was from when to when, with the reason where nobody looked. */
export function HistoryTable({ history, hrefAt }: { history: AgentHistory; hrefAt: (at: string) => string }) {
  const [isWhole, setWhole] = useState(false)
  const { strip, to, range, gaps } = history
  const [start, end] = [Date.parse(strip.from), Date.parse(to)]
  const timeOf = (cell: number) => new Date(Math.min(start + cell * strip.cellSeconds * 1000, end)).toISOString()
  const rows = runsOf(strip.cells).reverse()
  const shown = isWhole ? rows : rows.slice(0, SHOWN)
  const reason = (from: string, until: string) => gaps.find((gap) => gap.from < until && gap.to > from)?.reason
  return (
    <div className="twin life-twin">
      <table>
        <caption className="sr-only">{WORDS.tableCaption(WORDS.rangeTitle[range])}</caption>
        <thead>
          <tr>
            <th scope="col">{WORDS.columns.from}</th>
            <th scope="col">{WORDS.columns.to}</th>
            <th scope="col">{WORDS.columns.state}</th>
            <th scope="col" className="num">
              {WORDS.columns.length}
            </th>
            <th scope="col">{WORDS.columns.show}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ letter, start: cell, length }) => {
            const [from, until] = [timeOf(cell), timeOf(cell + length)]
            const why = letter === 'x' ? reason(from, until) : undefined
            return (
              <tr key={cell}>
                <th scope="row">
                  <Moment time={from}>{formatClock(from, to)}</Moment>
                </th>
                <td>
                  <Moment time={until}>{formatClock(until, to)}</Moment>
                </td>
                <td>
                  {WORDS.state[letter]}
                  {why && `, ${TEXT.chart.gap[why]}`}
                </td>
                <td className="num">{formatDuration((Date.parse(until) - Date.parse(from)) / 1000)}</td>
                <td>
                  <MomentLink className="link" href={hrefAt(from)} aria-label={WORDS.showAt(formatClock(from, to))}>
                    {WORDS.show}
                  </MomentLink>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <button type="button" className="facet-more" onClick={() => setWhole(true)}>
          {WORDS.rows(rows.length)}
        </button>
      )}
      <p className="meta text-tertiary">{WORDS.cell(strip.cellSeconds)}</p>
    </div>
  )
}
