import { LOCALE } from './locale.ts'

const DATE_TIME: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
}

/** `21 Nov 2026, 09:41:12` in the person's zone, or in `timeZone`. @param time ISO 8601 */
export function formatDateTime(time: string, timeZone?: string): string {
  return format(time, DATE_TIME, timeZone)
}

/** `09:41:12` on the day of `asOf`, otherwise with the day. @param time ISO 8601 */
export function formatMoment(time: string, asOf: string | null, timeZone?: string): string {
  const day = format(time, { dateStyle: 'short' }, timeZone)
  if (asOf === null || day !== format(asOf, { dateStyle: 'short' }, timeZone)) return formatDateTime(time, timeZone)
  return format(time, { hour: '2-digit', minute: '2-digit', second: '2-digit' }, timeZone)
}

/** `09:41` on the day of `asOf`, otherwise `14 Mar, 09:41`. @param time ISO 8601 */
export function formatClock(time: string, asOf: string, timeZone?: string): string {
  const clock = format(time, { hour: '2-digit', minute: '2-digit' }, timeZone)
  const day = (of: string) => format(of, { day: 'numeric', month: 'short' }, timeZone)
  return day(time) === day(asOf) ? clock : `${day(time)}, ${clock}`
}

/** `09:41` on the day of `asOf`, `14 Mar, 09:41` in its year, otherwise `14 Mar 2025`. @param time ISO 8601 */
export function formatNearClock(time: string, asOf: string, timeZone?: string): string {
  const year = (of: string) => format(of, { year: 'numeric' }, timeZone)
  return year(time) === year(asOf) ? formatClock(time, asOf, timeZone) : formatDay(time, timeZone)
}

/** `14 Mar 2025`. @param time ISO 8601 */
export function formatDay(time: string, timeZone?: string): string {
  return format(time, { day: 'numeric', month: 'short', year: 'numeric' }, timeZone)
}

/** A day where room is short: without its year while that is the one of `asOf`, else without its day. Both ISO 8601. */
export function formatShortDay(time: string, asOf: string | null, timeZone?: string): string {
  const year = (of: string) => format(of, { year: 'numeric' }, timeZone)
  const isThisYear = asOf !== null && year(asOf) === year(time)
  return format(time, isThisYear ? { day: 'numeric', month: 'short' } : { month: 'short', year: 'numeric' }, timeZone)
}

/** The person's time with its zone, then UTC unless that is the same: what a pointer on a time shows. @param time ISO 8601 */
export function formatBothZones(time: string, timeZone?: string): string {
  const own = format(time, { ...DATE_TIME, timeZoneName: 'short' }, timeZone)
  const utc = `${format(time, DATE_TIME, 'UTC')} UTC`
  return own === utc ? utc : `${own} · ${utc}`
}

/** How far a zone is ahead of UTC at a time, in seconds. @param time ISO 8601 */
export function zoneOffset(time: string, timeZone?: string): number {
  const date = new Date(time)
  const parts = formatter(NUMBERS, timeZone).formatToParts(date)
  const [year = 0, month = 1, day, hour = 0, minute, second] = FIELDS.map((field) =>
    Number(parts.find(({ type }) => type === field)?.value),
  )
  // Not `Date.UTC`, which takes a year below 100 for one of the 1900s.
  const shown = new Date(0)
  shown.setUTCFullYear(year, month - 1, day)
  return Math.round((shown.setUTCHours(hour, minute, second, date.getUTCMilliseconds()) - date.getTime()) / 1000)
}

const FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
const NUMBERS: Intl.DateTimeFormatOptions = {
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
}

function format(time: string, options: Intl.DateTimeFormatOptions, timeZone: string | undefined): string {
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) return time
  return formatter(options, timeZone).format(date)
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** A formatter costs far more to make than to use, and a list uses hundreds. */
function formatter(options: Intl.DateTimeFormatOptions, timeZone: string | undefined): Intl.DateTimeFormat {
  const key = JSON.stringify([options, timeZone])
  let known = formatters.get(key)
  if (!known) {
    known = new Intl.DateTimeFormat(LOCALE, timeZone === undefined ? options : { ...options, timeZone })
    formatters.set(key, known)
  }
  return known
}
