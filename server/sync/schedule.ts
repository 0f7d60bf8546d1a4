import type { ManagerSync } from './manager-sync.ts'
import type { PassKind } from './pass.ts'

/** Full passes take at most one part in this many of the time, so that the manager has time for others. */
const FULL_SHARE = 5
/** Full passes spend at most two thirds of our 30 requests a minute; the rest is for the small ones. */
const MS_PER_REQUEST = 3_000
/** Above this share of agents that are not active and in sync, the small pass is no cheaper than the full one. */
const SMALL_SHARE_MAX = 0.2

/** What planning needs to know of a manager. */
type Planned = Pick<ManagerSync, 'lastFull' | 'wantsFull' | 'lastCompleteId' | 'fleet'>

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

function maySmall(sync: Planned): boolean {
  if (sync.lastCompleteId === null || sync.wantsFull) return false
  const fleet = sync.fleet()
  return fleet.notOkCount() <= fleet.size * SMALL_SHARE_MAX
}
