import { parseTime } from './time.ts'

/** A moment as alerts and links carry it: epoch milliseconds, or why it can't be one. */
export type MomentText =
  | { readonly ok: true; readonly at: number }
  | { readonly ok: false; readonly problem: 'no_zone' | 'unreadable' }

const EPOCH = /^(\d{9,10})(?:\.\d{1,9})?$|^(\d{12,13})$/
const ZONE = /(?:[Zz]|[+-]\d{2}(?::?\d{2})?)$/
/** A `+` that an address turned into a space. */
const LOST_PLUS = /^(.*[Tt ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?) (\d{2}(?::?\d{2})?)$/

/**
 * Reads ISO 8601 with a zone (`Z`, `+0000`, `+00:00`, `+00`, also with the plus turned into a space), epoch seconds, and epoch
 * milliseconds. A time without a zone could be meant in any, so it is refused.
 */
export function parseMoment(text: string): MomentText {
  const given = text.trim().replace(LOST_PLUS, '$1+$2')
  const [, seconds, milliseconds] = EPOCH.exec(given) ?? []
  if (seconds !== undefined) return { ok: true, at: Math.floor(Number(given) * 1000) }
  if (milliseconds !== undefined) return { ok: true, at: Number(milliseconds) }
  const iso = given.replace(',', '.').replace(/([+-]\d{2})$/, (zone) => (given.includes(':') ? `${zone}00` : zone))
  const time = parseTime(iso)
  if (!time) return { ok: false, problem: 'unreadable' }
  return given.includes(':') && ZONE.test(given) ? { ok: true, at: time.at } : { ok: false, problem: 'no_zone' }
}
