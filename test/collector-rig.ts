import pino from 'pino'
import { type Demo, type DemoOptions, startDemo } from '#demo/start.ts'
import { systemClock } from '#server/clock.ts'
import type { ManagerConfig } from '#server/config.ts'
import { createManagerClient, type ManagerClient } from '#server/manager/client.ts'
import type { SqlValue } from '#server/store/sqlite.ts'
import { openTestStore } from '#server/store/testing.ts'
import { createCollector } from '#server/sync/collector.ts'
import type { PassKind } from '#server/sync/pass.ts'

/** Waits of our own side take no time: retries and rate limits are waited for at once. */
export function impatientClock() {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    async sleep(ms: number) {
      ahead += ms
      await systemClock.sleep(1)
    },
  }
}

export function configOf(demo: Demo, user = 'wazuh', password = user): ManagerConfig {
  const tls = { ca: null, fingerprint: demo.fingerprint, insecure: false }
  return { id: 'main', name: 'Demo', url: new URL(demo.url), user, password, tls }
}

/** A demo manager over real HTTPS whose time only moves when told to, a real store, and a collector between them. */
export async function collectorRig(options: DemoOptions = {}, { user = 'wazuh', demo: isDemo = false, id = 'main' } = {}) {
  const start = Date.UTC(2026, 10, 21, 10)
  const demo = await startDemo({ requestsPerMinute: 0, clock: { now: () => start }, ...options })
  const store = openTestStore()
  const log = pino({ level: 'silent' })
  const clock = impatientClock()
  const manager = { ...configOf(demo, user), id }
  const client: ManagerClient = createManagerClient({ manager, clock, log, budgetPerMinute: 1e6 })
  const collector = createCollector({
    config: { managers: [manager], intervalSeconds: 30, historyDays: 400, demo: isDemo },
    clock,
    log,
    random: Math.random,
    store: store.db,
    clientFor: () => client,
  })
  return {
    demo,
    client,
    collector,
    store,
    pass: (kind: PassKind = 'full') => collector.runPass(id, kind),
    rows: (sql: string, ...params: SqlValue[]) => store.db.all(sql, ...params),
    async stop() {
      await collector.close()
      store.remove()
      await demo.stop()
    },
  }
}

/** What the manager itself counts, in the order of the columns of `Pass`. */
export async function countedByManager(client: ManagerClient) {
  const { connection, configuration } = await client.getStatusSummary()
  return {
    total: connection.total,
    active: connection.active,
    disconnected: connection.disconnected,
    pending: connection.pending,
    neverConnected: connection.never_connected,
    synced: configuration?.synced,
    notSynced: configuration?.not_synced,
  }
}
