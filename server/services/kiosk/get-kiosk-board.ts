import { pickManagers } from '#lib/agent/scope.ts'
import type { MassEventItem } from '#lib/contract/events.ts'
import type { Evolution } from '#lib/contract/evolution.ts'
import type { KioskBoard } from '#lib/contract/kiosk.ts'
import type { Summary } from '#lib/contract/sync.ts'
import { silenceOf } from '#lib/format/event-silence.ts'
import { EVERYTHING } from '#lib/query/compose.ts'
import { unknownManagers } from '#lib/query/manager-names.ts'
import { countFleet } from '#server/fleet/count-fleet.ts'
import { managersInScope } from '#server/fleet/scope-slots.ts'
import type { FleetSnapshot, ManagerView } from '#server/fleet/snapshot.ts'
import type { ServiceContext } from '../context.ts'
import { countChanges } from '../fleet/count-changes.ts'
import { getSummary } from '../fleet/get-summary.ts'
import { isoTime } from '../iso-time.ts'
import { getEvents } from '../past/get-events.ts'
import { getEvolution } from '../past/get-evolution.ts'
import { readQuery, readSnapshot } from '../read-input.ts'
import type { Kiosk } from './kiosks.ts'

/** Data is too old after so many intervals. */
const STALE_INTERVALS = 2
/** A pass that is under way and on time may take a little longer than it said, and so much altogether. */
const DUE_GRACE_MS = 10_000
const PASS_MS = 300_000
/** The person who approved a screen is asked for so long before it would be held. */
const ASK_MS = 7 * 86_400_000
const EVENTS = 4

/**
 * All that a screen shows, under its own scope. Managers whose data is too old are named, and counted in nothing: a wall must not
 * show their last green. @throws ServiceError `not_ready`
 */
export async function getKioskBoard({
  ctx,
  input: { kiosk },
}: {
  ctx: ServiceContext
  input: { kiosk: Kiosk }
}): Promise<KioskBoard> {
  const snapshot = readSnapshot(ctx)
  const now = ctx.clock.now()
  const freshUntil = freshness(ctx, snapshot)
  const isFresh = (id: string) => (freshUntil.get(id) ?? 0) > now
  const all = snapshot.managers.map(({ id }) => id)
  const own: ServiceContext = { ...ctx, fleet: { snapshot: () => snapshot } }
  const heard = { ...own, scope: pickManagers(ctx.scope, all, isFresh) }
  const whole = await countFleet(snapshot, { expr: EVERYTHING, scope: ctx.scope })
  const summary = await getSummary({ ctx: heard, input: {} })
  const events = await getEvents({ ctx: heard, input: {} })
  const evolution = await getEvolution({ ctx: heard, input: {} })
  const { went, back, newest } = await countChanges(heard, snapshot)
  const { total, byStatus } = summary
  const { names, name, expiresAt, confirmBy, approver } = kiosk
  return {
    ...{ now: iso(now), name, names, expiresAt: iso(expiresAt), total, active: byStatus.active },
    confirm: confirmBy - now < ASK_MS ? { by: iso(confirmBy), username: approver.username } : null,
    notReporting: total - byStatus.active,
    expectedDown: summary.expectedDown,
    byStatus: toCounts(byStatus),
    synced: summary.activeBySync.synced,
    unheard: whole.total - total,
    unknownManagers: [...unknownManagers(readQuery(kiosk.query), managersInScope(snapshot.managers, kiosk.rights))],
    hour: {
      ...{ went, back, net: netOfHour(evolution, total - byStatus.active) },
      newest: names ? newest.map(({ at, ...change }) => ({ ...change, at: iso(at) })) : [],
    },
    events: events.events
      .filter(({ returnOf }) => returnOf === null)
      .slice(0, EVENTS)
      .map((event) => toEvent(event, names)),
    managers: whole.managers.map(({ manager, counts }) => ({
      ...{ id: manager.id, name: manager.name, state: manager.state, lastSyncAt: isoTime(manager.lastSyncAt) },
      freshUntil: isFresh(manager.id) ? isoTime(freshUntil.get(manager.id) ?? null) : null,
      total: counts.total,
      notReporting: counts.total - counts.byStatus.active,
    })),
    chart: toChart(evolution),
  }
}

/** Until when the data of each manager in scope may be shown if nothing newer comes, our clock. */
function freshness(ctx: ServiceContext, { managers }: FleetSnapshot): Map<string, number> {
  const intervals = STALE_INTERVALS * ctx.config.intervalSeconds * 1000
  const until = ({ state, lastSyncAt, report }: ManagerView): number => {
    if (lastSyncAt === null || lastSyncAt > ctx.clock.now() + intervals) return 0
    const due = report.nextTryAt ?? 0
    // Of a large fleet one pass alone may take that long; while it gets on as it should the manager is heard.
    const running = state === 'ok' ? Math.min(due + DUE_GRACE_MS, lastSyncAt + intervals + PASS_MS) : 0
    return Math.max(lastSyncAt + intervals, running)
  }
  return new Map(managersInScope(managers, ctx.scope).map((manager) => [manager.id, until(manager)]))
}

/** The counts that a chart has; those that are few are one. */
function toCounts({ disconnected, never_connected, pending, unknown }: Summary['byStatus']): KioskBoard['byStatus'] {
  return { disconnected, never_connected, other: pending + unknown }
}

/** An hour ago counts only where somebody looked then, at all that is counted now. */
function netOfHour({ ago: { hour } }: Evolution, notReporting: number): number | null {
  if (hour.precision !== 'exact' || hour.byStatus === null || hour.total === null) return null
  return notReporting - (hour.total - hour.byStatus.active)
}

function toEvent(event: MassEventItem, names: boolean): KioskBoard['events'][number] {
  const { direction, to, count, still, backBy, factor } = event
  // From afar it is one line: since when they are silent.
  const { from } = silenceOf(event) ?? event
  return { direction, from, to, count, still, backBy, what: names && factor && factor.size >= count ? factor.value : null }
}

function toChart({ from, to, points, gaps }: Evolution): KioskBoard['chart'] {
  return {
    from,
    to,
    points: points.map(({ at, byStatus }) => ({ at, counts: byStatus && toCounts(byStatus) })),
    gaps: gaps.map((gap) => ({ from: gap.from, to: gap.to })),
  }
}

function iso(ms: number): string {
  return isoTime(ms) ?? ''
}
