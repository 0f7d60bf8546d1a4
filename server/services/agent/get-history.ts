import { formatAgentId } from '#lib/agent/agent.ts'
import type { AgentHistory } from '#lib/contract/agent-history.ts'
import type { TransitionItem } from '#lib/contract/agents.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import type { Gap } from '#lib/insight/evolution.ts'
import { type LifeSpan, lifeOf } from '#lib/insight/history/life.ts'
import { HISTORY_RANGES, type HistoryRange, RANGE } from '#lib/insight/history/ranges.ts'
import { uptimeOf } from '#lib/insight/history/uptime.ts'
import type { Change } from '#lib/insight/moment/field-at.ts'
import { cellsOf, stripWindow } from '#lib/insight/strip.ts'
import { managerNow } from '#server/fleet/manager-now.ts'
import { endpointPastRepo } from '#server/store/endpoint-past-repo.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { isoTime } from '../iso-time.ts'
import { managerGaps } from '../past/manager-gaps.ts'
import { watchedSince } from '../past/watched-since.ts'
import { readSnapshot } from '../read-input.ts'
import { endpointsOfId, factsOf, heldAt } from './endpoints-of-id.ts'
import { readMoment } from './get-moment.ts'

const TRANSITIONS = 50
/** More gaps than this are a picture of noise; the longest ones stay. */
const GAPS_MAX = 100

export interface HistoryInput {
  readonly manager: string
  readonly id: string
  readonly range?: string | undefined
  readonly of?: string | undefined
  readonly limit?: string | undefined
  readonly after?: string | undefined
}

/**
 * What an endpoint was over a range, and every change that was seen of it. One outside the scope is answered as one that never was.
 * @throws ServiceError `not_found`, `bad_request`, `bad_cursor`, `not_ready`
 */
export async function getHistory({ ctx, input }: { ctx: ServiceContext; input: HistoryInput }): Promise<AgentHistory> {
  const range = readRange(input.range)
  const limit = readLimit(input.limit)
  const snapshot = readSnapshot(ctx)
  const { manager } = input
  const view = snapshot.managers.find((row) => row.id === manager)
  const now = managerNow(view, ctx.clock.now())
  const of = input.of ? readMoment(input.of, now) : null
  const id = /^\d{1,10}$/.test(input.id) ? Number(input.id) : 0
  const endpoints = await endpointsOfId(ctx, snapshot, { manager, id })
  const known = of === null ? endpoints[0] : heldAt(endpoints, of)
  if (!known) throw new ServiceError('not_found', 'There is no such agent.')

  const to = known.removed?.removedAt ?? now
  const repo = endpointPastRepo(ctx.prisma)
  const past = await repo.connection(known.endpoint, to - RANGE[range].ms)
  const watched = await watchedSince(ctx, manager)
  const since = recordedSince(watched.since, past.cutAt)
  const spans = lifeOf({ ...factsOf(snapshot, known), changes: past.changes }, since, to - RANGE['1y'].ms, to)
  const gaps = since === null ? [] : await managerGaps(ctx, manager, Math.max(since, spans[0]?.from ?? to), to)
  const window = stripWindow(to, RANGE[range].cells, RANGE[range].cellMs)
  const end = readCursor(input.after, past)
  const transitions = await repo.changesUpTo(known.endpoint, past.newestId, Math.min(limit, end), past.newer - end)
  return {
    ...{ manager, id: formatAgentId(known.id), name: known.name, range, to: iso(to) },
    since: isoTime(since === null ? null : Math.max(since, known.dateAdd ?? since)),
    generatedUntil: ctx.config.demo && watched.since !== watched.trueSince ? isoTime(watched.trueSince) : null,
    removed: known.removed && { lastSeenAt: isoTime(known.removed.lastAt), removedBy: iso(known.removed.removedAt) },
    strip: { from: iso(window.from), cellSeconds: window.cellMs / 1000, cells: cellsOf(spans, gaps, window) },
    availability: HISTORY_RANGES.map((one) => toAvailability(one, spans, gaps, to)),
    gaps: toGaps(gaps, to - RANGE[range].ms),
    total: past.newer,
    transitions: transitions.map(toItem),
    after: end > limit ? String(past.kept - past.newer + end - limit) : null,
  }
}

/** Of an endpoint that changed too often to keep all of it, since the oldest change that is read. */
function recordedSince(watched: number | null, cutAt: number | null): number | null {
  return watched === null || cutAt === null ? watched : Math.max(watched, cutAt)
}

function readRange(text: string | undefined): HistoryRange {
  const range = HISTORY_RANGES.find((known) => known === (text || '24h'))
  if (range) return range
  throw new ServiceError('bad_request', `“range” is one of ${HISTORY_RANGES.join(', ')}.`)
}

function readLimit(text: string | undefined): number {
  if (text === undefined || text === '') return TRANSITIONS
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (limit >= 1 && limit <= LIMITS.pageRows) return limit
  throw new ServiceError('bad_request', `The limit is a number from 1 to ${LIMITS.pageRows}.`)
}

/** A cursor counts from the oldest change that is kept, so that new ones move nothing. @returns a place among those of the range */
function readCursor(text: string | undefined, { kept, newer }: { readonly kept: number; readonly newer: number }): number {
  if (text === undefined || text === '') return newer
  if (/^\d{1,6}$/.test(text) && Number(text) <= kept) return Math.max(0, Number(text) - (kept - newer))
  throw new ServiceError('bad_cursor', 'This cursor does not come from here.')
}

function toAvailability(range: HistoryRange, spans: readonly LifeSpan[], gaps: readonly Gap[], to: number) {
  const from = to - RANGE[range].ms
  const { upMs, downMs, unknownMs, outsideMs } = uptimeOf(spans, gaps, from, to)
  const seconds = { upSeconds: upMs / 1000, downSeconds: downMs / 1000, unknownSeconds: unknownMs / 1000 }
  return { range, from: iso(from), ...seconds, outsideSeconds: outsideMs / 1000 }
}

function toGaps(gaps: readonly Gap[], from: number): AgentHistory['gaps'] {
  return gaps
    .filter((gap) => gap.to > from)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, GAPS_MAX)
    .sort((a, b) => a.from - b.from)
    .map(({ reason, ms, ...gap }) => ({ from: iso(gap.from), to: iso(gap.to), seconds: ms / 1000, reason }))
}

function toItem({ field, from, to, at, afterAt, seenAt, lastKeepAlive }: Change): TransitionItem {
  const times = { at: isoTime(at), seenAfter: isoTime(afterAt), seenBy: iso(seenAt), lastKeepAlive: isoTime(lastKeepAlive) }
  return { field, from, to, ...times }
}

function iso(ms: number): string {
  return isoTime(ms) ?? ''
}
