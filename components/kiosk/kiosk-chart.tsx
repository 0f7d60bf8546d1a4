'use client'

import { memo } from 'react'
import { useZone } from '#components/ui/use-zone.ts'
import type { KioskBoard } from '#lib/contract/kiosk.ts'
import { KIOSK_TEXT, wallTime } from '#lib/format/text-kiosk.ts'
import { drawChart, HEIGHT, hourMarks, WIDTH } from './chart-paths.ts'

/** How many did not report over the last day, stacked from zero; hatched where nobody looked. Drawn anew only with another board. */
export const KioskChart = memo(function KioskChart({ board: { chart, hour } }: { board: KioskBoard }) {
  const timeZone = useZone()
  const { areas, all, disconnected, gaps } = drawChart(chart)
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
      {all === '' && <p className="small none">{KIOSK_TEXT.noPast}</p>}
      <span className="small" style={{ left: 0 }}>
        {KIOSK_TEXT.agoDay}
      </span>
      {hourMarks(chart, timeZone).map(({ at, share }) => (
        <span key={at} className="small" style={place(share)}>
          {wallTime(new Date(at).toISOString(), at, timeZone)}
        </span>
      ))}
      <span className="small" style={{ left: '100%' }}>
        {KIOSK_TEXT.now.toLowerCase()}
      </span>
    </div>
  )
})
