import type { KioskBoard } from '#lib/contract/kiosk.ts'
import { formatCount } from '#lib/format/numbers.ts'
import { KIOSK_TEXT, wallTime } from '#lib/format/text-kiosk.ts'

type Manager = KioskBoard['managers'][number]
type Mark = 'active' | 'disconnected' | 'pending' | 'unknown'

/** Whether the data of a manager may be shown at a time of the dashboard's clock. */
export function isFresh({ freshUntil }: Pick<Manager, 'freshUntil'>, now: number): boolean {
  return freshUntil !== null && now < Date.parse(freshUntil)
}

/** Since when nothing is known of any manager; `null` while something is. `''`: nothing ever was. */
export function staleSince({ managers }: Pick<KioskBoard, 'managers'>, now: number): string | null {
  if (managers.length === 0 || managers.some((manager) => isFresh(manager, now))) return null
  const times = managers.flatMap(({ lastSyncAt }) => lastSyncAt ?? [])
  return times.sort().at(-1) ?? ''
}

/** The oldest time that something on the screen is of. */
export function oldestData({ managers }: Pick<KioskBoard, 'managers'>, now: number): string | null {
  return (
    managers
      .filter((manager) => isFresh(manager, now))
      .flatMap(({ lastSyncAt }) => lastSyncAt ?? [])
      .sort()[0] ?? null
  )
}

/** The one line that matters most now: what is not known, what went together and is still gone, what came back, or the last hour. */
export function headline(board: KioskBoard, now: number, timeZone?: string): { mark: Mark | null; text: string } {
  const [unknown] = board.unknownManagers
  const renamed = unknown === undefined ? null : ({ mark: 'unknown', text: KIOSK_TEXT.unknownManager(unknown) } as const)
  // What others count is worth more than a name that is gone, unless that leaves nothing to count.
  if (renamed && board.total + board.unheard === 0) return renamed
  const silent = board.managers.filter((manager) => !isFresh(manager, now))
  const [first] = silent
  if (first) {
    const since = first.lastSyncAt === null ? null : wallTime(first.lastSyncAt, now, timeZone)
    const others = silent.length > 1 ? ` ${KIOSK_TEXT.more(silent.length - 1)}` : ''
    return { mark: 'unknown', text: KIOSK_TEXT.stale(first.name + others, since) }
  }
  const [event] = currentEvents(board, now)
  if (event) return eventLine(event, now, timeZone)
  if (renamed) return renamed
  return { mark: null, text: KIOSK_TEXT.lastHour(board.hour.went, board.hour.back) }
}

/** What many did together that is not over, and what of the rest was within the last hour; what is not over first. */
export function currentEvents({ events }: Pick<KioskBoard, 'events'>, now: number): KioskBoard['events'] {
  const isOpen = ({ direction, still }: KioskBoard['events'][number]) => direction === 'down' && still > 0
  const recent = events.filter((event) => !isOpen(event) && now - Date.parse(event.to) < HOUR_MS)
  return [...events.filter(isOpen), ...recent]
}

const HOUR_MS = 3_600_000

/** What many did together, in one line. */
export function eventLine(
  { direction, from, count, still, what }: KioskBoard['events'][number],
  now: number,
  timeZone?: string,
): { mark: Mark; text: string } {
  const words = KIOSK_TEXT.event
  const since = wallTime(from, now, timeZone)
  const text =
    direction === 'back' ? words.back(count, since) : still < count ? words.downBack(count, still) : words.down(count, since)
  const mark = direction === 'down' && still > 0 ? 'disconnected' : 'active'
  return { mark, text: what === null ? text : words.named(what, text) }
}

/** The number that the screen is for, and its words. All of it: nothing is missing, and says how much that is. */
export function hero({ notReporting, expectedDown, total }: Pick<KioskBoard, 'notReporting' | 'expectedDown' | 'total'>): {
  number: string
  words: string
} {
  return {
    number: formatCount(notReporting),
    words: notReporting === 0 ? KIOSK_TEXT.allReport(total) : KIOSK_TEXT.hero(notReporting, expectedDown),
  }
}
