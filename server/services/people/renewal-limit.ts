import type { Clock } from '#server/clock.ts'
import { ManagerError } from '#server/manager/errors.ts'

const WINDOW_MS = 5 * 60_000
/** With the 20 failed sign-ins that we allow, still far from the 50 at which the manager blocks our address for everybody. */
export const FAILED_RENEWALS_MAX = 10

/** Holds log-ins for new tokens back when many sessions of one manager fail at it: each failure counts towards the manager's block. */
export class RenewalLimit {
  readonly #clock: Clock
  #failedAt: number[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @throws ManagerError `blocked` without a try, or what the log-in throws */
  async try<T>(logIn: () => Promise<T>): Promise<T> {
    const now = this.#clock.now()
    this.#failedAt = this.#failedAt.filter((at) => at <= now && now - at < WINDOW_MS)
    const [oldest = now] = this.#failedAt
    if (this.#failedAt.length >= FAILED_RENEWALS_MAX) {
      const retryAfterMs = oldest + WINDOW_MS - now
      throw new ManagerError('blocked', 'Too many passwords were refused: waiting, so that the manager does not block us.', {
        retryAfterMs,
      })
    }
    // Taken before the try, so that those in flight together can't slip past.
    this.#failedAt.push(now)
    const giveBack = () => {
      const at = this.#failedAt.indexOf(now)
      if (at >= 0) this.#failedAt.splice(at, 1)
    }
    try {
      const result = await logIn()
      giveBack()
      return result
    } catch (error) {
      if (!(error instanceof ManagerError) || error.code !== 'wrong_credentials') giveBack()
      throw error
    }
  }
}
