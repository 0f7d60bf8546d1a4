import type { Clock } from '#server/clock.ts'
import { counters } from '#server/counters.ts'
import type { Log } from '#server/log.ts'
import type { AuditKey } from '#server/store/audit-key.ts'
import { type AuditEntry, type AuditEvent, appendAudit, auditHead, pruneAudit } from '#server/store/audit-repo.ts'
import { retryBusy } from '#server/store/retry-busy.ts'
import type { Sqlite } from '#server/store/sqlite.ts'
import { storeProblem } from '#server/store/store-problem.ts'
import { AuditRepeats } from './audit-repeats.ts'

export type { AuditEvent }

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Events written in one transaction. */
const BATCH = 200
/** Events that may wait for a store that does not work. */
const WAITING_MAX = 5000
const RETRY_MS = 5000

interface Parts {
  readonly db: Sqlite
  readonly clock: Clock
  readonly log: Log
  /** Days for which events are kept. */
  readonly keepDays: number
  /** Seals events; `null`: they are chained without one. */
  readonly key: AuditKey | null
}

/**
 * The audit log of the web process: who signed in, what was refused, exported, changed. An event is taken at once and written a moment
 * later, so that nobody waits; the process log has it too. While the store fails events wait; what can't be kept then is counted in the
 * chain and stands in the process log. Only the death of the process between the two can leave an event in the process log alone.
 */
export class AuditLog {
  readonly #parts: Parts
  readonly #repeats: AuditRepeats
  readonly #waiting: AuditEntry[] = []
  #writing: Promise<void> | null = null
  #lost = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.#repeats = new AuditRepeats(parts.clock)
  }

  /** Takes an event. Never throws and never waits. */
  record(event: AuditEvent): void {
    const entry = { ...event, at: this.#parts.clock.now(), times: 1 }
    counters.count('audit', `${event.kind} ${event.outcome}`)
    const { due, isRepeat } = this.#repeats.take(entry)
    for (const one of due) this.#add(one)
    if (!isRepeat) this.#add(entry)
  }

  /** Events that are not in the store yet. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Resolves when everything taken so far is in the store, or the store has failed. */
  async settle(): Promise<void> {
    await this.#writing
  }

  /** Once an hour, and at first: the head of the chain goes to the process log and old events go. Resolves when `signal` aborts. */
  async watch(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts
    for (let headAt = Number.NEGATIVE_INFINITY; !signal.aborted; ) {
      for (const entry of this.#repeats.over(clock.now())) this.#add(entry)
      if (Math.abs(clock.now() - headAt) >= HOUR_MS) {
        headAt = clock.now()
        // At the start this waits for what the start itself wrote down, but not for a store that does not work.
        await Promise.race([this.#writing, clock.sleep(RETRY_MS, signal)])
        await this.#tellHead()
      }
      await clock.sleep(MINUTE_MS, signal)
    }
  }

  /** At the end of the process: writes at once what waits, or puts it into the process log. Does not wait for anything. */
  close(): void {
    for (const entry of this.#repeats.over(this.#parts.clock.now(), { all: true })) this.#add(entry)
    const entries = this.#waiting.splice(0)
    if (entries.length === 0) return
    try {
      this.#parts.db.transaction(() => appendAudit(this.#parts.db, entries, this.#parts.key))
    } catch {
      for (const entry of entries) this.#tellLost(entry)
    }
  }

  #add(entry: AuditEntry): void {
    const { kind, outcome, at: _at, ...rest } = entry
    this.#parts.log.info({ audit: kind, outcome, ...rest }, 'audit')
    if (this.#waiting.length >= WAITING_MAX) {
      this.#lost++
      this.#tellLost(entry)
      return
    }
    this.#waiting.push(entry)
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null
    })
  }

  async #write(): Promise<void> {
    const { db, clock, log, key } = this.#parts
    // The request that is being answered goes first.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BATCH)
      try {
        await retryBusy(() => db.transaction(() => appendAudit(db, batch, key)))
        // `close` may have taken them meanwhile.
        if (this.#waiting[0] === batch[0]) this.#waiting.splice(0, batch.length)
        this.#tellOfLost()
      } catch (error) {
        log.error(
          { waiting: this.#waiting.length, problem: storeProblem(error) ?? error },
          'audit events could not be stored yet',
        )
        await clock.sleep(RETRY_MS)
      }
    }
  }

  #tellOfLost(): void {
    const events = this.#lost
    this.#lost = 0
    if (events > 0) this.record({ kind: 'audit_lost', outcome: 'failed', detail: { events } })
  }

  #tellLost(entry: AuditEntry): void {
    this.#parts.log.error({ event: entry }, 'an audit event could not be stored: this line is all that is left of it')
  }

  async #tellHead(): Promise<void> {
    const { db, clock, log, keepDays, key } = this.#parts
    try {
      for (let isMore = true; isMore; ) {
        const now = clock.now()
        isMore = await retryBusy(() => db.transaction(() => pruneAudit(db, now - keepDays * DAY_MS, now, key)))
      }
      const head = auditHead(db)
      // Also where the log leaves out what is only information: without it nobody could prove what the store held.
      if (head) log.child({}, log.level === 'silent' ? {} : { level: 'info' }).info({ auditHead: head }, 'head of the audit log')
    } catch (error) {
      log.error({ problem: storeProblem(error) ?? error }, 'the audit log could not be looked after')
    }
  }
}
