import { LOCALE, NBSP } from './locale.ts'

const COUNT = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 })
const ONE_DIGIT = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** 2000 → `2,000`. */
export function formatCount(count: number): string {
  return COUNT.format(count)
}

/**
 * A part of a whole as `92.1 %`. Only all of it is `100 %` and only none of it is `0 %`: what rounding would make of a
 * part is said as `> 99.9 %` or `< 0.1 %`. `–` when there is no whole.
 */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return '–'
  if (part <= 0) return `0${NBSP}%`
  if (part >= whole) return `100${NBSP}%`
  const percent = (part / whole) * 100
  if (percent < 0.1) return `<${NBSP}0.1${NBSP}%`
  if (percent > 99.9) return `>${NBSP}99.9${NBSP}%`
  return `${ONE_DIGIT.format(percent)}${NBSP}%`
}

/** `1 endpoint`, `2,000 endpoints`. */
export function plural(count: number, one: string, many: string): string {
  return `${formatCount(count)}${NBSP}${count === 1 ? one : many}`
}
