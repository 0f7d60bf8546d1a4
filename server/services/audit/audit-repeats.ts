import type { Clock } from '#server/clock.ts'
import type { AuditEntry } from '#server/store/audit-repo.ts'

const WINDOW_MS = 60_000
/** Different repeated events of one minute; what comes beyond counts as one. */
const KEYS_MAX = 200

/**
 * Counts events that somebody can cause at will. The first of its sort is an event at once, more of the same within a minute become one
 * that says how many: nobody can fill the store with them.
 */
export class AuditRepeats {
  readonly #clock: Clock
  readonly #counted = new Map<string, { entry: AuditEntry; until: number; times: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @returns whether `entry` is only counted, and what counts are over */
  take(entry: AuditEntry): { due: AuditEntry[]; isRepeat: boolean } {
    const now = this.#clock.now()
    const due = this.over(now)
    if (entry.outcome === 'ok' && entry.kind !== 'kiosk_used') return { due, isRepeat: false }
    const own = keyOf(entry)
    const key = this.#counted.has(own) || this.#counted.size < KEYS_MAX ? own : 'others'
    const known = this.#counted.get(key)
    if (known) {
      known.times++
      return { due, isRepeat: true }
    }
    const counted =
      key === own
        ? entry
        : { ...entry, manager: null, username: null, address: null, requestId: null, subject: null, detail: { others: true } }
    this.#counted.set(key, { entry: counted, until: now + WINDOW_MS, times: key === own ? 0 : 1 })
    return { due, isRepeat: key !== own }
  }

  /** Takes out the counts whose minute is over at `now`, or all of them. */
  over(now: number, { all = false } = {}): AuditEntry[] {
    const due: AuditEntry[] = []
    for (const [key, { entry, until, times }] of this.#counted) {
      if (until > now && !all) continue
      this.#counted.delete(key)
      if (times > 0) due.push({ ...entry, at: Math.min(now, until), times, requestId: null })
    }
    return due
  }
}

function keyOf({ kind, outcome, manager, username, address, subject, detail }: AuditEntry): string {
  return JSON.stringify([kind, outcome, manager, username, address, subject, detail?.['code']])
}
