/** The stretches of time that one press shows; `from` as our API takes it, up to now. */
export const RANGES = ['1h', '24h', '7d', '30d', '1y'] as const
export type Range = (typeof RANGES)[number]

const FROM: Readonly<Record<Range, string>> = { '1h': '1h', '24h': '24h', '7d': '7d', '30d': '30d', '1y': '365d' }
const DEFAULT_RANGE: Range = '24h'
const HOUR_MS = 3_600_000

/** What the chart shows: `from` an age or a time, `to` a time or '' for now; `range` when it is one of the offered ones. */
export interface Span {
  readonly from: string
  readonly to: string
  readonly range: Range | null
}

export const DEFAULT_SPAN: Span = { from: FROM[DEFAULT_RANGE], to: '', range: DEFAULT_RANGE }

/** Reads the address's word for a span: a range such as `7d`, or two times with a slash between; the last day for anything else. */
export function readSpan(text: string): Span {
  const range = RANGES.find((one) => one === text)
  if (range) return { from: FROM[range], to: '', range }
  const [from = '', to = '', ...more] = text.split('/')
  const [start, end] = [Date.parse(from), Date.parse(to)]
  if (more.length > 0 || Number.isNaN(start) || Number.isNaN(end) || end - start < HOUR_MS) return DEFAULT_SPAN
  return { from: iso(start), to: iso(end), range: null }
}

/** The address's word for a range; '' for the one that is shown anyway. */
export function rangeWord(range: Range): string {
  return range === DEFAULT_RANGE ? '' : range
}

/** The word for a stretch that was drawn, at least an hour long. @param limit epoch milliseconds beyond which nothing is known yet */
export function zoomWord(a: number, b: number, limit: number): string {
  const missing = Math.max(0, HOUR_MS - Math.abs(b - a))
  const end = Math.min(Math.max(a, b) + missing / 2, limit)
  const start = Math.min(Math.min(a, b) - missing / 2, end - HOUR_MS)
  return `${iso(start)}/${iso(end)}`
}

function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
