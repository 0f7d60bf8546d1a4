import type { Summary } from '#lib/contract/sync.ts'
import { andTerm } from '#lib/query/compose.ts'
import { countFleet } from '#server/fleet/count-fleet.ts'
import type { FleetCounts } from '#server/fleet/counts.ts'
import { oldestAsOf } from '#server/fleet/query-fleet.ts'
import type { ServiceContext } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import { readFilter, readQuery, readSnapshot } from '../read-input.ts'
import { countExpectedDown } from './count-expected.ts'
import { toManagerFreshness } from './manager-freshness.ts'
import { toScopeInfo } from './scope-info.ts'

const ACTIVE = readQuery('status=active')

/** Counts of the agents in scope that match, by status and by sync. @throws ServiceError `bad_query`, `not_ready` */
export async function getSummary({ ctx, input }: { ctx: ServiceContext; input: { q?: string | undefined } }): Promise<Summary> {
  const expr = readFilter(ctx, input.q)
  const snapshot = readSnapshot(ctx)
  const { total, byStatus, bySync, managers } = await countFleet(snapshot, { expr, scope: ctx.scope })
  const active = await countFleet(snapshot, { expr: andTerm(expr, ACTIVE), scope: ctx.scope })
  return {
    total,
    byStatus,
    bySync: toBySync(bySync),
    activeBySync: toBySync(active.bySync),
    expectedDown: await countExpectedDown(snapshot, expr, ctx.scope),
    asOf: isoTime(oldestAsOf(snapshot, ctx.scope)),
    scope: await toScopeInfo(snapshot, ctx.scope),
    managers: managers.map(({ manager, counts }) => toManagerFreshness(manager, counts.total, ctx.clock)),
  }
}

function toBySync(bySync: FleetCounts['bySync']): Summary['bySync'] {
  return { synced: bySync.synced, not_synced: bySync['not synced'], unknown: bySync.unknown }
}
