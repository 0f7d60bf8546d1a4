import type { Clock } from '#server/clock.ts'
import { ManagerError } from './errors.ts'

const RENEW_BEFORE_MS = 60_000
/** A token issued in the same second as a change of rights is born dead. Source: manager API 4.14, token revocation. */
const AFTER_REVOCATION_MS = 1100
const HOLD_MAX_MS = 5 * 60_000
const FAILURE_HOLD_MS = 5000
const FAILURE_HOLD_MAX_MS = 60_000

export interface Token {
  readonly value: string
  /** Milliseconds from its issue to its end. */
  readonly lifetimeMs: number
}

/** The token of one account: fetched once however many ask, renewed before it ends, and not asked for while log-ins are held back. */
export class TokenKeeper {
  readonly #clock: Clock
  readonly #logIn: (() => Promise<Token>) | null
  #current: { value: string; issuedAt: number; renewAt: number } | null = null
  #pending: Promise<string> | null = null
  #wasRevoked = false
  #failures = 0
  #hold: { error: ManagerError; until: number } | null = null

  /** @param logIn how to get a token when `get` is not told otherwise */
  constructor(clock: Clock, logIn: (() => Promise<Token>) | null = null) {
    this.#clock = clock
    this.#logIn = logIn
  }

  /** Takes over a token that was just issued. */
  keep(token: Token): void {
    const now = this.#clock.now()
    const renewBefore = Math.min(RENEW_BEFORE_MS, token.lifetimeMs / 2)
    this.#current = { value: token.value, issuedAt: now, renewAt: now + token.lifetimeMs - renewBefore }
    this.#wasRevoked = false
    this.#failures = 0
    this.#hold = null
  }

  /** A token to send. Rejects with the error of the last log-in while another one makes no sense yet. */
  async get(logIn = this.#logIn): Promise<string> {
    const now = this.#clock.now()
    const current = this.#current
    // A clock set back makes the issue lie ahead: then nothing is known of the end.
    if (current && now < current.renewAt && now >= current.issuedAt) return current.value
    this.#pending ??= this.#renew(logIn).finally(() => {
      this.#pending = null
    })
    return this.#pending
  }

  /** The manager answered 401 to this token. Other callers may have replaced it meanwhile. */
  reject(value: string): void {
    if (this.#current?.value !== value) return
    this.#current = null
    this.#wasRevoked = true
  }

  async #renew(logIn: (() => Promise<Token>) | null): Promise<string> {
    if (logIn === null) throw new Error('there is no way to log in')
    const held = this.#hold
    const heldMs = held ? held.until - this.#clock.now() : 0
    // More than any hold means that the clock was set back.
    if (held && heldMs > 0 && heldMs <= HOLD_MAX_MS) throw held.error.after(heldMs)
    if (this.#wasRevoked) await this.#clock.sleep(AFTER_REVOCATION_MS)
    this.#wasRevoked = false
    try {
      const token = await logIn()
      this.keep(token)
      return token.value
    } catch (error) {
      if (error instanceof ManagerError) this.#holdBack(error)
      throw error
    }
  }

  #holdBack(error: ManagerError): void {
    this.#failures++
    const ms = holdMs(error, this.#failures)
    this.#hold = ms > 0 ? { error, until: this.#clock.now() + ms } : null
  }
}

function holdMs(error: ManagerError, failures: number): number {
  if (error.code === 'wrong_credentials' || error.code === 'blocked') return HOLD_MAX_MS
  // Nothing reached the manager, or the budget waits already.
  if (error.code === 'unreachable' || error.code === 'refused_certificate' || error.code === 'rate_limited') return 0
  return Math.min(FAILURE_HOLD_MAX_MS, FAILURE_HOLD_MS * 2 ** Math.min(failures - 1, 10))
}

/** Reads the `data` of a log-in. The lifetime is `exp` − `nbf`, so that a manager with another clock does no harm; `null` when unreadable. */
export function readToken(value: unknown): Token | null {
  if (typeof value !== 'string' || value.length > 8192 || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(value)) return null
  try {
    const payload: unknown = JSON.parse(Buffer.from(value.split('.')[1] ?? '', 'base64url').toString('utf8'))
    if (typeof payload !== 'object' || payload === null || !('exp' in payload) || !('nbf' in payload)) return null
    const seconds = Number(payload.exp) - Number(payload.nbf)
    return seconds > 0 && seconds <= 366 * 86_400 ? { value, lifetimeMs: seconds * 1000 } : null
  } catch {
    return null
  }
}
