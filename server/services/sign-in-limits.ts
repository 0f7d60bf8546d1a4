import type { Clock } from '#server/clock.ts'

/**
 * Our own limits on failed sign-ins, far below the manager's block (50 failures from our one address would lock out
 * everybody, the collector too). A place is taken before the password is looked at and given back on success, so
 * parallel attempts can't slip past.
 */
export class SignInLimits {
  readonly #clock: Clock
  readonly #attempts = new Map<string, number[]>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes a place under every limit that applies, or says how many seconds to wait. */
  reserve(who: { manager: string; username: string; address: string }): Reservation | { ok: false; retryAfterSeconds: number } {
    const keys: [string, number][] = [
      [`total:${who.manager}`, MAX_TOTAL],
      [`user:${who.manager}:${who.username.toLowerCase()}`, MAX_PER_USER],
      [`address:${who.address}`, MAX_PER_ADDRESS],
    ]
    const now = this.#clock.now()
    this.#forget(now)
    for (const [key, max] of keys) {
      const times = this.#attempts.get(key) ?? []
      const oldest = times[times.length - max]
      if (oldest !== undefined) return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil((oldest + WINDOW_MS - now) / 1000)) }
    }
    for (const [key] of keys) this.#attempts.set(key, [...(this.#attempts.get(key) ?? []), now])
    return {
      ok: true,
      /** Gives the place back: the attempt succeeded, or the manager never judged it. */
      release: () => {
        for (const [key] of keys) {
          const times = this.#attempts.get(key)
          const at = times?.indexOf(now) ?? -1
          if (times && at >= 0) times.splice(at, 1)
        }
      },
    }
  }

  #forget(now: number) {
    for (const [key, times] of this.#attempts) {
      const fresh = times.filter((at) => at > now - WINDOW_MS)
      if (fresh.length === 0) this.#attempts.delete(key)
      else if (fresh.length !== times.length) this.#attempts.set(key, fresh)
    }
  }
}

interface Reservation {
  ok: true
  release(): void
}

const WINDOW_MS = 300_000
export const MAX_PER_USER = 5
const MAX_PER_ADDRESS = 10
/** Per manager; the manager itself blocks our address at 50. */
const MAX_TOTAL = 20
