import type { MassEventItem } from '#lib/contract/events.ts'
import type { Evolution, EvolutionGap } from '#lib/contract/evolution.ts'

/** The layers of the chart from the bottom up; the active ones would be a wall that hides the rest. */
export const LAYERS = ['disconnected', 'never_connected', 'pending', 'unknown'] as const
export type Layer = (typeof LAYERS)[number]

/** One point of the drawing; `null` where nobody saw the fleet, which interrupts it. */
export type Row = { readonly t: number; readonly point: Evolution['points'][number] } & Readonly<Record<Layer, number | null>>

export function rowsOf({ points }: Evolution): Row[] {
  return points.map((point) => {
    const count = (layer: Layer) => point.byStatus?.[layer] ?? null
    return {
      t: Date.parse(point.at),
      point,
      disconnected: count('disconnected'),
      never_connected: count('never_connected'),
      pending: count('pending'),
      unknown: count('unknown'),
    }
  })
}

/** Least, most and last number not reporting; `null` when nothing was seen. */
export function rangeOf({ points }: Evolution): { least: number | null; most: number | null; last: number | null } {
  const seen = points.flatMap(({ notReporting }) => notReporting ?? [])
  if (seen.length === 0) return { least: null, most: null, last: null }
  return { least: Math.min(...seen), most: Math.max(...seen), last: points[points.length - 1]?.notReporting ?? null }
}

/** A stretch of the drawing without data, wide enough to be seen. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly gap: EvolutionGap
}

/** Narrower gaps than this share of the time shown would be less than a line. */
const NARROW = 0.002

export function stretchesOf({ gaps, from, to }: Evolution): Stretch[] {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  return gaps.flatMap((gap) => {
    const a = Math.max(start, Date.parse(gap.from))
    const b = Math.min(end, Date.parse(gap.to))
    return b - a >= NARROW * (end - start) ? [{ from: a, to: b, gap }] : []
  })
}

/** A label needs this share of the width. */
const LABEL_SHARE = 0.07

/** Whether a stretch is wide enough to say in itself why it is one. */
export function hasRoom({ from: a, to: b }: Stretch, { from, to }: Pick<Evolution, 'from' | 'to'>): boolean {
  return b - a >= LABEL_SHARE * (Date.parse(to) - Date.parse(from))
}

/** Of what stands over the drawing, also on a phone. */
const OVER_SHARE = 0.14

/** A mass event in the drawing, epoch milliseconds. */
interface Lost {
  readonly at: number
  readonly count: number
  /** Its label stands before its line, so that it stays inside. */
  readonly isBefore: boolean
  /** No larger one has a label in the same place. */
  readonly isLabelled: boolean
}

/** The events in which endpoints were lost in this time, the largest first. */
export function lostOf(
  events: readonly Pick<MassEventItem, 'direction' | 'to' | 'count'>[],
  { from, to }: Pick<Evolution, 'from' | 'to'>,
): Lost[] {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const width = OVER_SHARE * (end - start)
  const taken: number[] = []
  return events
    .filter(({ direction }) => direction === 'down')
    .map(({ to, count }) => ({ at: Date.parse(to), count }))
    .filter(({ at }) => at >= start && at <= end)
    .toSorted((a, b) => b.count - a.count)
    .map(({ at, count }) => {
      const isBefore = at > (start + end) / 2
      const left = isBefore ? at - width : at
      const isLabelled = taken.every((other) => Math.abs(other - left) >= width)
      if (isLabelled) taken.push(left)
      return { at, count, isBefore, isLabelled }
    })
}

/** Round counts from 0 to at least `most`, three or four steps of 1, 2 or 5. */
export function countTicks(most: number): number[] {
  const rough = Math.max(1, most / 4)
  const ten = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((n) => n * ten).find((one) => one >= rough) ?? rough
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, i) => i * step)
}
