import { managerCard, type SyncReport } from '#lib/contract/sync.ts'
import { countFleet } from '#server/fleet/count-fleet.ts'
import type { ManagerView } from '#server/fleet/snapshot.ts'
import { type ManagerReport, managersRepo } from '#server/store/managers-repo.ts'
import { type PassRow, passesRepo } from '#server/store/passes-repo.ts'
import type { ServiceContext } from './context.ts'
import { isoTime } from './iso-time.ts'
import { toManagerFreshness } from './manager-freshness.ts'
import { readSnapshot } from './read-input.ts'
import { EVERYTHING, toScopeInfo } from './scope-info.ts'

type ManagerSync = SyncReport['managers'][number]

const PASSES_MAX = 20

/** How the collector stands with every manager in scope. @throws ServiceError `not_ready` */
export async function getSync({ ctx }: { ctx: ServiceContext; input: Record<string, never> }): Promise<SyncReport> {
  const snapshot = readSnapshot(ctx)
  const counted = await countFleet(snapshot, { expr: EVERYTHING, scope: ctx.scope })
  const reports = await managersRepo(ctx.prisma).reports(ctx.scope)
  const managers: ManagerSync[] = []
  for (const { manager, counts } of counted.managers) {
    const passes = await passesRepo(ctx.prisma).newest(ctx.scope, manager.id, PASSES_MAX)
    managers.push({
      ...toManagerFreshness(manager, counts.total, ctx.clock),
      ...describe(
        manager,
        reports.find((report) => report.id === manager.id),
      ),
      passes: passes.map(toPassItem),
    })
  }
  const { demo, intervalSeconds } = ctx.config
  const scope = await toScopeInfo(snapshot, ctx.scope)
  return { demo, insecureTls: ctx.config.managers.some(({ tls }) => tls.insecure), intervalSeconds, scope, managers }
}

function describe(
  manager: ManagerView,
  report: ManagerReport | undefined,
): Pick<ManagerSync, 'problem' | 'nextTryAt' | 'progress' | 'card'> {
  const { progressRows: rows = null, progressTotal: total = null } = report ?? {}
  return {
    problem: report?.problem ?? null,
    nextTryAt: isoTime(report?.nextTryAt ?? null),
    progress: manager.state === 'first_pass' && rows !== null && total !== null ? { rows, total } : null,
    card: readCard(report?.card ?? null),
  }
}

/** The card that the collector stored, or `null` when it is none that we can read. */
function readCard(json: string | null): ManagerSync['card'] {
  if (json === null) return null
  try {
    return managerCard.safeParse(JSON.parse(json)).data ?? null
  } catch {
    return null
  }
}

function toPassItem({ startedAt, finishedAt, asOf, ...pass }: PassRow): ManagerSync['passes'][number] {
  return { ...pass, startedAt: isoTime(startedAt), finishedAt: isoTime(finishedAt), asOf: isoTime(asOf) }
}
