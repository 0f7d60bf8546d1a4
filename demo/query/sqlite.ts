import type { Value } from '../fleet/columns.ts'

/** The few rules of the database that answers depend on: LIKE, NOCASE, affinity, order, strftime. */

/** Folds A–Z only, as the database does. */
export function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (run) => run.toLowerCase())
}

/** A test for `LIKE pattern`: `%` is any run, `_` one character, ASCII case is ignored. NULL never matches. */
export function likeTest(pattern: string): (value: Value) => boolean {
  const folded = foldAscii(pattern)
  const inner = /^%([^%_]*)%$/.exec(folded)?.[1]
  if (inner !== undefined) return (value) => value !== null && foldAscii(String(value)).includes(inner)
  const source = [...folded]
    .map((char) => (char === '%' ? '[^]*' : char === '_' ? '[^]' : char.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
    .join('')
  const regexp = new RegExp(`^${source}$`, 'u')
  return (value) => value !== null && regexp.test(foldAscii(String(value)))
}

/** Compares two texts without regard to ASCII case. */
export function compareNocase(a: string, b: string): number {
  return compareText(foldAscii(a), foldAscii(b))
}

/** Binary order of two texts: by code point, which is the order of their UTF-8 bytes. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return surrogateLast(x) - surrogateLast(y)
  }
  return a.length - b.length
}

function surrogateLast(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit
}

/** Order of a sort: NULL, numbers, texts. */
export function compareValues(a: Value, b: Value): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'number') return -1
  if (typeof b === 'number') return 1
  return compareText(a, b)
}

/** A literal next to an integer column: the number when all of it is one, else the text. */
export function numericAffinity(text: string): number | string {
  return /^[ \t\n\v\f\r]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[ \t\n\v\f\r]*$/.test(text) ? Number(text) : text
}

/** `CAST(x AS INTEGER)`: the leading integer, 0 without one, NULL stays. */
export function castInteger(value: Value): number | null {
  if (value === null) return null
  if (typeof value === 'number') return Math.trunc(value)
  return Number(/^\s*([+-]?\d+)/.exec(value)?.[1] ?? 0)
}

/** `strftime('%s', text)`: epoch seconds, or NULL when the database can't read the text. */
export function epochOf(text: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T\s]\s*(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?)?\s*(?:([+-])(\d\d):(\d\d)|[Zz])?\s*$/.exec(
    text,
  )
  if (!match) return null
  const part = (index: number) => Number(match[index] ?? 0)
  const [month, day, hour, minute, second] = [part(2), part(3), part(4), part(5), part(6)]
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 59) return null
  const zone = match[8] ? (match[8] === '-' ? -1 : 1) * (part(9) * 60 + part(10)) : 0
  if (match[8] && (part(9) > 14 || part(10) > 59)) return null
  if ((match[8] || /[Zz]\s*$/.test(text)) && match[4] === undefined) return null
  const date = new Date(0)
  date.setUTCFullYear(part(1), month - 1, day)
  return Math.floor(date.getTime() / 1000) + hour * 3600 + minute * 60 + second - zone * 60
}
