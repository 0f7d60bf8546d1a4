import { statSync } from 'node:fs'
import type { AdministeredManager, Administration } from '#lib/contract/administration.ts'
import { readDiscrepancy } from '#lib/contract/discrepancy.ts'
import type { Config, ManagerConfig } from '#server/config.ts'
import type { ManagerClient } from '#server/manager/client.ts'
import { auditHead } from '#server/store/audit-repo.ts'
import { NO_REPORT } from '#server/store/manager-report.ts'
import { operationsRepo, type PassTally } from '#server/store/operations-repo.ts'
import type { Sqlite } from '#server/store/sqlite.ts'
import { isLoopback } from '../is-loopback.ts'
import { isoTime } from '../iso-time.ts'
import type { Kiosks } from '../kiosk/kiosks.ts'
import type { Administered } from '../people/administrators.ts'
import type { MetricsContext } from './get-metrics.ts'

export interface AdministrationContext extends Omit<MetricsContext, 'config' | 'clients'> {
  readonly config: Config
  readonly clients: ReadonlyMap<string, Pick<ManagerClient, 'budgetUse' | 'certificate'>>
  readonly auditDb: Pick<Sqlite, 'get'>
  readonly administered: Administered
  readonly kiosks: Pick<Kiosks, 'repo'>
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** As `server/sync/schedule.ts` has it: the collector's half of the requests that we allow ourselves. */
const COLLECTOR_PER_MINUTE = 30
/** Days for which passes are kept one by one. */
const PASS_DAYS = 30

/** How Rollcall is set up and gets on. Nothing here names an agent or a person but the accounts we collect with. */
export async function getAdministration({ ctx }: { ctx: AdministrationContext }): Promise<Administration> {
  const { config, clock, prisma, live, audit, loop, auditDb, administered, kiosks } = ctx
  const now = clock.now()
  const repo = operationsRepo(prisma)
  const hour = await repo.passesSince(now - HOUR_MS)
  const minute = await repo.passesSince(now - MINUTE_MS)
  const own = config.managers.filter(({ id }) => administered === 'all' || administered.includes(id))
  return {
    managers: own.map((manager) => describe(ctx, manager, { hour, minute })),
    intervalSeconds: config.intervalSeconds,
    historyDays: config.historyDays,
    passDays: PASS_DAYS,
    transport: transportOf(config),
    demo: config.demo,
    process: {
      uptimeSeconds: Math.floor(process.uptime()),
      memoryBytes: process.memoryUsage.rss(),
      heldUpMs: Math.round(loop.read().max * 1000),
    },
    storeBytes: statSync(config.databaseFile, { throwIfNoEntry: false })?.size ?? null,
    sessions: await repo.sessions(now),
    kiosks: await kiosks.repo.count(now),
    streams: live.size,
    audit: { head: auditHead(auditDb), waiting: audit.waiting },
  }
}

function describe(
  { fleet, clients }: Pick<AdministrationContext, 'fleet' | 'clients'>,
  { id, name, url, user, tls }: ManagerConfig,
  { hour, minute }: Lately,
): AdministeredManager {
  const view = fleet.snapshot().managers.find((manager) => manager.id === id)
  const { report = NO_REPORT } = view ?? {}
  const client = clients.get(id)
  const seen = client?.certificate() ?? null
  const ofHour = hour.filter(({ manager }) => manager === id)
  const sum = (list: readonly PassTally[], of: (one: PassTally) => number) => list.reduce((total, one) => total + of(one), 0)
  return {
    ...{ id, name, url: url.origin, account: user },
    problem: report.problem,
    nextTryAt: isoTime(report.nextTryAt),
    discrepancy: readDiscrepancy(report.discrepancy),
    state: view?.state ?? 'starting',
    lastSyncAt: isoTime(view?.lastSyncAt ?? null),
    agents: view?.counts.total ?? 0,
    version: view?.version ?? null,
    budget: {
      collector: {
        used: sum(
          minute.filter(({ manager }) => manager === id),
          ({ requests }) => requests,
        ),
        perMinute: COLLECTOR_PER_MINUTE,
      },
      people: client?.budgetUse() ?? { used: 0, perMinute: 0 },
    },
    passes: {
      ok: sum(ofHour, ({ outcome, passes }) => (outcome === 'ok' || outcome === 'running' ? passes : 0)),
      failed: sum(ofHour, ({ outcome, passes }) => (outcome === 'ok' || outcome === 'running' ? 0 : passes)),
      badRows: sum(ofHour, ({ badRows }) => badRows),
    },
    tls: {
      trust: tls.insecure ? 'none' : tls.fingerprint !== null ? 'fingerprint' : tls.ca !== null ? 'authority' : 'system',
      fingerprint: seen?.fingerprint ?? null,
      validTo: seen && Number.isFinite(seen.validTo) ? isoTime(seen.validTo) : null,
    },
  }
}

interface Lately {
  readonly hour: readonly PassTally[]
  readonly minute: readonly PassTally[]
}

function transportOf({ tls, publicOrigin, host }: Pick<Config, 'tls' | 'publicOrigin' | 'host'>): Administration['transport'] {
  if (tls !== null) return 'tls'
  if (publicOrigin !== null) return 'proxy'
  return isLoopback(host) ? 'loopback' : 'plain'
}
