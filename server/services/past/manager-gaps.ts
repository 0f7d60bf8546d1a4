import { type Gap, gapsOfBuckets, gapsOfSegments, joinGaps } from '#lib/insight/evolution.ts'
import { DAY_MS, HOUR_MS } from '#lib/insight/steps.ts'
import { timeline } from '#lib/insight/timeline.ts'
import { type RollUpsRepo, rollUpsRepo } from '#server/store/rollups-repo.ts'
import type { ServiceContext } from '../context.ts'

/** Stretches of hours whose gaps are looked up in the passes; beyond that the hour is all that is told of them. */
const LOOK_UPS = 24
/** What two ways of adding up may differ by. */
const SLACK_MS = 1000

/**
 * When nobody saw a manager from one time to another, in order: to the second as long as its passes are kept, then to the hour or day,
 * where `ms` says how much of it. The time before its first pass is no gap.
 */
export async function managerGaps(
  { prisma, scope }: Pick<ServiceContext, 'prisma' | 'scope'>,
  manager: string,
  from: number,
  to: number,
): Promise<Gap[]> {
  const repo = rollUpsRepo(prisma)
  const kept = await repo.kept(scope, manager)
  const hoursUntil = Math.min(Math.max(kept?.hoursUntil ?? from, from), to)
  const isOlder = kept !== null && kept.oldest + DAY_MS <= kept.hoursFrom
  // Hours are forgotten in the middle of a day: until its end the day tells.
  const daysUntil = isOlder ? Math.min(Math.ceil(kept.hoursFrom / DAY_MS) * DAY_MS, hoursUntil) : from
  const days = daysUntil > from ? await repo.darkBuckets(scope, manager, 'day', from - DAY_MS + 1, daysUntil) : []
  const start = Math.max(daysUntil, from)
  const hours = hoursUntil > start ? await repo.darkBuckets(scope, manager, 'hour', start - HOUR_MS + 1, hoursUntil) : []
  const gaps = [...gapsOfBuckets(days), ...(await placed(repo, scope, manager, gapsOfBuckets(hours)))]
  if (hoursUntil < to) {
    const { segments } = timeline(await repo.passes(scope, manager, hoursUntil, to), to)
    gaps.push(...gapsOfSegments(segments, hoursUntil, to))
  }
  return joinGaps(gaps.filter((gap) => gap.to > from && gap.from < to))
}

/** Gaps of hours with the times that their passes tell, as far as those are kept. */
async function placed(repo: RollUpsRepo, scope: ServiceContext['scope'], manager: string, gaps: readonly Gap[]): Promise<Gap[]> {
  const stretches: Gap[][] = []
  for (const gap of gaps) {
    const last = stretches[stretches.length - 1]
    if (last && (last[last.length - 1]?.to ?? 0) >= gap.from) last.push(gap)
    else stretches.push([gap])
  }
  const out: Gap[][] = []
  for (const [i, stretch] of stretches.entries()) {
    const isDue = stretches.length - i <= LOOK_UPS && stretch.some(({ from, to, ms }) => ms < to - from)
    out.push((isDue && (await fromPasses(repo, scope, manager, stretch))) || stretch)
  }
  return out.flat()
}

/** @returns `null` when the passes are not all there any more */
async function fromPasses(
  repo: RollUpsRepo,
  scope: ServiceContext['scope'],
  manager: string,
  stretch: readonly Gap[],
): Promise<Gap[] | null> {
  const [from, to] = [stretch[0]?.from ?? 0, stretch[stretch.length - 1]?.to ?? 0]
  const { segments } = timeline(await repo.passes(scope, manager, from, to), to + HOUR_MS)
  const found = gapsOfSegments(segments, from, to)
  const sum = (gaps: readonly Gap[]) => gaps.reduce((ms, gap) => ms + gap.ms, 0)
  return Math.abs(sum(found) - sum(stretch)) <= SLACK_MS ? found : null
}
