import type { Clock } from '#server/clock.ts'
import { ServiceError } from '../errors.ts'

const MAX_A_MINUTE = 60
const MINUTE_MS = 60_000
const KEPT = 10_000

/** How often one person may ask which endpoint is meant, so that names can't be tried by the thousand. */
export class ResolveLimit {
  readonly #clock: Clock
  readonly #asked = new Map<string, { from: number; count: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes a place. @throws ServiceError `too_many_attempts` */
  take({ manager, username }: { manager: string; username: string }): void {
    const now = this.#clock.now()
    const key = JSON.stringify([manager, username])
    const own = this.#asked.get(key)
    if (!own || now - own.from >= MINUTE_MS) {
      if (this.#asked.size >= KEPT) this.#asked.clear()
      this.#asked.set(key, { from: now, count: 1 })
      return
    }
    if (own.count >= MAX_A_MINUTE) {
      const retryAfterSeconds = Math.max(1, Math.ceil((own.from + MINUTE_MS - now) / 1000))
      throw new ServiceError('too_many_attempts', `At most ${MAX_A_MINUTE} look-ups a minute.`, { retryAfterSeconds })
    }
    own.count++
  }
}

// Next bundles pages and routes apart; only globalThis is one for both.
const home = globalThis as typeof globalThis & { rollcallResolveLimit?: ResolveLimit }

/** The one of this process. */
export function resolveLimit(clock: Clock): ResolveLimit {
  home.rollcallResolveLimit ??= new ResolveLimit(clock)
  return home.rollcallResolveLimit
}
