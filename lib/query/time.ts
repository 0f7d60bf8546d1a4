const DAY_MS = 86_400_000
const SHAPE = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:[Zz]|([+-]\d{2}):?(\d{2}))?)?$/

/**
 * An ISO date or time, UTC unless it names a zone.
 * @returns where the written day, minute, second or millisecond begins and where it is over, epoch milliseconds; `null` when it is none.
 */
export function parseTime(text: string): { at: number; until: number } | null {
  const match = SHAPE.exec(text)
  if (!match) return null
  const [, date = '', minutes, seconds, fraction, zoneHours, zoneMinutes = '00'] = match
  const midnight = Date.parse(`${date}T00:00:00Z`)
  // Engines read 31 February as a day in March.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return null
  if (minutes === undefined) return { at: midnight, until: midnight + DAY_MS }
  const milliseconds = (fraction ?? '').slice(0, 3).padEnd(3, '0')
  const zone = zoneHours === undefined ? 'Z' : `${zoneHours}:${zoneMinutes}`
  const at = minutes.startsWith('24') ? Number.NaN : Date.parse(`${date}T${minutes}:${seconds ?? '00'}.${milliseconds}${zone}`)
  if (Number.isNaN(at) || at < EARLIEST || at > LATEST) return null
  return { at, until: at + (seconds === undefined ? 60_000 : fraction === undefined ? 1000 : 1) }
}

/** The one spelling of such a stretch of time, in UTC. */
export function formatTime(at: number, until: number): string {
  const iso = new Date(at).toISOString()
  if (until - at === DAY_MS) return iso.slice(0, 10)
  if (until - at === 60_000) return `${iso.slice(0, 16)}Z`
  return until - at === 1000 ? `${iso.slice(0, 19)}Z` : iso
}

/** Beyond these the year has no four digits, in UTC. */
const EARLIEST = Date.parse('0000-01-01T00:00:00Z')
const LATEST = Date.parse('9999-12-31T23:59:59.999Z')
