import type { Evolution, EvolutionGap } from '#lib/contract/evolution.ts'
import { LOCALE } from '#lib/format/locale.ts'
import { formatClock } from '#lib/format/time.ts'

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

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const TICK_STEPS = [5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * MINUTE_MS)

/** Round times of the person's zone within a span, at most about `most` of them; epoch milliseconds. */
export function ticksOf(from: number, to: number, most: number): number[] {
  const span = to - from
  const step = TICK_STEPS.find((one) => span / one <= most)
  if (step !== undefined) {
    const zone = new Date(from).getTimezoneOffset() * MINUTE_MS
    const first = Math.ceil((from - zone) / step) * step + zone
    return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => first + i * step)
  }
  const days = Math.ceil(span / DAY_MS / most)
  const ticks: number[] = []
  const day = new Date(from)
  day.setHours(24, 0, 0, 0)
  for (; day.getTime() <= to; day.setDate(day.getDate() + days)) ticks.push(day.getTime())
  return ticks
}

/** Round counts from 0 to at least `most`, three or four steps of 1, 2 or 5. */
export function countTicks(most: number): number[] {
  const rough = Math.max(1, most / 4)
  const ten = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((n) => n * ten).find((one) => one >= rough) ?? rough
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, i) => i * step)
}

/** A tick in words: the clock within days, the day beyond. */
export function tickWord(t: number, from: number, to: number): string {
  const date = new Date(t)
  if (to - from <= 2 * DAY_MS) return formatClock(date.toISOString(), date.toISOString())
  return date.toLocaleDateString(LOCALE, { day: 'numeric', month: 'short' })
}
