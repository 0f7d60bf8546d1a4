/** The one locale of the screens for now: numbers as 2,000, days before months, 24 hours. */
export const LOCALE = 'en-GB'

/** Between a number and its unit, so that they never part. */
export const NBSP = '\u00a0'
