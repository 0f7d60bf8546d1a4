import { AGENT_STATUSES } from '#lib/agent/status.ts'
import type { Evolution, EvolutionGap, PastMoment as PastMomentItem } from '#lib/contract/evolution.ts'
import { combinePasts, type EvolutionPoint, type StatusCounts } from '#lib/insight/evolution.ts'
import { chooseStep, DAY_MS, edgesOf, HOUR_MS } from '#lib/insight/steps.ts'
import { Cache } from '#server/fleet/caches.ts'
import { scopeKey } from '#server/fleet/scope-key.ts'
import { managersInScope } from '#server/fleet/scope-slots.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { passesRepo } from '#server/store/passes-repo.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { isoTime } from '../iso-time.ts'
import { readFilter, readSnapshot } from '../read-input.ts'
import { readTime } from '../read-time.ts'
import { managerPast, type Past, type PastMoment } from './manager-past.ts'

export interface EvolutionInput {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly q?: string | undefined
}

const SHORTEST_MS = HOUR_MS
const LONGEST_MS = 366 * DAY_MS
/** More gaps than this are a picture of noise; the longest ones stay. */
const GAPS_MAX = 300
/** How long an answer is given again while the fleet stays as it is. */
const KEEP_MS = 15_000

/**
 * How many endpoints in scope were in which status over a time from an hour to a year, with the gaps in which nobody looked, and how
 * it was an hour and a day ago. @throws ServiceError `bad_request`, `bad_query`, `not_ready`
 */
export async function getEvolution({ ctx, input }: { ctx: ServiceContext; input: EvolutionInput }): Promise<Evolution> {
  const query = readFilter(ctx, input.q)
  const snapshot = readSnapshot(ctx)
  const managers = managersInScope(snapshot.managers, ctx.scope)
  // The managers' clocks may be ahead of ours; what they told is not in the future.
  const now = Math.max(ctx.clock.now(), ...managers.map(({ asOf }) => (asOf ?? 0) + 1))
  const { from, to } = readSpan(input, now)
  const step = chooseStep(from, to, now)
  const asked = { edges: edgesOf(from, to, step, now), step, moments: [now - HOUR_MS, now - DAY_MS], now }
  const passes = managers.map(({ id, asOf, state }) => `${id} ${asOf} ${state}`).join()
  const key = `${scopeKey(ctx.scope)} ${Math.floor(now / KEEP_MS)} ${passes} ${step} ${asked.edges[0]} ${asked.edges.length}`
  const { layout, text } = snapshot.table
  const pasts = await cacheOf(snapshot).get(key, [layout, text.status, text.groups], async () => {
    const all: Past[] = []
    for (const manager of managers) all.push(await managerPast(ctx, snapshot, manager, asked))
    return all
  })
  const points = combinePasts(pasts).map(toPoint)
  const gaps = managers.flatMap(({ id }, i) => (pasts[i]?.gaps ?? []).map((gap) => ({ manager: id, ...gap })))
  return {
    from: iso(asked.edges[0] ?? from),
    to: points[points.length - 1]?.at ?? iso(to),
    stepSeconds: step / 1000,
    ignoresQuery: query.kind !== 'all',
    watchedSince: isoTime(least(pasts.flatMap(({ watchedSince }) => watchedSince ?? []))),
    generatedUntil: isoTime(await generatedUntil(ctx, managers)),
    points,
    gaps: gaps
      .sort((a, b) => b.ms - a.ms)
      .slice(0, GAPS_MAX)
      .sort((a, b) => a.from - b.from || (a.manager < b.manager ? -1 : 1))
      .map(
        ({ ms, from: start, to: end, ...gap }): EvolutionGap => ({ ...gap, from: iso(start), to: iso(end), seconds: ms / 1000 }),
      ),
    ago: {
      hour: toMoment(
        now - HOUR_MS,
        pasts.flatMap(({ moments }) => moments[0] ?? []),
      ),
      day: toMoment(
        now - DAY_MS,
        pasts.flatMap(({ moments }) => moments[1] ?? []),
      ),
    },
  }
}

/** Only the demo's past is ever made up. */
async function generatedUntil({ config, prisma, scope }: ServiceContext, managers: readonly { id: string }[]) {
  if (!config.demo) return null
  const untils: number[] = []
  for (const { id } of managers) untils.push((await passesRepo(prisma).generatedUntil(scope, id)) ?? 0)
  const last = Math.max(0, ...untils)
  return last === 0 ? null : last
}

/** The asked time, which ends now at the latest. */
function readSpan(input: EvolutionInput, now: number): { from: number; to: number } {
  const to = Math.min(now, readTime('to', input.to || '0s', now))
  const from = input.from ? readTime('from', input.from, now) : to - DAY_MS
  if (to - from >= SHORTEST_MS && to - from <= LONGEST_MS) return { from, to }
  throw new ServiceError('bad_request', 'The time from “from” to “to” is one of an hour to a year, in the past.')
}

function toPoint({ at, counts, peak, precision }: EvolutionPoint): Evolution['points'][number] {
  const total = counts && sum(counts)
  return {
    at: iso(at),
    byStatus: counts && { ...counts },
    notReporting: counts && total !== null ? total - counts.active : null,
    total,
    peak,
    precision,
  }
}

/** One moment of all managers together: it is known as badly as the worst of them is. */
function toMoment(at: number, moments: readonly PastMoment[]): PastMomentItem {
  const known = moments.filter(({ precision }) => precision !== 'none')
  const has = (precision: PastMoment['precision']) => known.some((moment) => moment.precision === precision)
  const precision = known.length === 0 ? 'none' : has('later') ? 'later' : has('between') ? 'between' : 'exact'
  const befores = known.flatMap(({ before }) => before ?? [])
  const isWhole = befores.length > 0 && befores.length === known.length
  const before = isWhole ? add(befores.map(({ counts }) => counts)) : null
  // Where a manager was seen throughout, it was the same after the moment as before.
  const afters = known.map((moment) => (moment.precision === 'exact' ? moment.before : moment.after))
  const later = afters.every((look) => look !== null) && (precision === 'between' || precision === 'later') ? afters : null
  const after = later && add(later.map(({ counts }) => counts))
  return {
    at: iso(at),
    precision,
    seenAt: before && isoTime(least(befores.map((look) => look.at))),
    byStatus: before,
    total: before && sum(before),
    after: later && after && { seenAt: iso(Math.max(...later.map((look) => look.at))), byStatus: after, total: sum(after) },
  }
}

/** The pasts that belong to one fleet index. */
function cacheOf({ caches }: FleetSnapshot): Cache<readonly Past[]> {
  const bytesOf = (pasts: readonly Past[]) =>
    pasts.reduce((bytes, { buckets, gaps }) => bytes + 700 * buckets.length + 100 * gaps.length, 500)
  return caches.of('pasts', () => new Cache<readonly Past[]>(8_000_000, bytesOf))
}

function add(all: readonly StatusCounts[]): Record<keyof StatusCounts, number> {
  const out = { active: 0, disconnected: 0, pending: 0, never_connected: 0, unknown: 0 }
  for (const counts of all) for (const status of AGENT_STATUSES) out[status] += counts[status]
  return out
}

function sum(counts: StatusCounts): number {
  return AGENT_STATUSES.reduce((total, status) => total + counts[status], 0)
}

function least(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times)
}

function iso(ms: number): string {
  return isoTime(ms) ?? ''
}
