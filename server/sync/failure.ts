import type { ManagerState } from '#lib/contract/sync.ts'
import { ManagerError, type ManagerErrorCode } from '#server/manager/errors.ts'
import { LeaseLost } from '#server/store/lease.ts'
import { sqliteProblem } from '#server/store/sqlite.ts'

/** Why a pass ended early. */
export interface Failure {
  /** What the manager's state is then; `null` when our own store failed, which says nothing about the manager. */
  readonly state: ManagerState | null
  readonly problem: string
  /** Milliseconds until another try makes sense, when that is known. */
  readonly retryAfterMs: number | null
}

const STATES: Record<ManagerErrorCode, ManagerState> = {
  unreachable: 'unreachable',
  timeout: 'unreachable',
  rate_limited: 'rate_limited',
  wrong_credentials: 'refused',
  blocked: 'refused',
  refused_certificate: 'refused',
  forbidden: 'refused',
  page_too_slow: 'degraded',
  degraded: 'degraded',
  bad_answer: 'degraded',
  too_large: 'degraded',
  redirect: 'degraded',
}

/** Puts whatever ended a pass into a state and a sentence. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ManagerError)
    return { state: STATES[error.code], problem: error.message, retryAfterMs: error.retryAfterMs }
  if (error instanceof LeaseLost) return { state: null, problem: error.message, retryAfterMs: null }
  return { state: null, problem: `The store ${sqliteProblem(error).words}.`, retryAfterMs: null }
}

const MINUTE_MS = 60_000
const ATTEMPTS_PER_MINUTE = 6

/** When to try again after failures in a row: full jitter from 1 to 60 s, and never more than 6 requests a minute at a dead manager. */
export class Backoff {
  #failures = 0
  #attempts: { at: number; requests: number }[] = []
  readonly #random: () => number

  constructor(random: () => number) {
    this.#random = random
  }

  succeeded(): void {
    this.#failures = 0
  }

  /** @param requests what the failed try cost, repeats included @returns milliseconds to wait */
  failed(failure: Failure, now: number, requests: number): number {
    const doubled = 1_000 * 2 ** Math.min(this.#failures++, 16)
    this.#attempts = [
      ...this.#attempts.filter(({ at }) => at <= now && now - at < MINUTE_MS),
      { at: now, requests: Math.max(1, requests) },
    ]
    if (failure.retryAfterMs !== null) return failure.retryAfterMs
    // Failed log-ins from our address add up to a block that locks everybody out; a person has to act anyway.
    if (failure.state === 'refused') return MINUTE_MS + this.#random() * MINUTE_MS * Math.min(4, this.#failures)
    const jittered = Math.max(500, this.#random() * Math.min(MINUTE_MS, doubled))
    return Math.max(jittered, this.#untilAllowed(now, Math.max(1, requests)))
  }

  #untilAllowed(now: number, requests: number): number {
    let sum = Math.min(requests, ATTEMPTS_PER_MINUTE)
    for (const attempt of this.#attempts.toReversed()) {
      sum += attempt.requests
      if (sum > ATTEMPTS_PER_MINUTE) return attempt.at + MINUTE_MS - now
    }
    return 0
  }
}
