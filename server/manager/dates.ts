/** What a time text turned out to be: epoch milliseconds, `null` for "always" (year 9999), `undefined` when it can't be read. */
export type ReadTime = number | null | undefined

const LONGEST = 40
const OTHER_FORM = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

/**
 * Reads the manager's two forms, `2026-11-21T09:42:13Z` and `…+00:00`, without `Date.parse`: a pass reads hundreds of
 * thousands of them. Other ISO 8601 forms with a zone are read the slow way.
 */
export function readTime(text: string): ReadTime {
  const isUtc = text.length === 20 ? text.charCodeAt(19) === 90 : text.length === 25 && text.endsWith('+00:00')
  if (!isUtc || text.charCodeAt(10) !== 84) return readOtherForm(text)
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  const marks = text.charCodeAt(4) === 45 && text.charCodeAt(7) === 45 && text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58
  // NaN of a missing digit fails every comparison.
  const inRange = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 59
  if (!marks || !inRange || day > daysIn(year, month)) return undefined
  if (year >= 9999) return null
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function readOtherForm(text: string): ReadTime {
  if (text.length > LONGEST || !OTHER_FORM.test(text)) return undefined
  // Date.parse rolls the 30th of February over to March.
  if (Number(text.slice(8, 10)) > daysIn(Number(text.slice(0, 4)), Number(text.slice(5, 7)))) return undefined
  const time = Date.parse(text.replace(' ', 'T'))
  if (Number.isNaN(time) || time < 0) return undefined
  return text.startsWith('9999') ? null : time
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
