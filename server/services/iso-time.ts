/**
 * Epoch milliseconds as ISO 8601 in UTC. Times beyond the years 1 to 9999, which four digits can't write, become the nearest that can.
 * An answer has many of them, and `toISOString` costs about ten times as much, half of it in what Next puts before `Date`.
 * @throws RangeError for no number
 */
export function isoTime(ms: number | null): string | null {
  if (ms === null) return null
  const at = Math.trunc(Math.min(Math.max(ms, EARLIEST_MS), LATEST_MS))
  const day = Math.floor(at / DAY_MS)
  const inDay = at - day * DAY_MS
  const seconds = Math.floor(inDay / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return `${dateOf(day)}T${two(hours)}:${two(minutes % 60)}:${two(seconds % 60)}.${three(inDay % 1000)}Z`
}

const EARLIEST_MS = Date.parse('0001-01-01T00:00:00.000Z')
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z')
const DAY_MS = 86_400_000

/** Dates by days since 1970: what is asked for lies within some years. */
const dates = new Map<number, string>()
const DATES_MAX = 5_000

function dateOf(day: number): string {
  const known = dates.get(day)
  if (known !== undefined) return known
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
  if (dates.size >= DATES_MAX) dates.clear()
  dates.set(day, date)
  return date
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`
}

function three(value: number): string {
  return value < 100 ? `0${two(value)}` : `${value}`
}
