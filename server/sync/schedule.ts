import type { FleetState } from './fleet-state.ts'
import type { PassKind } from './pass.ts'

/** Full passes take at most one part in this many of the time, so that the manager has time for others. */
const FULL_SHARE = 5
/** Full passes spend at most two thirds of our 30 requests a minute; the rest is for the small ones. */
const MS_PER_REQUEST = 3_000
/** Turns come after an interval, give or take this share of it. */
export const JITTER = 0.1
/** Above this share of agents that are not active and in sync, the small pass is no cheaper than the full one. */
const SMALL_SHARE_MAX = 0.2

/** What planning needs to know of a manager. */
export interface Planned {
  /** The last full pass since the start, whatever it found: what one costs the manager. */
  readonly lastFull: { readonly startedAt: number; readonly tookMs: number; readonly requests: number } | null
  readonly wantsFull: boolean
  /** The last full pass whose answer was complete. */
  readonly lastCompleteId: number | null
  fleet(): Pick<FleetState, 'size' | 'notOkCount'>
}

/** When the next full pass may begin, so that they take a fifth of the time at most; those that failed count too. */
export function fullDueAt({ lastFull }: Pick<Planned, 'lastFull'>, intervalMs: number): number {
  if (!lastFull) return 0
  const { startedAt, tookMs, requests } = lastFull
  // A tenth less than the interval: its jitter must not make every second full pass wait for the next turn.
  return startedAt + Math.max(tookMs * FULL_SHARE, requests * MS_PER_REQUEST, intervalMs * 0.8)
}

/** Which pass is due now; `null` when only a full one would do and its time has not come. */
export function choosePass(sync: Planned, now: number, intervalMs: number): PassKind | null {
  const isBefore = sync.lastFull !== null && now < sync.lastFull.startedAt
  if (isBefore || now >= fullDueAt(sync, intervalMs)) return 'full'
  return maySmall(sync) ? 'small' : null
}

/** When the next pass begins at the latest. @param turnAt when its turn comes */
export function nextPassAt(sync: Planned, turnAt: number, intervalMs: number): number {
  return maySmall(sync) ? turnAt : Math.max(turnAt, fullDueAt(sync, intervalMs))
}

function maySmall(sync: Planned): boolean {
  if (sync.lastCompleteId === null || sync.wantsFull) return false
  const fleet = sync.fleet()
  return fleet.notOkCount() <= fleet.size * SMALL_SHARE_MAX
}
