import type { FleetState } from './fleet-state.ts'
import type { PassKind } from './pass.ts'

/** Full passes take at most one part in this many of the time, so that the manager has time for others. */
const FULL_SHARE = 5
/** The collector's half of our 60 requests a minute at a manager; the sign-in has the other half. */
export const REQUESTS_PER_MINUTE = 30
const MINUTE_MS = 60_000
/** Full passes spend at most two thirds of that; the rest is for the small ones. */
const MS_PER_REQUEST = (1.5 * MINUTE_MS) / REQUESTS_PER_MINUTE
/** What small passes may spend in a minute even where the full ones could take all of it at times. */
const SMALL_REQUESTS_LEAST = 4
/** Turns come after an interval, give or take this share of it. */
export const JITTER = 0.1
/** Above this share of agents that are not active and in sync, the small pass is no cheaper than the full one. */
const SMALL_SHARE_MAX = 0.2

/** What planning needs to know of a manager. */
export interface Planned {
  /** The last full pass since the start, whatever it found: what one costs the manager. */
  readonly lastFull: { readonly startedAt: number; readonly tookMs: number; readonly requests: number } | null
  /** The last small pass since the start, whatever it found. */
  readonly lastSmall: { readonly startedAt: number; readonly requests: number } | null
  readonly wantsFull: boolean
  /** The last full pass whose answer was complete. */
  readonly lastCompleteId: number | null
  fleet(): Pick<FleetState, 'size' | 'notOkCount'>
}

/** When the next full pass may begin, so that they take a fifth of the time at most; those that failed count too. */
export function fullDueAt({ lastFull }: Pick<Planned, 'lastFull'>, intervalMs: number): number {
  return lastFull ? lastFull.startedAt + fullGapMs(lastFull, intervalMs) : 0
}

function fullGapMs({ tookMs, requests }: NonNullable<Planned['lastFull']>, intervalMs: number): number {
  // A tenth less than the interval: its jitter must not make every second full pass wait for the next turn.
  return Math.max(tookMs * FULL_SHARE, requests * MS_PER_REQUEST, intervalMs * 0.8)
}

/** When the next small pass may begin, so that they spend what the full ones leave of a minute's requests. */
function smallDueAt({ lastFull, lastSmall }: Pick<Planned, 'lastFull' | 'lastSmall'>, intervalMs: number): number {
  if (!lastFull || !lastSmall) return 0
  // Quick full passes come in bursts; of slow ones a minute has only a part.
  const fulls = MINUTE_MS / fullGapMs(lastFull, intervalMs)
  const spent = (fulls > 1 ? Math.ceil(fulls) : fulls) * lastFull.requests
  const smalls = Math.max(SMALL_REQUESTS_LEAST, REQUESTS_PER_MINUTE - spent) / Math.max(1, lastSmall.requests)
  return lastSmall.startedAt + MINUTE_MS / (smalls > 1 ? Math.floor(smalls) : smalls)
}

/** Which pass is due now; `null` when the time of neither has come. */
export function choosePass(sync: Planned, now: number, intervalMs: number): PassKind | null {
  const { lastFull, lastSmall } = sync
  const isBefore = (last: { readonly startedAt: number } | null) => last !== null && now < last.startedAt
  if (isBefore(lastFull) || now >= fullDueAt(sync, intervalMs)) return 'full'
  return maySmall(sync) && (isBefore(lastSmall) || now >= smallDueAt(sync, intervalMs)) ? 'small' : null
}

/** When the next pass begins at the latest. @param turnAt when its turn comes */
export function nextPassAt(sync: Planned, turnAt: number, intervalMs: number): number {
  const fullAt = fullDueAt(sync, intervalMs)
  return Math.max(turnAt, maySmall(sync) ? Math.min(fullAt, smallDueAt(sync, intervalMs)) : fullAt)
}

function maySmall(sync: Planned): boolean {
  if (sync.lastCompleteId === null || sync.wantsFull) return false
  const fleet = sync.fleet()
  return fleet.notOkCount() <= fleet.size * SMALL_SHARE_MAX
}
