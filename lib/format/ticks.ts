import { LOCALE } from './locale.ts'
import { formatClock } from './time.ts'

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

/** A tick in words: the clock within days, the day beyond. */
export function tickWord(t: number, from: number, to: number): string {
  const date = new Date(t)
  if (to - from <= 2 * DAY_MS) return formatClock(date.toISOString(), date.toISOString())
  return date.toLocaleDateString(LOCALE, { day: 'numeric', month: 'short' })
}
