import { seesWholeManager } from '#lib/agent/scope.ts'
import { type Bucket, bucketsOf, joinBuckets, statOf } from '#lib/insight/bucket.ts'
import { type Gap, gapsOfBuckets, gapsOfSegments, joinGaps, type ManagerPast, type StatusCounts } from '#lib/insight/evolution.ts'
import { type Moment, momentOf } from '#lib/insight/moment.ts'
import { DAY_MS, HOUR_MS } from '#lib/insight/steps.ts'
import { timeline } from '#lib/insight/timeline.ts'
import { planWalk } from '#lib/insight/walk.ts'
import type { FleetSnapshot, ManagerView } from '#server/fleet/snapshot.ts'
import { type RollUpsRepo, rollUpsRepo } from '#server/store/rollups-repo.ts'
import type { ServiceContext } from '../context.ts'
import { walkBack } from './walk-back.ts'

/** One manager's part of a chart. */
export interface Past extends ManagerPast {
  readonly gaps: readonly Gap[]
  readonly moments: readonly PastMoment[]
  /** Since when anything is known of it; `null` before the first pass. */
  readonly watchedSince: number | null
}

/** What is known of a moment, with the counts of what the scope sees. */
export interface PastMoment {
  readonly precision: Moment['precision']
  readonly before: { readonly at: number; readonly counts: StatusCounts } | null
  readonly after: { readonly at: number; readonly counts: StatusCounts } | null
}

interface Asked {
  /** Rising; a point stands at the end of each two. */
  readonly edges: readonly number[]
  readonly step: number
  readonly moments: readonly number[]
  readonly now: number
}

/**
 * The past of what a scope sees of one manager. Of a whole manager it is what its passes counted; of less it is counted from the
 * changes of the endpoints in scope, never by taking anything from the whole.
 */
export async function managerPast(
  ctx: Pick<ServiceContext, 'prisma' | 'scope'>,
  snapshot: FleetSnapshot,
  manager: ManagerView,
  asked: Asked,
): Promise<Past> {
  const { scope, prisma } = ctx
  const repo = rollUpsRepo(prisma)
  const kept = await repo.kept(scope, manager.id)
  const { buckets, gaps, firstSeen } = await seen(repo, ctx, manager, asked, kept?.hoursUntil ?? 0)
  const found: Moment[] = []
  for (const at of asked.moments) found.push(momentOf(await repo.passesAround(scope, manager.id, at), at, asked.now))
  const watchedSince = kept?.oldest ?? firstSeen
  const ends = buckets.map(({ to }) => to)
  if (seesWholeManager(scope, manager.id)) {
    const moments = found.map(({ precision, before, after }) => ({
      precision,
      before: before?.counts ? { at: before.at, counts: before.counts } : null,
      after: after?.counts ? { at: after.at, counts: after.counts } : null,
    }))
    return { buckets, counts: buckets.map(lastCounts), gaps, moments, watchedSince }
  }
  // What a pass at a time itself saw is part of the time just after it.
  const around = found.flatMap(({ before, after }) => [before, after].flatMap((look) => (look ? [look.at + 1] : [])))
  const times = [...new Set([...ends, ...around])].sort((a, b) => b - a)
  const hours = await startsOf(repo, ctx, manager, 'hour', times)
  const days = await startsOf(repo, ctx, manager, 'day', times)
  const counts = await walkBack(ctx, snapshot, manager, times, planWalk(times, { hours, days }, kept?.hoursUntil ?? 0))
  const look = (at: number | undefined) => {
    const own = at === undefined ? undefined : counts.get(at + 1)
    return at === undefined || !own ? null : { at, counts: own }
  }
  const moments = found.map(({ precision, before, after }) => ({ precision, before: look(before?.at), after: look(after?.at) }))
  return { buckets, counts: ends.map((at) => counts.get(at) ?? null), gaps, moments, watchedSince }
}

/** What was seen in each step, from roll-ups as far as they go and passes from there on. */
async function seen(
  repo: RollUpsRepo,
  { scope }: Pick<ServiceContext, 'scope'>,
  { id }: ManagerView,
  { edges, step, now }: Asked,
  hoursUntil: number,
): Promise<{ buckets: Bucket[]; gaps: Gap[]; firstSeen: number | null }> {
  const [start = 0, end = 0] = [edges[0], edges[edges.length - 1]]
  // Steps of whole hours are put together from roll-ups; within the last one, and in finer charts, from passes.
  const rawFrom = step < HOUR_MS ? start : Math.min(Math.max(hoursUntil, start), end)
  const daysUntil = step % DAY_MS === 0 ? Math.floor(rawFrom / DAY_MS) * DAY_MS : start
  const days = daysUntil > start ? await repo.buckets(scope, id, 'day', start, daysUntil) : []
  const hours = rawFrom > daysUntil ? await repo.buckets(scope, id, 'hour', Math.max(daysUntil, start), rawFrom) : []
  const passes = rawFrom < end ? await repo.passes(scope, id, rawFrom, end) : []
  const { segments } = timeline(passes, Math.max(now, end))
  const finer = [rawFrom, ...edges.filter((edge) => edge > rawFrom)]
  const parts = [...days, ...hours, ...bucketsOf(passes, segments, finer)]
  const rolled = gapsOfBuckets([...days, ...hours])
  const gaps = joinGaps([...rolled, ...gapsOfSegments(segments, rawFrom, end)])
  const buckets: Bucket[] = []
  let part = 0
  for (const [i, to] of edges.entries()) {
    const at = edges[i - 1]
    if (at === undefined) continue
    const own: Bucket[] = []
    for (let one = parts[part]; one && one.at < to; one = parts[++part]) if (one.at >= at) own.push(one)
    buckets.push(joinBuckets(own, at, to))
  }
  return { buckets, gaps, firstSeen: segments[0]?.from ?? null }
}

async function startsOf(
  repo: RollUpsRepo,
  { scope }: Pick<ServiceContext, 'scope'>,
  { id }: ManagerView,
  size: 'hour' | 'day',
  times: readonly number[],
): Promise<ReadonlySet<number>> {
  const oldest = times[times.length - 1] ?? 0
  return new Set(await repo.starts(scope, id, size, oldest, times[0] ?? 0))
}

function lastCounts(bucket: Bucket): StatusCounts | null {
  const last = (name: 'active' | 'disconnected' | 'pending' | 'never_connected' | 'unknown') => statOf(bucket, name)?.[0] ?? 0
  if (bucket.series === null) return null
  return {
    active: last('active'),
    disconnected: last('disconnected'),
    pending: last('pending'),
    never_connected: last('never_connected'),
    unknown: last('unknown'),
  }
}
