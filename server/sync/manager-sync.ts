import type { ManagerState } from '#lib/contract/sync.ts'
import type { AccountRights } from '#server/manager/account-rights.ts'
import { ManagerError } from '#server/manager/errors.ts'
import type { ManagerPatch } from '#server/store/manager-row.ts'
import { NO_CHANGES, type PassPatch } from '#server/store/writer.ts'
import { accountWarnings } from './account-warning.ts'
import { Backoff, type Failure, failureOf } from './failure.ts'
import { countColumns, FleetState } from './fleet-state.ts'
import { fullPass } from './full-pass.ts'
import { parseIdentity, sameIdentity } from './identity.ts'
import { PageSize } from './pages.ts'
import {
  type ManagerSyncOptions,
  OtherFleet,
  type PassEnd,
  type PassHost,
  type PassKind,
  type PassOutcome,
  type Tally,
} from './pass.ts'
import { refusedCertificate } from './refused-certificate.ts'
import { rollUpAfterPass } from './roll-up.ts'
import { JITTER, nextPassAt, type Planned } from './schedule.ts'
import { smallPass } from './small-pass.ts'
import { Unwritten } from './unwritten.ts'

const DAY_MS = 24 * 3_600_000
const PASSES_MS = 30 * DAY_MS
/** A page that is too slow for the manager takes longer. */
const CHEAP_MS = 10_000

/** Everything that is remembered of one manager between passes, and the running of one pass. */
export class ManagerSync implements PassHost, Planned {
  readonly options: ManagerSyncOptions
  readonly pageSize = new PageSize()
  readonly tally: Tally = { rows: 0, badRows: 0, unknownStatuses: 0, changes: 0, added: 0, removed: 0 }
  /** Agents missing in the last full pass, when that loss was too large to believe at once. */
  doubted: ReadonlySet<number> | null = null
  /** Agents that were missing when the rights of our account had just changed. */
  outOfSight: ReadonlySet<number> = new Set()
  /** The last full pass since the start, whatever it found: what one costs the manager. */
  lastFull: Planned['lastFull'] = null
  /** The last small pass since the start, whatever it found. */
  lastSmall: Planned['lastSmall'] = null
  /** The last full pass whose answer was complete. */
  lastCompleteId: number | null
  lastSmallId: number | null
  /** More left the set of the small pass than it can ask for again, or a host name was new. */
  wantsFull = false
  countsFit: boolean | null = null
  card: PassHost['card'] = null
  /** What the last full pass found; the small ones, which can't judge that, go on saying it. */
  standing: Pick<PassEnd, 'state' | 'problem'> = { state: 'ok', problem: null }
  /** The manager's row says that it limits us; the next page clears that. */
  limited = false
  readonly #backoff: Backoff
  readonly #unwritten: Unwritten
  /** Fingerprint of the refused certificate that was told last, so that it is not told with every try. */
  #told: string | null = null
  /** Likewise what was told of our account's rights. */
  #toldOfAccount = ''
  #fleet: FleetState | null = null

  constructor(options: ManagerSyncOptions) {
    this.options = options
    const { writer, manager, clock, random, log } = options
    writer.ensureManager(manager.id, manager.name, clock.now())
    this.lastCompleteId = writer.lastPassId(manager.id, 'full')
    this.lastSmallId = writer.lastPassId(manager.id, 'small')
    this.#backoff = new Backoff(random)
    this.#unwritten = new Unwritten(manager.id, log)
  }

  get id(): string {
    return this.options.manager.id
  }

  /** The stored fleet; read from the store at the start and after a failed write. */
  fleet(): FleetState {
    if (!this.#fleet) {
      const fleet = new FleetState()
      for (const entries of this.options.writer.loadFleet(this.id)) fleet.load(entries, this.lastCompleteId ?? 0)
      this.#fleet = fleet
    }
    return this.#fleet
  }

  /** Runs one pass to its end. Never rejects, except when `signal` aborts: the pass is then marked as interrupted. */
  async run(asked: PassKind, signal?: AbortSignal): Promise<PassOutcome> {
    const { writer, clock, client, log } = this.options
    const startedAt = clock.now()
    const requestsBefore = client.requestCount()
    Object.assign(this.tally, { rows: 0, badRows: 0, unknownStatuses: 0, changes: 0, added: 0, removed: 0 })
    let passId: number | null = null
    let kind = asked
    try {
      if (await this.#mustLookAgain(signal)) kind = 'full'
      passId = writer.beginPass(this.id, kind, startedAt)
      const end = await (kind === 'full' ? fullPass(this, passId, signal) : smallPass(this, passId, signal))
      const requests = client.requestCount() - requestsBefore
      return this.#finish(kind, passId, startedAt, requests, end)
    } catch (error) {
      const requests = client.requestCount() - requestsBefore
      // While another fleet waits nothing is collected, and that gap has its outcome too.
      passId ??= this.#begin(kind, startedAt)
      if (signal?.aborted) {
        this.#close(passId, { outcome: 'interrupted', finishedAt: clock.now(), requests, problem: 'The collector was stopped.' })
        throw error
      }
      if (error instanceof OtherFleet) return this.#otherFleet(kind, passId, startedAt, requests, error)
      this.#tellCertificate(error)
      const failure = failureOf(error)
      // Memory may be ahead of a write that failed.
      if (failure.state === null) this.#fleet = null
      log.warn({ manager: this.id, pass: passId, kind, problem: failure.problem }, 'Pass failed')
      return this.#fail(kind, passId, startedAt, requests, failure)
    }
  }

  /** Says what is wrong while a pass waits or nothing runs. */
  setState(state: ManagerState, problem: string | null, nextTryAt: number | null): void {
    const { writer, clock } = this.options
    const now = writer.manager(this.id)
    const since = now.state === state ? {} : { stateSince: clock.now() }
    writer.setManager(this.id, { state, problem, nextTryAt, ...since })
  }

  /**
   * While another fleet waits to be confirmed nothing is collected; when the old one answers again, that is over by itself.
   * @returns true when only a full pass can tell, because both fleets answer under one identity
   * @throws OtherFleet while it still waits
   */
  async #mustLookAgain(signal: AbortSignal | undefined): Promise<boolean> {
    const { writer, client } = this.options
    const { identity, offeredIdentity, confirmedIdentity, problem } = writer.manager(this.id)
    if (offeredIdentity === null || offeredIdentity === confirmedIdentity || this.options.acceptsAnyFleet) return false
    const [stored, offered] = [parseIdentity(identity), parseIdentity(offeredIdentity)]
    const info = await client.getInfo(signal)
    const now = { uuid: (await client.getManagerInfo(signal))?.uuid ?? null, hostname: info.hostname }
    if (!stored || !offered || !sameIdentity(stored, now))
      throw new OtherFleet(offeredIdentity, problem ?? 'Another fleet waits to be confirmed.')
    if (sameIdentity(offered, now)) return true
    writer.setManager(this.id, { offeredIdentity: null, confirmedIdentity: null })
    return false
  }

  #finish(kind: PassKind, passId: number, startedAt: number, requests: number, end: PassEnd): PassOutcome {
    const { writer, clock, log } = this.options
    const now = clock.now()
    const good = end.outcome === 'ok'
    const { state, problem } = end
    const before = writer.manager(this.id)
    // An unconfirmed pass also took its time, and a further one must not follow at once.
    const next = {
      lastFull: kind === 'full' ? { startedAt, tookMs: now - startedAt, requests } : this.lastFull,
      lastSmall: kind === 'small' ? { startedAt, requests } : this.lastSmall,
      lastCompleteId: kind === 'full' && good ? passId : this.lastCompleteId,
      lastSmallId: kind === 'small' && good ? passId : this.lastSmallId,
      wantsFull: kind === 'full' ? false : this.wantsFull,
      standing: kind === 'full' ? { state, problem } : this.standing,
    }
    const turnAt = Math.max(startedAt + this.options.intervalMs * (1 + JITTER), now + 1_000)
    const manager: ManagerPatch = {
      ...end.manager,
      state,
      problem,
      nextTryAt: Math.round(nextPassAt({ ...next, fleet: () => this.fleet() }, turnAt, this.options.intervalMs)),
      ...(before.state === state ? {} : { stateSince: now }),
      ...(good ? { lastSyncAt: now, progressRows: null, progressTotal: null } : {}),
      ...(good && kind === 'full' ? { lastFullAt: now } : {}),
    }
    const pass: PassPatch = {
      ...this.tally,
      ...countColumns(this.fleet().counts()),
      outcome: end.outcome,
      problem,
      state,
      finishedAt: now,
      nextBy: manager.nextTryAt ?? null,
      requests,
    }
    writer.commit(this.id, passId, NO_CHANGES, { manager, pass })
    this.#unwritten.succeeded()
    Object.assign(this, next)
    rollUpAfterPass(this.options, this.id)
    writer.prunePasses(this.id, now - PASSES_MS)
    // By the earlier of both clocks: one that leaps ahead must not take the history along.
    writer.pruneHistory(this.id, Math.min(now, manager.asOf ?? before.asOf ?? now) - this.options.historyDays * DAY_MS)
    this.#backoff.succeeded()
    this.#told = null
    const tookMs = now - startedAt
    log.info({ manager: this.id, pass: passId, kind, outcome: end.outcome, tookMs, requests, ...this.tally }, 'Pass ended')
    if (problem && (kind === 'full' || !good)) log.warn({ manager: this.id, pass: passId }, problem)
    return this.#outcome({ kind, passId, outcome: end.outcome, problem, state, requests, tookMs, retryInMs: null })
  }

  #fail(kind: PassKind, passId: number | null, startedAt: number, requests: number, failure: Failure): PassOutcome {
    const { writer, clock } = this.options
    const now = clock.now()
    const retryInMs = Math.round(this.#backoff.failed(failure, now, requests))
    let state: ManagerState = failure.state ?? 'degraded'
    const tookMs = now - startedAt
    // A first pass that ended before it cost the manager anything may be tried again soon.
    const isCheap = this.lastFull === null && this.tally.rows === 0 && tookMs < CHEAP_MS
    if (kind === 'full' && !isCheap) this.lastFull = { startedAt, tookMs, requests }
    if (kind === 'small') this.lastSmall = { startedAt, requests }
    try {
      const before = writer.manager(this.id)
      const manager: ManagerPatch = {
        state,
        problem: failure.problem,
        nextTryAt: Math.round(nextPassAt(this, now + retryInMs, this.options.intervalMs)),
        ...(before.state === state ? {} : { stateSince: now }),
      }
      const counts = countColumns(this.fleet().counts())
      const said = {
        outcome: 'failed',
        problem: failure.problem,
        state: failure.state,
        nextBy: manager.nextTryAt ?? null,
      } as const
      const pass: PassPatch = { ...this.tally, ...counts, ...said, finishedAt: now, requests }
      if (passId === null) writer.setManager(this.id, manager)
      else writer.commit(this.id, passId, NO_CHANGES, { manager, pass })
      rollUpAfterPass(this.options, this.id)
    } catch (error) {
      state = 'degraded'
      this.#fleet = null
      this.#unwritten.failed(error)
    }
    return this.#outcome({ kind, passId, outcome: 'failed', problem: failure.problem, state, requests, tookMs, retryInMs })
  }

  #otherFleet(kind: PassKind, passId: number | null, startedAt: number, requests: number, met: OtherFleet): PassOutcome {
    const { clock, log, writer } = this.options
    log.error({ manager: this.id }, met.message)
    this.wantsFull = true
    const outcome = this.#fail(kind, passId, startedAt, requests, {
      state: 'other_fleet',
      problem: met.message,
      retryAfterMs: 60_000,
    })
    try {
      // The same offer again keeps its time, and so a confirmation that was given meanwhile.
      const [offered, now] = [parseIdentity(writer.manager(this.id).offeredIdentity), parseIdentity(met.offer)]
      if (offered && now && sameIdentity(offered, now)) return outcome
      writer.setManager(this.id, { offeredIdentity: met.offer, confirmedIdentity: null })
    } catch (error) {
      log.error({ manager: this.id, at: clock.now(), problem: failureOf(error).problem }, 'The other fleet could not be noted')
    }
    return outcome
  }

  /** Says once what is wrong with the rights of our account, and again when that has changed. */
  tellAccount(rights: AccountRights): void {
    const lines = accountWarnings(this.options.manager, rights).join('\n')
    if (lines !== '' && lines !== this.#toldOfAccount) this.options.say(lines)
    this.#toldOfAccount = lines
  }

  /** A start that gets no further must show what to do about it even where nothing is logged. */
  #tellCertificate(error: unknown): void {
    if (!(error instanceof ManagerError) || error.fingerprint === null || error.fingerprint === this.#told) return
    this.#told = error.fingerprint
    const { manager, say, audit } = this.options
    say(refusedCertificate(manager, error.message, error.fingerprint))
    audit({ kind: 'certificate_refused', outcome: 'refused', manager: manager.id, detail: { fingerprint: error.fingerprint } })
  }

  /** The row of a pass that ended before it began; `null` when the store fails, which is said elsewhere. */
  #begin(kind: PassKind, startedAt: number): number | null {
    try {
      return this.options.writer.beginPass(this.id, kind, startedAt)
    } catch {
      return null
    }
  }

  /** Ends the row of a pass on the way out; what can't be written stays `running` and is marked at the next start. */
  #close(passId: number | null, patch: PassPatch): void {
    if (passId === null) return
    try {
      this.options.writer.commit(this.id, passId, NO_CHANGES, { pass: { ...this.tally, ...patch } })
    } catch (error) {
      this.options.log.warn({ manager: this.id, problem: failureOf(error).problem }, 'An interrupted pass could not be marked')
    }
  }

  #outcome(ended: Omit<PassOutcome, 'counts' | 'rows' | 'changes' | 'added' | 'removed'>): PassOutcome {
    const { rows, changes, added, removed } = this.tally
    return { ...ended, counts: this.#fleet?.counts() ?? new FleetState().counts(), rows, changes, added, removed }
  }
}
