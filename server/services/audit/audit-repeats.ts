import { countedWithin } from '#lib/contract/audit.ts'
import type { Clock } from '#server/clock.ts'
import type { AuditEntry } from '#server/store/audit-repo.ts'

const WINDOWS_MS = { minute: 60_000, hour: 3_600_000 } as const
/** Different repeated events of one minute, and of one hour; what comes beyond counts as one. */
const KEYS_MAX = 200

interface Counted {
  readonly entry: AuditEntry
  readonly until: number
  times: number
}

/**
 * Counts events that somebody can cause at will. The first of its sort is an event at once, more of the same within a minute become one
 * that says how many: nobody can fill the store with them. Of screens that are refused an hour is one: they come back for ever.
 */
export class AuditRepeats {
  readonly #clock: Clock
  readonly #counted = { minute: new Map<string, Counted>(), hour: new Map<string, Counted>() } as const

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @returns whether `entry` is only counted, and what counts are over */
  take(entry: AuditEntry): { due: AuditEntry[]; isRepeat: boolean } {
    const now = this.#clock.now()
    const due = this.over(now)
    if (entry.outcome === 'ok' && entry.kind !== 'kiosk_used') return { due, isRepeat: false }
    const own = keyOf(entry)
    const within = countedWithin(entry)
    const all = this.#counted[within]
    const key = all.has(own) || all.size < KEYS_MAX ? own : 'others'
    const known = all.get(key)
    if (known) {
      known.times++
      return { due, isRepeat: true }
    }
    const counted =
      key === own
        ? entry
        : { ...entry, manager: null, username: null, address: null, requestId: null, subject: null, detail: { others: true } }
    all.set(key, { entry: counted, until: now + WINDOWS_MS[within], times: key === own ? 0 : 1 })
    return { due, isRepeat: key !== own }
  }

  /** Takes out the counts whose time is over at `now`, or all of them. */
  over(now: number, { all = false } = {}): AuditEntry[] {
    const due: AuditEntry[] = []
    for (const counted of Object.values(this.#counted)) {
      for (const [key, { entry, until, times }] of counted) {
        if (until > now && !all) continue
        counted.delete(key)
        if (times > 0) due.push({ ...entry, at: Math.min(now, until), times, requestId: null })
      }
    }
    return due
  }
}

function keyOf({ kind, outcome, manager, username, address, subject, detail }: AuditEntry): string {
  return JSON.stringify([kind, outcome, manager, username, address, subject, detail?.['code']])
}
