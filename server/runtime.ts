import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { loadConfig } from './config-env.ts'
import { LoopDelay } from './counters.ts'
import { FleetIndex } from './fleet/fleet-index.ts'
import { processBus } from './live/bus.ts'
import { LiveHub } from './live/hub.ts'
import { type Log, log } from './log.ts'
import { createManagerClient, type ManagerClient } from './manager/client.ts'
import { AgentDesk } from './services/agent/agent-desk.ts'
import { AuditLog } from './services/audit/audit-log.ts'
import { recordSettings } from './services/audit/audit-settings.ts'
import { ExportPlaces } from './services/export/export-places.ts'
import { KioskPairings } from './services/kiosk/kiosk-pairings.ts'
import { Kiosks } from './services/kiosk/kiosks.ts'
import { warmEvents } from './services/past/warm-events.ts'
import { JoinedSessions } from './services/people/joined-sessions.ts'
import { OidcIssuer } from './services/people/oidc-issuer.ts'
import { Persons } from './services/people/persons.ts'
import { Sessions } from './services/people/sessions.ts'
import { SignInLimits } from './services/people/sign-in-limits.ts'
import { RequestPlaces } from './services/request-places.ts'
import { type AnnotationsWriter, annotationsWriter } from './store/annotations-repo.ts'
import { type ApartWriter, apartWriter } from './store/apart-repo.ts'
import { auditKeys } from './store/audit-key.ts'
import { kiosksRepo } from './store/kiosks-repo.ts'
import { type MarksRepo, marksRepo } from './store/marks-repo.ts'
import { openPrisma } from './store/prisma.ts'
import { type SerialsWriter, serialsWriter } from './store/serials-repo.ts'
import { sessionsRepo } from './store/sessions-repo.ts'
import { openSqlite, type Sqlite } from './store/sqlite.ts'
import { type ViewsRepo, viewsRepo } from './store/views-repo.ts'

/**
 * Requests a minute that the web process may send to one manager: its half of 60, the collector has the other. Reading people's
 * rights takes a third of it at most, sign-ins two thirds (`rights-period.ts`, `sign-in-limits.ts`); questions about single agents get
 * what both leave (`agent-desk.ts`).
 */
const WEB_BUDGET_PER_MINUTE = 30

/** How long one try of a write may hold the page thread when the collector has the lock; it is repeated. */
const WRITE_WAIT_MS = 15

/** Everything the web process holds, built once. */
export interface Runtime {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly prisma: ReturnType<typeof openPrisma>
  readonly fleet: FleetIndex
  readonly clients: ReadonlyMap<string, ManagerClient>
  readonly sessions: JoinedSessions
  readonly limits: SignInLimits
  /** The issuer that people sign in with; `null` when none is set up. */
  readonly oidc: OidcIssuer | null
  readonly views: ViewsRepo
  readonly marks: MarksRepo
  readonly annotations: AnnotationsWriter
  readonly apart: ApartWriter
  readonly serials: SerialsWriter
  readonly live: LiveHub
  readonly audit: AuditLog
  /** The connection that audit events are read over. */
  readonly auditDb: Pick<Sqlite, 'all' | 'get'>
  readonly loop: LoopDelay
  readonly exports: ExportPlaces
  readonly places: RequestPlaces
  readonly kiosks: Kiosks
  readonly desk: AgentDesk
}

// Next bundles boot code and routes apart; only globalThis is one for both.
const home = globalThis as typeof globalThis & { rollcallRuntime?: Runtime }

/** @throws Error before `startRuntime` */
export function runtime(): Runtime {
  if (!home.rollcallRuntime) throw new Error('the runtime is not started')
  return home.rollcallRuntime
}

/** Opens the store and starts the fleet index; ends the process with one clear line when that can't be. */
export async function startRuntime(): Promise<void> {
  if (home.rollcallRuntime) return
  const loaded = loadConfig(process.env)
  if (!loaded.ok) return stop(loaded.problems)
  const { config } = loaded
  const clock = systemClock
  try {
    const prisma = openPrisma(config.databaseFile)
    const db = openSqlite(config.databaseFile, { busyTimeoutMs: WRITE_WAIT_MS })
    const repo = sessionsRepo({ prisma, db })
    const clients = new Map(
      config.managers.map((manager) => [
        manager.id,
        createManagerClient({ manager, clock, log, budgetPerMinute: WEB_BUDGET_PER_MINUTE }),
      ]),
    )
    const persons = new Persons({ repo, clients, clock, log })
    const oidc = config.ways.oidc && new OidcIssuer({ way: config.ways.oidc, secrets: config.secretKeys, clock, log })
    const bus = processBus()
    const managers = config.managers.map((manager) => manager.id)
    const audit = new AuditLog({ db, clock, log, keepDays: config.historyDays, key: auditKeys(config.secretKeys)[0] ?? null })
    process.once('exit', () => audit.close())
    const fleet = new FleetIndex({ prisma, clock, log, managers, rules: config.rules, onPublish: () => bus.publish() })
    const live = new LiveHub({ bus, fleet, clock, log })
    // Readers are told and come back later; without that an open stream would hold up the server's end.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => live.close())
    home.rollcallRuntime = {
      config,
      clock,
      log,
      prisma,
      fleet,
      clients,
      sessions: new JoinedSessions({
        sessions: new Sessions({ repo, persons, clients, clock, log, audit, config, oidc }),
        managers,
        clock,
      }),
      limits: new SignInLimits(clock),
      oidc,
      views: viewsRepo({ prisma, db }),
      marks: marksRepo(db),
      annotations: annotationsWriter(db),
      apart: apartWriter(db),
      serials: serialsWriter(db),
      live,
      audit,
      auditDb: db,
      loop: new LoopDelay(),
      exports: new ExportPlaces(),
      places: new RequestPlaces(),
      kiosks: new Kiosks({
        repo: kiosksRepo({ prisma, db }),
        pairings: new KioskPairings(clock),
        ...{ clock, log, config },
      }),
      desk: new AgentDesk({ clients, clock }),
    }
    recordSettings(db, audit, config)
    void audit.watch(new AbortController().signal)
    await fleet.start()
    await warmEvents(home.rollcallRuntime)
  } catch (error) {
    stop([`The store can’t be opened: ${error instanceof Error ? error.message : String(error)}`])
  }
}

/** Next answers 500 to everything when boot throws; a clear end lets the supervisor say why. */
function stop(problems: readonly string[]): never {
  for (const problem of problems) log.fatal(problem)
  process.exit(78)
}
