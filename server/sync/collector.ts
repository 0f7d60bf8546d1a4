import type { Clock } from '#server/clock.ts'
import type { Config, ManagerConfig, SecretKey } from '#server/config.ts'
import type { Log } from '#server/log.ts'
import { createManagerClient, type ManagerClient } from '#server/manager/client.ts'
import { auditKeys } from '#server/store/audit-key.ts'
import { type AuditEvent, appendAudit } from '#server/store/audit-repo.ts'
import { createLease, LEASE_MS } from '#server/store/lease.ts'
import type { Sqlite } from '#server/store/sqlite.ts'
import { createWriter } from '#server/store/writer.ts'
import { failureOf } from './failure.ts'
import { ManagerSync } from './manager-sync.ts'
import type { PassKind, PassOutcome } from './pass.ts'
import { choosePass, JITTER, nextPassAt, REQUESTS_PER_MINUTE } from './schedule.ts'

interface Options {
  config: Pick<Config, 'managers' | 'intervalSeconds' | 'historyDays'> & {
    readonly demo?: boolean
    readonly secretKeys?: readonly SecretKey[]
  }
  clock: Clock
  log: Log
  /** Puts lines before the person who started us, whatever the log leaves out; nowhere by default. */
  say?: (text: string) => void
  random: () => number
  /** An opened, migrated store; the caller closes it. */
  store: Sqlite
  clientFor?: (manager: ManagerConfig) => ManagerClient
  /** Name of this process in the lease; tests that play two processes give two. */
  holder?: string
}

export interface Collector {
  /** Runs one pass now; without `kind` the one that is due. @throws when another process collects into this store */
  runPass(managerId: string, kind?: PassKind, signal?: AbortSignal): Promise<PassOutcome>
  /** Collects from every manager until `signal` aborts; waits while another process does. Resolves when all is written. */
  start(signal: AbortSignal): Promise<void>
  /** Drops the connections to the managers and gives the lease back. */
  close(): Promise<void>
}

/** The only writer of fleet data: one loop for each manager, none waits for another. */
export function createCollector({
  config,
  clock,
  log,
  say = () => undefined,
  random,
  store,
  clientFor,
  holder,
}: Options): Collector {
  const lease = createLease(store, holder)
  const clients = new Map<string, ManagerClient>()
  let syncs: Map<string, ManagerSync> | null = null

  const intervalMs = config.intervalSeconds * 1_000

  /** Takes the lease and, at the first time, makes sense of what a killed process left behind. @returns the other holder */
  function take(): string | null {
    const { other, continued } = lease.take(clock.now())
    // What is remembered of the fleet holds only while nobody else wrote.
    if (!continued) syncs = null
    if (other !== null || syncs !== null) return other
    const writer = createWriter(store, lease)
    const interrupted = writer.interruptPasses(clock.now())
    if (interrupted > 0) log.warn({ passes: interrupted }, 'Passes were interrupted when the last collector ended')
    syncs = new Map(
      config.managers.map((manager) => {
        const client = clients.get(manager.id) ?? clientFor?.(manager) ?? defaultClient(manager)
        clients.set(manager.id, client)
        return [
          manager.id,
          new ManagerSync({
            manager,
            client,
            writer,
            clock,
            log,
            say,
            audit,
            random,
            intervalMs,
            historyDays: config.historyDays,
            acceptsAnyFleet: config.demo === true,
          }),
        ]
      }),
    )
    return null
  }

  const [auditKey = null] = auditKeys(config.secretKeys ?? [])
  const audit = (event: AuditEvent) => {
    try {
      store.transaction(() => appendAudit(store, [{ ...event, at: clock.now(), times: 1 }], auditKey))
    } catch (error) {
      const { problem } = failureOf(error)
      log.error({ event, problem }, 'an audit event could not be stored: this line is all that is left of it')
    }
  }

  const defaultClient = (manager: ManagerConfig) =>
    createManagerClient({ manager, clock, log, random, budgetPerMinute: REQUESTS_PER_MINUTE })

  async function loop(sync: ManagerSync, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const startedAt = clock.now()
      // A clock that was set back meanwhile must not be waited for.
      const elapsedMs = () => Math.max(0, clock.now() - startedAt)
      let waitMs = intervalMs * (1 - JITTER + 2 * JITTER * random())
      try {
        const kind = choosePass(sync, startedAt, intervalMs)
        if (kind === null) waitMs = Math.min(waitMs, nextPassAt(sync, startedAt, intervalMs) - startedAt)
        else {
          const outcome = await sync.run(kind, signal)
          if (outcome.retryInMs !== null) waitMs = Math.min(outcome.retryInMs, 300_000) + elapsedMs()
        }
      } catch (error) {
        // Choosing reads the store when a write has failed before; a pass itself rejects only when it is stopped.
        if (!signal.aborted)
          log.error({ manager: sync.id, problem: failureOf(error).problem }, 'The next pass can’t be chosen; trying again')
      }
      await clock.sleep(Math.max(1_000, waitMs - elapsedMs()), signal)
    }
  }

  /** Renews the lease until it is lost or `signal` aborts. */
  async function keepLease(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(LEASE_MS / 3, signal)
      if (signal.aborted) return
      try {
        const { other, continued } = lease.take(clock.now())
        if (continued) continue
        log.error({ holder: other }, 'Another Rollcall process collected into this database meanwhile; this one starts anew')
        return
      } catch (error) {
        log.warn({ problem: failureOf(error).problem }, 'The lease could not be renewed')
      }
    }
  }

  async function collect(signal: AbortSignal): Promise<void> {
    const inner = new AbortController()
    const stop = AbortSignal.any([signal, inner.signal])
    const loops = [...(syncs ?? []).values()].map((sync) => loop(sync, stop))
    await keepLease(stop)
    inner.abort()
    await Promise.all(loops)
    syncs = null
  }

  return {
    async runPass(managerId, kind, signal) {
      const other = take()
      if (other !== null) throw new Error(`Another Rollcall process (${other}) collects into this database`)
      const sync = syncs?.get(managerId)
      if (!sync) throw new Error(`Manager ${managerId} is not configured`)
      return sync.run(kind ?? choosePass(sync, clock.now(), 0) ?? (sync.lastCompleteId === null ? 'full' : 'small'), signal)
    },

    async start(signal) {
      let said = false
      while (!signal.aborted) {
        try {
          const other = take()
          if (other === null) {
            said = false
            log.info({ managers: config.managers.map(({ id }) => id) }, 'Collecting')
            await collect(signal)
            continue
          }
          if (!said)
            log.warn({ holder: other }, 'Another Rollcall process collects into this database; this one waits until it ends')
          said = true
        } catch (error) {
          log.error({ problem: failureOf(error).problem }, 'The store can’t be written; trying again')
        }
        await clock.sleep(5_000, signal)
      }
    },

    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()))
      clients.clear()
      try {
        lease.release()
      } catch (error) {
        log.warn({ problem: failureOf(error).problem }, 'The lease could not be given back')
      }
    },
  }
}
