import type { Clock } from '#server/clock.ts'

/**
 * Our own limits on sign-ins. Failed ones stay far below the manager's block (50 failures from our one address would lock out
 * everybody, the collector too); all of them together, far below what the web process may ask of it in a minute. A place is
 * taken before the password is looked at and that of a failure given back on success, so parallel attempts can't slip past.
 */
export class SignInLimits {
  readonly #clock: Clock
  readonly #attempts = new Map<string, Attempts>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes a place under every limit that applies, or says how many seconds to wait. */
  reserve(who: Who): Reservation | { ok: false; retryAfterSeconds: number } {
    const { manager, username } = who
    const failures: Limit[] = [{ key: `address:${who.address}`, max: MAX_PER_ADDRESS, windowMs: FAILURES_MS }]
    if (manager !== null && username !== null) {
      failures.push({ key: `total:${manager}`, max: MAX_TOTAL, windowMs: FAILURES_MS })
      failures.push({ key: `user:${manager}:${username.toLowerCase()}`, max: MAX_PER_USER, windowMs: FAILURES_MS })
    }
    const limits: Limit[] = [
      ...failures,
      { key: `minute:address:${who.address}`, max: MAX_PER_ADDRESS_A_MINUTE, windowMs: MINUTE_MS },
    ]
    if (manager !== null) limits.push({ key: `minute:total:${manager}`, max: MAX_A_MINUTE, windowMs: MINUTE_MS })
    const now = this.#clock.now()
    this.#forget(now)
    let waitMs = 0
    for (const { key, max, windowMs } of limits) {
      const times = this.#attempts.get(key)?.times ?? []
      const oldest = times[times.length - max]
      if (oldest !== undefined) waitMs = Math.max(waitMs, 1, oldest + windowMs - now)
    }
    if (waitMs > 0) return { ok: false, retryAfterSeconds: Math.ceil(waitMs / 1000) }
    for (const { key, windowMs } of limits) {
      const attempts = this.#attempts.get(key) ?? { windowMs, times: [] }
      attempts.times.push(now)
      this.#attempts.set(key, attempts)
    }
    return {
      ok: true,
      /** Gives the place of a failure back: the attempt succeeded, or the manager never judged it. */
      release: () => {
        for (const { key } of failures) {
          const times = this.#attempts.get(key)?.times
          const at = times?.indexOf(now) ?? -1
          if (times && at >= 0) times.splice(at, 1)
        }
      },
    }
  }

  #forget(now: number) {
    for (const [key, { windowMs, times }] of this.#attempts) {
      const fresh = times.filter((at) => at > now - windowMs)
      if (fresh.length === 0) this.#attempts.delete(key)
      else if (fresh.length !== times.length) this.#attempts.set(key, { windowMs, times: fresh })
    }
  }
}

interface Who {
  /** Who checks the attempt; `null` where many at once cost nobody anything. */
  readonly manager: string | null
  /** `null` where nobody's failures may keep others out: then only addresses are held back, and all attempts of a minute. */
  readonly username: string | null
  readonly address: string
}

interface Limit {
  key: string
  max: number
  windowMs: number
}

interface Attempts {
  windowMs: number
  /** Epoch milliseconds, rising. */
  times: number[]
}

interface Reservation {
  ok: true
  release(): void
}

const FAILURES_MS = 300_000
export const MAX_PER_USER = 5
const MAX_PER_ADDRESS = 10
/** Per manager; the manager itself blocks our address at 50. */
const MAX_TOTAL = 20

const MINUTE_MS = 60_000
/** Per manager. Each costs two requests, and of the 30 a minute of the web process people's rights need 10 (`rights-period.ts`). */
export const MAX_A_MINUTE = 10
export const MAX_PER_ADDRESS_A_MINUTE = 9
