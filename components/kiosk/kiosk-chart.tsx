'use client'

import { memo } from 'react'
import { useZone } from '#components/ui/use-zone.ts'
import type { KioskBoard } from '#lib/contract/kiosk.ts'
import { KIOSK_TEXT, wallTime } from '#lib/format/text-kiosk.ts'
import { drawChart, HEIGHT, hourMarks, WIDTH } from './chart-paths.ts'

/** What is empty at the beginning has a word where there is room for one. */
const ROOM = 0.5
/** On an upright screen the end has a word of its own there. */
const NEAR_END = 0.8

/** How many did not report over the last day, stacked from zero; hatched where nobody looked. Drawn anew only with another board. */
export const KioskChart = memo(function KioskChart({ board: { chart, hour } }: { board: KioskBoard }) {
  const timeZone = useZone()
  const { areas, all, disconnected, gaps, first } = drawChart(chart)
  const place = (share: number) => ({ left: `${(share * 100).toFixed(2)}%` })
  return (
    <div className="wall-chart" role="img" aria-label={KIOSK_TEXT.chart(KIOSK_TEXT.span, hour.net, gaps.length)}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path data-s="disconnected" d={areas.disconnected} />
        <path data-s="never" d={areas.never} />
        <path data-s="pending" d={areas.other} />
        <path className="line" d={all} />
        <path className="line" data-s="disconnected" d={disconnected} />
      </svg>
      {gaps.map(({ from, to }) => (
        <i key={from} style={{ ...place(from), width: `${((to - from) * 100).toFixed(2)}%` }} />
      ))}
      {(first === null || first.share > ROOM) && (
        <p className="small none" style={{ width: `${(first?.share ?? 1) * 100}%` }}>
          {first === null ? KIOSK_TEXT.noPast : KIOSK_TEXT.notBefore(wallTime(first.at, Date.parse(chart.to), timeZone))}
        </p>
      )}
      <span className="small" style={{ left: 0 }}>
        {KIOSK_TEXT.agoDay}
      </span>
      {hourMarks(chart, timeZone).map(({ at, share }) => (
        <span key={at} className="small" style={place(share)} data-near={share > NEAR_END || undefined}>
          {wallTime(new Date(at).toISOString(), at, timeZone)}
        </span>
      ))}
      <span className="small" style={{ left: '100%' }}>
        {KIOSK_TEXT.now.toLowerCase()}
      </span>
    </div>
  )
})
