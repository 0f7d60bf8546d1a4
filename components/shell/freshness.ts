import type { ManagerState, SyncReport } from '#lib/contract/sync.ts'

type ReportedManager = SyncReport['managers'][number]

/** What a person has to know about the age of the data of one manager. Seconds are whole. */
export type Freshness =
  | { kind: 'unknown' }
  | { kind: 'live'; seconds: number }
  | { kind: 'starting' }
  | { kind: 'first_pass'; progress: { rows: number; total: number } | null }
  | { kind: 'stale'; seconds: number | null; reason: ManagerState; retryInSeconds: number | null }
  | { kind: 'offline'; seconds: number | null }

/** Our own answer is this old before the dashboard itself counts as gone; three polls fit. */
const OFFLINE_AFTER_SECONDS = 15
/** A pass itself takes some time before its data counts as late. */
const GRACE_SECONDS = 30

/**
 * Freshness of one manager.
 * @param elapsedSeconds since the report arrived
 * @param failing whether the last call for a report failed
 * @param now epoch milliseconds, 0 while the server renders
 */
export function managerFreshness(
  manager: ReportedManager,
  {
    intervalSeconds,
    elapsedSeconds,
    failing,
    now,
  }: { intervalSeconds: number; elapsedSeconds: number; failing: boolean; now: number },
): Freshness {
  const seconds = manager.ageSeconds === null ? null : manager.ageSeconds + elapsedSeconds
  if (failing && elapsedSeconds >= OFFLINE_AFTER_SECONDS) return { kind: 'offline', seconds }
  if (manager.state === 'starting' && seconds === null) return { kind: 'starting' }
  if (manager.state === 'first_pass') {
    const { progress } = manager
    // Nobody is told how many there are in all who does not see them all.
    return { kind: 'first_pass', progress: progress && { rows: progress.rows, total: Math.max(progress.rows, progress.total) } }
  }
  const dueIn = dueInSeconds(manager, elapsedSeconds, now)
  const late = seconds === null || (dueIn === null ? seconds > 2 * intervalSeconds + GRACE_SECONDS : dueIn < -GRACE_SECONDS)
  if (manager.state === 'ok' && !late) return { kind: 'live', seconds: seconds ?? 0 }
  // A pass that is overdue without a reported failure is not waiting for another try.
  const retryInSeconds = dueIn === null || manager.state === 'ok' ? null : Math.max(0, dueIn)
  return { kind: 'stale', seconds, reason: manager.state, retryInSeconds }
}

/** The freshness that matters most when there are several managers: the worst, then the oldest. */
export function worstFreshness(all: readonly Freshness[]): Freshness {
  const [first, ...rest] = all
  return rest.reduce((worst, next) => (rank(next) > rank(worst) ? next : worst), first ?? { kind: 'unknown' })
}

/** Whether data is too old to be shown in colour. */
export function isOld(freshness: Freshness): boolean {
  return freshness.kind === 'stale' || freshness.kind === 'offline'
}

/** Whether a manager in this state tells nothing new, so that what is known of it is shown without colours. */
export function isAway(state: ManagerState): boolean {
  return state !== 'ok' && state !== 'first_pass' && state !== 'starting'
}

/** Until the next pass is due, negative afterwards. The server's clock is read from the report: that of the browser may be wrong. */
function dueInSeconds(
  { nextTryAt, lastSyncAt, ageSeconds }: ReportedManager,
  elapsedSeconds: number,
  now: number,
): number | null {
  if (nextTryAt === null) return null
  const isDated = lastSyncAt !== null && ageSeconds !== null
  // The server's first paint and the browser that takes it over have to say the same, whatever their clocks say.
  if (!isDated && now === 0) return null
  const reportedAt = isDated ? Date.parse(lastSyncAt) + ageSeconds * 1000 : now - elapsedSeconds * 1000
  return Math.ceil((Date.parse(nextTryAt) - reportedAt) / 1000 - elapsedSeconds)
}

const RANKS = { live: 1, unknown: 2, first_pass: 3, starting: 4, stale: 5, offline: 6 } as const satisfies Record<
  Freshness['kind'],
  number
>

function rank(freshness: Freshness): number {
  const age = 'seconds' in freshness ? (freshness.seconds ?? Number.MAX_SAFE_INTEGER) : 0
  return RANKS[freshness.kind] + age / (2 * Number.MAX_SAFE_INTEGER)
}
