import type { ManagerSync } from './manager-sync.ts'
import type { PassKind } from './pass.ts'

/** Full passes take at most one part in this many of the time, so that the manager has time for others. */
const FULL_SHARE = 5
/** Full passes spend at most two thirds of our 30 requests a minute; the rest is for the small ones. */
const MS_PER_REQUEST = 3_000
/** Above this share of agents that are not active and in sync, the small pass is no cheaper than the full one. */
const SMALL_SHARE_MAX = 0.2

/** Which pass is due now; `null` when only a full one would do and its time has not come. */
export function choosePass(
  sync: Pick<ManagerSync, 'lastFull' | 'wantsFull' | 'lastCompleteId' | 'fleet'>,
  now: number,
  intervalMs: number,
): PassKind | null {
  const { lastFull } = sync
  if (!lastFull || sync.lastCompleteId === null) return 'full'
  // A tenth less than the interval: its jitter must not make every second full pass wait for the next turn.
  const pauseMs = Math.max(lastFull.tookMs * FULL_SHARE, lastFull.requests * MS_PER_REQUEST, intervalMs * 0.8)
  const due = now - lastFull.startedAt >= pauseMs || now < lastFull.startedAt
  if (due) return 'full'
  const fleet = sync.fleet()
  const replaced = sync.wantsFull || fleet.notOkCount() > fleet.size * SMALL_SHARE_MAX
  return replaced ? null : 'small'
}
