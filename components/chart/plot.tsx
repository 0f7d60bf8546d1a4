'use client'

import { useId, useRef, useState } from 'react'
import {
  Area,
  AreaChart,
  CartesianGrid,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { STATUS_META } from '#lib/agent/status.ts'
import type { MassEventItem } from '#lib/contract/events.ts'
import type { Evolution } from '#lib/contract/evolution.ts'
import { formatCount } from '#lib/format/numbers.ts'
import { TEXT } from '#lib/format/text.ts'
import { ticksOf, tickWord } from '#lib/format/ticks.ts'
import { formatClock } from '#lib/format/time.ts'
import { PlotTip } from './plot-tip.tsx'
import { countTicks, hasRoom, LAYERS, lostOf, rangeOf, rowsOf, stretchesOf } from './series.ts'

const MARGIN = { top: 20, right: 8, bottom: 0, left: 0 }
const Y_WIDTH = 40
/** Lifts a label from the top of the drawing into its margin. */
const ABOVE = -20
/** A press that moves less than this share of the time shown is a click. */
const CLICK_SHARE = 0.01

/** What is being drawn with the pointer, epoch milliseconds. */
interface Stroke {
  readonly from: number
  readonly to: number
}

interface PlotProps {
  evolution: Evolution
  events: readonly MassEventItem[]
  /** A chosen moment, epoch milliseconds. */
  moment: number | null
  generatedUntil: number | null
  onZoom: (a: number, b: number) => void
  onMoment: (t: number) => void
}

/** The drawing: layers that did not report, gaps as gaps with why, mass events where the count moved; drag to zoom, click for a moment. */
export function Plot({ evolution, events, moment, generatedUntil, onZoom, onMoment }: PlotProps) {
  const hatch = useId()
  const [drag, setDrawn] = useState<Stroke | null>(null)
  // A press may end before what its beginning changed is drawn.
  const stroke = useRef<Stroke | null>(null)
  const setDrag = (next: Stroke | null) => {
    stroke.current = next
    setDrawn(next)
  }
  const rows = rowsOf(evolution)
  const layers = LAYERS.filter((layer) => rows.some((row) => (row[layer] ?? 0) > 0))
  const counts = countTicks(rangeOf(evolution).most ?? 0)
  const [from, to] = [Date.parse(evolution.from), Date.parse(evolution.to)]
  const since = evolution.watchedSince === null ? null : Date.parse(evolution.watchedSince)
  const timeOf = (label: unknown) => (label === undefined || label === null ? null : Number(label))
  const finish = () => {
    const done = stroke.current
    if (!done) return
    setDrag(null)
    if (Math.abs(done.to - done.from) < CLICK_SHARE * (to - from)) onMoment(done.to)
    else onZoom(done.from, done.to)
  }
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart
        data={rows}
        margin={MARGIN}
        accessibilityLayer
        onMouseDown={({ activeLabel }) => {
          const t = timeOf(activeLabel)
          if (t !== null) setDrag({ from: t, to: t })
        }}
        onMouseMove={({ activeLabel }) => {
          const t = timeOf(activeLabel)
          if (stroke.current && t !== null && t !== stroke.current.to) setDrag({ ...stroke.current, to: t })
        }}
        onMouseUp={finish}
        onMouseLeave={() => setDrag(null)}
      >
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="5" height="5" fill="var(--color-canvas)" />
            <rect width="1" height="5" fill="var(--color-strong)" />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <XAxis
          dataKey="t"
          type="number"
          scale="time"
          domain={[from, to]}
          ticks={ticksOf(from, to, 8)}
          tickFormatter={(t: number) => tickWord(t, from, to)}
          tickLine={false}
          axisLine={{ stroke: 'var(--color-line)' }}
          height={22}
        />
        <YAxis
          width={Y_WIDTH}
          allowDecimals={false}
          domain={[0, counts[counts.length - 1] ?? 1]}
          ticks={counts}
          tickFormatter={(count: number) => formatCount(count)}
          tickLine={false}
          axisLine={false}
        />
        {generatedUntil !== null && generatedUntil > from && (
          <ReferenceArea
            x1={from}
            x2={Math.min(generatedUntil, to)}
            fill="var(--color-panel)"
            stroke="none"
            label={{ value: TEXT.chart.generated, position: 'insideTopLeft', dy: ABOVE, dx: -4 }}
          />
        )}
        {layers.map((layer) => {
          const { token } = STATUS_META[layer]
          return (
            <Area
              key={layer}
              dataKey={layer}
              stackId="down"
              type="linear"
              name={STATUS_META[layer].label}
              stroke={`var(--color-${token}-mark)`}
              strokeWidth={layer === 'disconnected' ? 1.5 : 1}
              fill={`var(--color-${token}-tint)`}
              fillOpacity={1}
              dot={false}
              activeDot={false}
              isAnimationActive={false}
            />
          )
        })}
        {since !== null && since > from && (
          <ReferenceArea
            x1={from}
            x2={Math.min(since, to)}
            fill="var(--color-canvas)"
            stroke="none"
            label={{ value: TEXT.chart.notWatched, position: 'center' }}
          />
        )}
        {stretchesOf(evolution).map((stretch) => (
          <ReferenceArea
            key={`${stretch.gap.manager} ${stretch.from}`}
            x1={stretch.from}
            x2={stretch.to}
            fill={`url(#${hatch})`}
            fillOpacity={1}
            stroke="none"
            label={
              hasRoom(stretch, evolution)
                ? { value: TEXT.chart.gap[stretch.gap.reason], position: 'insideTop', className: 'gap-label' }
                : ''
            }
          />
        ))}
        {lostOf(events, evolution).map(({ at, count, isBefore, isLabelled }) => (
          <ReferenceLine
            key={`${at} ${count}`}
            x={at}
            stroke="var(--color-tertiary)"
            strokeDasharray="3 2"
            label={
              isLabelled
                ? { value: TEXT.chart.lost(count), position: isBefore ? 'insideTopRight' : 'insideTopLeft', dy: ABOVE }
                : ''
            }
          />
        ))}
        {moment !== null && moment >= from && moment <= to && (
          <ReferenceLine x={moment} stroke="var(--color-focus)" strokeWidth={1.5} />
        )}
        {drag && drag.from !== drag.to && (
          <ReferenceArea
            x1={Math.min(drag.from, drag.to)}
            x2={Math.max(drag.from, drag.to)}
            fill="var(--color-selected)"
            fillOpacity={0.7}
            stroke="var(--color-focus)"
            label={{
              value: `${formatClock(iso(Math.min(drag.from, drag.to)), evolution.to)} – ${formatClock(iso(Math.max(drag.from, drag.to)), evolution.to)}`,
              position: 'insideTop',
            }}
          />
        )}
        <Tooltip
          filterNull={false}
          isAnimationActive={false}
          cursor={{ stroke: 'var(--color-strong)' }}
          content={<PlotTip rows={rows} gaps={evolution.gaps} asOf={evolution.to} />}
        />
      </AreaChart>
    </ResponsiveContainer>
  )
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
