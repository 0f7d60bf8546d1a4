import type { TooltipContentProps } from 'recharts'
import { StatusMark } from '#components/ui/status-mark.tsx'
import { STATUS_META } from '#lib/agent/status.ts'
import type { EvolutionGap } from '#lib/contract/evolution.ts'
import { formatCount } from '#lib/format/numbers.ts'
import { TEXT } from '#lib/format/text.ts'
import { formatClock } from '#lib/format/time.ts'
import { LAYERS, type Row } from './series.ts'

/** What a point says: when, how many did not report, and how well that is known. Recharts adds its own props. */
export function PlotTip({
  rows,
  gaps,
  asOf,
  active,
  label,
}: { rows: readonly Row[]; gaps: readonly EvolutionGap[]; asOf: string } & Partial<
  Pick<TooltipContentProps<number, string>, 'active' | 'label'>
>) {
  const row = active ? rows.find(({ t }) => t === Number(label)) : undefined
  if (!row) return null
  const { at, notReporting, peak, precision } = row.point
  const words = TEXT.chart
  const gap =
    notReporting === null ? gaps.find(({ from, to }) => Date.parse(from) <= row.t && row.t <= Date.parse(to)) : undefined
  return (
    <div className="tip">
      <p className="font-medium">{formatClock(at, asOf)}</p>
      {notReporting === null ? (
        <p className="text-secondary">
          {gap
            ? `${words.noData(formatClock(gap.from, asOf), formatClock(gap.to, asOf))}: ${words.gap[gap.reason]}`
            : words.noDataShort}
        </p>
      ) : (
        <dl>
          {LAYERS.filter((layer) => (row[layer] ?? 0) > 0).map((layer) => (
            <div key={layer}>
              <dt>
                <StatusMark token={STATUS_META[layer].token} />
                {STATUS_META[layer].label}
              </dt>
              <dd>{formatCount(row[layer] ?? 0)}</dd>
            </div>
          ))}
          <div className="sum">
            <dt>{words.total}</dt>
            <dd>{formatCount(notReporting)}</dd>
          </div>
        </dl>
      )}
      {peak !== null && notReporting !== null && peak > notReporting && <p className="text-secondary">{words.peak(peak)}</p>}
      {precision !== 'exact' && <p className="text-secondary">{words.precision[precision]}</p>}
    </div>
  )
}
