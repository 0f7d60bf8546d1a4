import type { Clock } from '#server/clock.ts'
import { ManagerError } from './errors.ts'
import { unlessAborted } from './unless-aborted.ts'

const WINDOW_MS = 60_000
/** The manager's window opened before our last request, so a whole one is always enough; the rest spreads the return. */
const PAUSE_JITTER_MS = 5000

export interface Turn {
  signal?: AbortSignal | undefined
  /** Refuse with `rate_limited` rather than wait longer than this. */
  maxWaitMs?: number | undefined
  /** So many requests of each minute are left to others: for what must not delay them. */
  leave?: number | undefined
}

/** At most `perMinute` requests in any 60 seconds; callers wait their turn in order of arrival. */
export class Budget {
  /** Requests granted since the start. */
  granted = 0
  readonly #clock: Clock
  readonly #perMinute: number
  readonly #random: () => number
  #recent: number[] = []
  #pausedUntil = 0
  #queue: Promise<void> = Promise.resolve()

  constructor({ clock, perMinute, random = Math.random }: { clock: Clock; perMinute: number; random?: () => number }) {
    this.#clock = clock
    this.#perMinute = perMinute
    this.#random = random
  }

  /** Requests granted within the last 60 seconds. */
  used(): number {
    const now = this.#clock.now()
    return this.#recent.filter((time) => time <= now && now - time < WINDOW_MS).length
  }

  /** Resolves when one request may be sent. Rejects with the signal's reason, or with `rate_limited`. */
  take(turn: Turn = {}): Promise<void> {
    const before = this.#queue
    const granted = this.#takeAfter(before, turn)
    // One who gives up early must not let the next one overtake those before it.
    this.#queue = before.then(() => granted).catch(() => undefined)
    return granted
  }

  /** The manager answered 429: nobody asks again before its minute is over. Returns the pause in milliseconds. */
  pauseForMinute(): number {
    const pauseMs = WINDOW_MS + Math.round(this.#random() * PAUSE_JITTER_MS)
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + pauseMs)
    return pauseMs
  }

  /** Milliseconds until the next request may go, 0 when now. @param leave so many of a minute's requests stay free */
  waitMs(leave = 0): number {
    const now = this.#clock.now()
    // A clock set back must not lock us out: what lies in the future is forgotten.
    this.#recent = this.#recent.filter((time) => time <= now && now - time < WINDOW_MS)
    if (this.#pausedUntil > now + WINDOW_MS + PAUSE_JITTER_MS) this.#pausedUntil = 0
    const most = Math.max(1, this.#perMinute - leave)
    const oldest = this.#recent.length >= most ? this.#recent[this.#recent.length - most] : undefined
    return Math.max(0, this.#pausedUntil - now, oldest === undefined ? 0 : oldest + WINDOW_MS - now)
  }

  async #takeAfter(before: Promise<void>, turn: Turn): Promise<void> {
    this.#refuseLongWait(turn)
    await unlessAborted(before, turn.signal)
    for (let wait = this.waitMs(turn.leave); wait > 0; wait = this.waitMs(turn.leave)) {
      this.#refuseLongWait(turn)
      await this.#clock.sleep(wait, turn.signal)
      turn.signal?.throwIfAborted()
    }
    this.#recent.push(this.#clock.now())
    this.granted++
  }

  #refuseLongWait({ maxWaitMs, leave }: Turn): void {
    const wait = this.waitMs(leave)
    if (maxWaitMs === undefined || wait <= maxWaitMs) return
    throw new ManagerError(
      'rate_limited',
      `Too many requests to the manager: the next one may go in ${Math.ceil(wait / 1000)} s.`,
      {
        retryAfterMs: wait,
      },
    )
  }
}
