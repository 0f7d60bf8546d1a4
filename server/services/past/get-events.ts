import type { EventsReport } from '#lib/contract/events.ts'
import { type AlarmFacts, type AlarmPart, judgeAlarm } from '#lib/insight/alarm.ts'
import { EVERYTHING } from '#lib/query/compose.ts'
import { countFleet } from '#server/fleet/count-fleet.ts'
import { oldestAsOf } from '#server/fleet/query-fleet.ts'
import { managersInScope } from '#server/fleet/scope-slots.ts'
import type { ServiceContext } from '../context.ts'
import { countExpectedDown, EXPECTED_DOWN_QUERY, expectedDownAmong } from '../fleet/count-expected.ts'
import { isoTime } from '../iso-time.ts'
import { readQuery, readSnapshot } from '../read-input.ts'
import { massChanges } from './mass-changes.ts'
import { toMassEventItem } from './mass-event-item.ts'

const DAY_MS = 24 * 3_600_000
/** Data is too old after so many intervals, and after five minutes at the earliest. */
const STALE_INTERVALS = 5
const STALE_LEAST_MS = 300_000
const QUIET = readQuery('quiet=true')
/** Those that somebody expects to be down are told as such only. */
const GIVEN_UP = readQuery(`gone=true and not (${EXPECTED_DOWN_QUERY})`)
/** Those that should report: the given up and the expected down are in no number of the rule. */
const SHOULD_REPORT = readQuery(`gone=false and not (${EXPECTED_DOWN_QUERY})`)

/**
 * What many endpoints in scope did together in the last 24 hours, the newest first, and whether all is well: the rule of
 * `docs/alarm-rule.md`. @throws ServiceError `not_ready`
 */
export async function getEvents({ ctx }: { ctx: ServiceContext; input: Record<string, never> }): Promise<EventsReport> {
  const snapshot = readSnapshot(ctx)
  const { scope, clock, config } = ctx
  const managers = managersInScope(snapshot.managers, scope)
  const now = Math.max(clock.now(), ...managers.map(({ asOf }) => (asOf ?? 0) + 1))
  const { events, factors } = await massChanges(ctx, snapshot, now)
  const { total, byStatus } = await countFleet(snapshot, { expr: SHOULD_REPORT, scope })
  const staleMs = Math.max(STALE_LEAST_MS, STALE_INTERVALS * config.intervalSeconds * 1000)
  const quiet = await countFleet(snapshot, { expr: QUIET, scope })
  const given = await countFleet(snapshot, { expr: GIVEN_UP, scope })
  const facts: AlarmFacts = {
    total,
    active: byStatus.active,
    quiet: quiet.total,
    expectedDown: await countExpectedDown(snapshot, EVERYTHING, scope),
    givenUp: { count: given.total, days: snapshot.rules.gone.afterDays },
    losses: events.flatMap(({ direction, agents, still }, event) => {
      const expected = expectedDownAmong(snapshot, agents)
      const left = agents.length - expected
      return direction === 'down' && left > 0 ? { event, agents: left, still: Math.max(0, still - expected) } : []
    }),
    managers: managers.length,
    staleManagers: managers
      .filter(({ lastSyncAt }) => lastSyncAt === null || clock.now() - lastSyncAt > staleMs)
      .map(({ name }) => name),
  }
  const alarm = judgeAlarm(facts, snapshot.rules.alarm)
  const apart = facts.expectedDown > 0 ? [`not (${EXPECTED_DOWN_QUERY})`] : []
  const queries = {
    missing: ['status!=active', ...(given.total > 0 ? ['gone=false'] : []), ...apart].join(' and '),
    givenUp: ['gone=true', ...apart].join(' and '),
  }
  return {
    from: isoTime(now - DAY_MS) ?? '',
    to: isoTime(now) ?? '',
    alarm: { level: alarm.level, parts: alarm.parts.map((part) => toPart(part, queries)) },
    events: events.map((event) => toMassEventItem(snapshot, event, factors)),
    asOf: isoTime(oldestAsOf(snapshot, scope)),
  }
}

/** @param queries for all that should report and do not, and for those given up */
function toPart(part: AlarmPart, queries: { missing: string; givenUp: string }): EventsReport['alarm']['parts'][number] {
  if (part.kind === 'stale') return { ...part, managers: [...part.managers] }
  if (part.kind === 'share') return { ...part, q: part.elsewhere || part.notReporting === 0 ? null : queries.missing }
  if (part.kind === 'gone') return { ...part, q: queries.givenUp }
  return part.kind === 'expected' ? { ...part, q: EXPECTED_DOWN_QUERY } : part
}
