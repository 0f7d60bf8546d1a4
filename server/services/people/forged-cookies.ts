import { hash } from 'node:crypto'
import type { Clock } from '#server/clock.ts'

/**
 * Requests with cookies that are nobody's which go the long way to their refusal: at once, and a second from then on. One address may stand
 * for many people whose sessions ended overnight; each of them brings a few.
 */
export const FORGED_LIMITS = {
  address: { burst: 50, perSecond: 20 },
  all: { burst: 200, perSecond: 100 },
} as const
/** How long a cookie that was somebody's passes without a look; whether it still is, is asked behind this. */
const KNOWN_MS = 60_000
const KNOWN_MAX = 10_000
const ADDRESSES_MAX = 10_000

interface Parts {
  readonly clock: Pick<Clock, 'now'>
  /** Whether the store knows a token, of a session or a screen; quick, and true when it can't be asked. */
  readonly isKnown: (token: string) => boolean
}

/**
 * Holds back who sends ever other cookies that are nobody's: a refusal by a route costs as much as an answer, this one a look at the
 * store. Whoever has a session is let through from every address, whatever others do there.
 */
export class ForgedCookies {
  readonly #parts: Parts
  /** When tokens were found, by their hash: no token is kept. */
  readonly #known = new Map<string, number>()
  readonly #addresses = new Map<string, Allowance>()
  readonly #all: Allowance = { left: FORGED_LIMITS.all.burst, at: 0 }

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Whether a request may go on without a look at the store: it has no token, or one that was somebody's a moment ago. */
  remembers(tokens: readonly string[]): boolean {
    const now = this.#parts.clock.now()
    return tokens.length === 0 || tokens.some((token) => this.#isYoung(nameOf(token), now))
  }

  /** @param tokens all that the request has @returns whether it may go on */
  mayPass(tokens: readonly string[], address: string): boolean {
    if (tokens.length === 0) return true
    const now = this.#parts.clock.now()
    if (tokens.some((token) => this.#isKnown(token, now))) return true
    const own = this.#addresses.get(address) ?? { left: FORGED_LIMITS.address.burst, at: now }
    if (this.#addresses.size >= ADDRESSES_MAX) this.#addresses.clear()
    this.#addresses.set(address, own)
    return take(own, FORGED_LIMITS.address, now) && take(this.#all, FORGED_LIMITS.all, now)
  }

  #isKnown(token: string, now: number): boolean {
    const name = nameOf(token)
    if (this.#isYoung(name, now)) return true
    if (!this.#parts.isKnown(token)) return false
    if (this.#known.size >= KNOWN_MAX) this.#known.clear()
    this.#known.set(name, now)
    return true
  }

  #isYoung(name: string, now: number): boolean {
    const foundAt = this.#known.get(name)
    return foundAt !== undefined && Math.abs(now - foundAt) < KNOWN_MS
  }
}

const nameOf = (token: string) => hash('sha256', token, 'base64')

interface Allowance {
  left: number
  at: number
}

/** Takes one, if there is one; they come back with time. */
function take(own: Allowance, { burst, perSecond }: { burst: number; perSecond: number }, now: number): boolean {
  // A clock set back gives nothing.
  own.left = Math.min(burst, own.left + (Math.max(0, now - own.at) * perSecond) / 1000)
  own.at = now
  if (own.left < 1) return false
  own.left--
  return true
}
