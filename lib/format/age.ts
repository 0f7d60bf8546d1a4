import { NBSP } from './locale.ts'
import { formatCount } from './numbers.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A length of time in its largest useful unit, rounded down: `4 s`, `18 min`, `3 h 12 min`, `12 d`. Negative counts as 0. */
export function formatAge(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  if (whole < MINUTE) return `${whole}${NBSP}s`
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)}${NBSP}min`
  if (whole >= DAY) return `${formatCount(Math.floor(whole / DAY))}${NBSP}d`
  const minutes = Math.floor((whole % HOUR) / MINUTE)
  const hours = `${Math.floor(whole / HOUR)}${NBSP}h`
  return minutes === 0 ? hours : `${hours}${NBSP}${minutes}${NBSP}min`
}

/** The same in one unit, for columns that are read down: `4 s`, `18 min`, `3 h`, `12 d`. */
export function formatShortAge(seconds: number): string {
  return formatAge(seconds >= HOUR && seconds < DAY ? Math.floor(seconds / HOUR) * HOUR : seconds)
}

/** The same with hours beside days, for sums that are compared: `1 d 12 h`. */
export function formatDuration(seconds: number): string {
  const hours = Math.floor((seconds % DAY) / HOUR)
  return seconds < DAY || hours === 0 ? formatAge(seconds) : `${formatAge(seconds)} ${hours}${NBSP}h`
}

/**
 * Seconds from `time` to `asOf`, both ISO 8601 on the manager's clock; never negative, `null` when one is missing.
 * Ages are measured at `asOf` and not at our now: a manager that can't be reached makes data old, not agents silent.
 */
export function ageSecondsAt(time: string | null, asOf: string | null): number | null {
  if (time === null || asOf === null) return null
  const seconds = (Date.parse(asOf) - Date.parse(time)) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null
}
