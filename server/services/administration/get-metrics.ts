import { statfsSync, statSync } from 'node:fs'
import path from 'node:path'
import { COUNTED, type Discrepancy, readDiscrepancy } from '#lib/contract/discrepancy.ts'
import { MANAGER_STATES } from '#lib/contract/sync.ts'
import type { Clock } from '#server/clock.ts'
import type { Config } from '#server/config.ts'
import { counters, type LoopDelay } from '#server/counters.ts'
import type { FleetIndex } from '#server/fleet/fleet-index.ts'
import type { ManagerClient } from '#server/manager/client.ts'
import { operationsRepo } from '#server/store/operations-repo.ts'
import type { StoreClient } from '#server/store/prisma.ts'
import { storeProblem } from '#server/store/store-problem.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { type Metric, prometheusText, type Sample } from './prometheus-text.ts'

export interface MetricsContext {
  readonly fleet: Pick<FleetIndex, 'snapshot'>
  readonly prisma: StoreClient
  readonly clock: Clock
  readonly config: Pick<Config, 'databaseFile' | 'intervalSeconds'>
  readonly clients: ReadonlyMap<string, Pick<ManagerClient, 'budgetUse'>>
  readonly live: { readonly size: number }
  readonly audit: Pick<AuditLog, 'waiting'>
  readonly loop: Pick<LoopDelay, 'read'>
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** How Rollcall itself is doing, for a monitoring system: counts only, no agent and no person has a name here. */
export async function getMetrics({ ctx }: { ctx: MetricsContext }): Promise<string> {
  return prometheusText([...processMetrics(ctx), ...managerMetrics(ctx), ...(await storeMetrics(ctx))])
}

function processMetrics({ live, audit, loop }: MetricsContext): Metric[] {
  const { p50, p99, max } = loop.read()
  const memory = process.memoryUsage()
  const counted = (name: string, label: string): Sample[] =>
    counters.of(name).map(([value, count]) => [{ [label]: value }, count])
  return [
    gauge('rollcall_uptime_seconds', 'Since the web process began.', [[{}, Math.floor(process.uptime())]]),
    gauge('process_resident_memory_bytes', 'Memory of the web process.', [[{}, memory.rss]]),
    gauge('nodejs_heap_used_bytes', 'Heap in use by the web process.', [[{}, memory.heapUsed]]),
    gauge('rollcall_event_loop_delay_seconds', 'How long the web process was held up, over the last one to two minutes.', [
      [{ quantile: '0.5' }, p50],
      [{ quantile: '0.99' }, p99],
      [{ quantile: '1' }, max],
    ]),
    gauge('rollcall_event_streams', 'Open event streams.', [[{}, live.size]]),
    gauge('rollcall_audit_events_waiting', 'Audit events that are not in the store yet.', [[{}, audit.waiting]]),
    counter('rollcall_audit_events_total', 'Audit events by kind and outcome.', counted('audit', 'event')),
    counter('rollcall_http_responses_total', 'Answers by their first digit.', counted('responses', 'class')),
    counter('rollcall_http_problems_total', 'Refusals and failures by code.', counted('problems', 'code')),
  ]
}

function managerMetrics({ fleet, clock, clients, config }: MetricsContext): Metric[] {
  const { managers } = fleet.snapshot()
  const now = clock.now()
  return [
    gauge('rollcall_sync_interval_seconds', 'Time between two passes, as it is set.', [[{}, config.intervalSeconds]]),
    gauge(
      'rollcall_manager_state',
      '1 for the state that the manager is in.',
      managers.flatMap(({ id, state }) =>
        MANAGER_STATES.map((one): Sample => [{ manager: id, state: one }, one === state ? 1 : 0]),
      ),
    ),
    gauge(
      'rollcall_manager_data_age_seconds',
      'Since the end of the last complete pass.',
      managers.map(({ id, lastSyncAt }) => [{ manager: id }, lastSyncAt === null ? null : Math.max(0, now - lastSyncAt) / 1000]),
    ),
    gauge(
      'rollcall_agents',
      'Agents by what the manager says of them.',
      managers.flatMap(({ id, counts }) =>
        Object.entries(counts.byStatus).map(([status, count]): Sample => [{ manager: id, status }, count]),
      ),
    ),
    gauge(
      'rollcall_manager_requests_per_minute',
      'Requests of the web process within the last 60 seconds: sign-ins and rights.',
      [...clients].map(([id, client]) => [{ manager: id }, client.budgetUse().used]),
    ),
    gauge(
      'rollcall_manager_requests_per_minute_max',
      'How many the web process allows itself.',
      [...clients].map(([id, client]) => [{ manager: id }, client.budgetUse().perMinute]),
    ),
  ]
}

/** What the store knows; without it only that it does not answer. */
async function storeMetrics({ fleet, prisma, clock, config, clients }: MetricsContext): Promise<Metric[]> {
  const now = clock.now()
  const repo = operationsRepo(prisma)
  const size = (suffix: string) => statSync(`${config.databaseFile}${suffix}`, { throwIfNoEntry: false })?.size ?? null
  const up = (value: number) => gauge('rollcall_store_up', '1 while the store can be read.', [[{}, value]])
  try {
    const hour = await repo.passesSince(now - HOUR_MS)
    const minute = await repo.passesSince(now - MINUTE_MS)
    // Of those only that are watched; the store keeps others, too.
    const watched = fleet.snapshot().managers.filter(({ id }) => clients.has(id))
    const managers = [...new Set(minute.map(({ manager }) => manager))]
    return [
      up(1),
      gauge('rollcall_store_bytes', 'Size of the store and of what is not yet merged into it.', [
        [{ file: 'database' }, size('')],
        [{ file: 'wal' }, size('-wal')],
      ]),
      gauge('rollcall_store_free_bytes', 'Room left where the store lies.', [[{}, freeBytes(config.databaseFile)]]),
      gauge('rollcall_sessions', 'Sessions that are not over.', [[{}, await repo.sessions(now)]]),
      gauge(
        'rollcall_passes_last_hour',
        'Passes that began within the last hour.',
        hour.map(({ manager, kind, outcome, passes }) => [{ manager, kind, outcome }, passes]),
      ),
      gauge(
        'rollcall_manager_summary_difference',
        'What the manager counts in its own summary beyond what it lists, as two full passes in a row found it.',
        watched.flatMap(({ id, report }) => differences(id, readDiscrepancy(report.discrepancy))),
      ),
      gauge(
        'rollcall_pass_bad_rows_last_hour',
        'Rows of the manager that could not be read, within the last hour.',
        hour.map(({ manager, kind, outcome, badRows }) => [{ manager, kind, outcome }, badRows]),
      ),
      gauge(
        'rollcall_collector_requests_last_minute',
        'Requests of passes that began within the last 60 seconds.',
        managers.map((manager) => [
          { manager },
          minute.filter((one) => one.manager === manager).reduce((sum, { requests }) => sum + requests, 0),
        ]),
      ),
    ]
  } catch (error) {
    if (storeProblem(error) === null) throw error
    return [up(0)]
  }
}

/** What is left for who is not root; `null` where the system does not tell. */
function freeBytes(file: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(path.dirname(file))
    return bavail * bsize
  } catch {
    return null
  }
}

/** 0 for each counter while nothing differs, so that its absence can't be taken for that. */
function differences(manager: string, found: Discrepancy | null): Sample[] {
  return COUNTED.map((counter) => {
    const [listed = null, said = null] = [found?.list[counter], found?.summary[counter]]
    return [{ manager, counter }, listed === null || said === null ? 0 : said - listed]
  })
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, type: 'gauge', help, samples }
}

function counter(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, type: 'counter', help, samples }
}
