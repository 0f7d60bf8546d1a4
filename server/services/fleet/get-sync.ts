import { readDiscrepancy } from '#lib/contract/discrepancy.ts'
import { collectorAccount, managerCard, type SyncReport } from '#lib/contract/sync.ts'
import { z } from '#lib/contract/zod.ts'
import { EVERYTHING } from '#lib/query/compose.ts'
import { countFleet } from '#server/fleet/count-fleet.ts'
import type { ManagerView } from '#server/fleet/snapshot.ts'
import { isDefaultPassword } from '#server/manager/default-password.ts'
import { type ManagerReport, reportInScope } from '#server/store/manager-report.ts'
import { type PassRow, passesRepo } from '#server/store/passes-repo.ts'
import type { ServiceContext } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import { readSnapshot } from '../read-input.ts'
import { toManagerFreshness } from './manager-freshness.ts'
import { toScopeInfo } from './scope-info.ts'

type ManagerSync = SyncReport['managers'][number]

const PASSES_MAX = 20

/**
 * How the collector stands with every manager in scope.
 * @param input.administers of which managers somebody is told what is wrong with our own account; nobody else is
 * @throws ServiceError `not_ready`
 */
export async function getSync({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: { administers?: (manager: string) => boolean }
}): Promise<SyncReport> {
  const snapshot = readSnapshot(ctx)
  const counted = await countFleet(snapshot, { expr: EVERYTHING, scope: ctx.scope })
  const managers: ManagerSync[] = []
  for (const { manager, counts } of counted.managers) {
    const report = reportInScope(ctx.scope, manager)
    const passes = await passesRepo(ctx.prisma).newest(ctx.scope, manager.id, PASSES_MAX)
    managers.push({
      ...toManagerFreshness(manager, counts.total, ctx.clock),
      ...describe(manager, report),
      account: readAccount(ctx, manager.id, report.account, input.administers?.(manager.id) ?? false),
      // One that has ended since belongs to what the rest of the answer does not know yet.
      passes: passes.filter(({ id, finishedAt }) => finishedAt === null || id <= (report.lastPassId ?? 0)).map(toPassItem),
    })
  }
  const { demo, intervalSeconds } = ctx.config
  const scope = await toScopeInfo(snapshot, ctx.scope)
  return { demo, insecureTls: ctx.config.managers.some(({ tls }) => tls.insecure), intervalSeconds, scope, managers }
}

function describe(
  manager: ManagerView,
  report: ManagerReport,
): Pick<ManagerSync, 'problem' | 'nextTryAt' | 'progress' | 'card' | 'discrepancy'> {
  const { progressRows: rows, progressTotal: total } = report
  return {
    problem: report.problem,
    nextTryAt: isoTime(report.nextTryAt),
    progress: manager.state === 'first_pass' && rows !== null && total !== null ? { rows, total } : null,
    card: parse(report.card, managerCard),
    discrepancy: readDiscrepancy(report.discrepancy),
  }
}

/** What is to be said of our own account at a manager; `null` when nothing that we can read is stored. */
function readAccount(ctx: ServiceContext, id: string, json: string | null, administrator: boolean): ManagerSync['account'] {
  const stored = parse(json, z.pick(collectorAccount, { hidden: true, excess: true }))
  if (stored === null || !administrator) return stored && { ...stored, excess: [], defaultPassword: false }
  const own = ctx.config.managers.find((manager) => manager.id === id)
  // Everybody knows the passwords of the demo: a warning there would only teach people to overlook it.
  const defaultPassword = own !== undefined && !ctx.config.demo && isDefaultPassword(own.user, own.password)
  return { ...stored, defaultPassword }
}

/** What the collector stored as JSON, or `null` when it is nothing that we can read. */
function parse<T>(json: string | null, schema: { safeParse(value: unknown): { data?: T | undefined } }): T | null {
  if (json === null) return null
  try {
    return schema.safeParse(JSON.parse(json)).data ?? null
  } catch {
    return null
  }
}

function toPassItem({ startedAt, finishedAt, asOf, ...pass }: PassRow): ManagerSync['passes'][number] {
  return { ...pass, startedAt: isoTime(startedAt), finishedAt: isoTime(finishedAt), asOf: isoTime(asOf) }
}
