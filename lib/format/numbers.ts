import { LOCALE, NBSP } from './locale.ts'

const COUNT = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 })
const ONE_DIGIT = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const TWO_DIGITS = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** 2000 → `2,000`. */
export function formatCount(count: number): string {
  return COUNT.format(count)
}

/**
 * A part of a whole as `92.1 %`. Only all of it is `100 %` and only none of it is `0 %`: what rounding would make of a
 * part is said as `> 99.9 %` or `< 0.1 %`. `–` when there is no whole. @param digits after the point
 */
export function formatShare(part: number, whole: number, digits: 1 | 2 = 1): string {
  if (whole <= 0) return '–'
  if (part <= 0) return `0${NBSP}%`
  if (part >= whole) return `100${NBSP}%`
  const percent = (part / whole) * 100
  const [format, least] = [digits === 1 ? ONE_DIGIT : TWO_DIGITS, 10 ** -digits]
  if (percent < least) return `<${NBSP}${format.format(least)}${NBSP}%`
  if (percent > 100 - least) return `>${NBSP}${format.format(100 - least)}${NBSP}%`
  return `${format.format(percent)}${NBSP}%`
}

/** `1 endpoint`, `2,000 endpoints`. */
export function plural(count: number, one: string, many: string): string {
  return `${formatCount(count)}${NBSP}${count === 1 ? one : many}`
}

/** 1536 → `1.5 KB`, in steps of 1024. */
export function formatBytes(bytes: number): string {
  const step = Math.min(BYTE_UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)))
  const value = bytes / 1024 ** step
  return `${step === 0 ? formatCount(value) : ONE_DIGIT.format(value)}${NBSP}${BYTE_UNITS[step] ?? 'B'}`
}

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB']
