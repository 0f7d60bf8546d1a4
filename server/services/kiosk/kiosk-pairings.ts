import { randomInt } from 'node:crypto'
import type { Clock } from '#server/clock.ts'
import { ServiceError } from '../errors.ts'
import { kioskTokenHash, newKioskToken } from './kiosk-token.ts'

/** A screen that shows a code and waits for a person to approve it. */
export interface Pairing {
  /** Six characters that no two of which are easily mistaken for each other. */
  readonly code: string
  /** What the store will hold of the token in the screen's cookie. */
  readonly tokenHash: string
  /** Of the peer that opened the screen. */
  readonly address: string
  /** What its browser calls itself, cut short; the screen can say anything here. */
  readonly browser: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly expiresAt: number
}

export const PAIRING_MS = 5 * 60_000
const CODE_LENGTH = 6
/** Without vowels, so that no code is a word, and without what looks like something else. */
const ALPHABET = 'BCDFGHJKMNPQRSTVWXZ23456789'
/** Of one address at once; behind a proxy that hides them, many screens have the same. */
const PER_ADDRESS = 20
const ALL = 200
const BROWSER_LENGTH = 200
/** Wrong codes within the life of one: by one person, and by all together. With 387 million codes that is no chance. */
export const GUESSES_PER_PERSON = 10
const GUESSES_ALL = 50

/**
 * Screens that wait for approval, in memory only: nobody who is not signed in makes the store grow, and after a restart a screen
 * shows another code.
 */
export class KioskPairings {
  readonly #clock: Pick<Clock, 'now'>
  readonly #byCode = new Map<string, Pairing>()
  readonly #byToken = new Map<string, Pairing>()
  /** Times of wrong guesses, rising. */
  #guesses: { who: string; at: number }[] = []

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** A new code for a screen that asks for one. @throws ServiceError `too_many_attempts` */
  start(address: string, browser: string): { token: string; pairing: Pairing } {
    const now = this.#forget()
    const own = [...this.#byCode.values()].filter((pairing) => pairing.address === address)
    const most = own.length >= PER_ADDRESS ? own : this.#byCode.size >= ALL ? [...this.#byCode.values()] : []
    const [oldest] = most
    if (oldest) {
      const retryAfterSeconds = Math.max(1, Math.ceil((oldest.expiresAt - now) / 1000))
      throw new ServiceError('too_many_attempts', `Too many screens wait for approval. Try again in ${retryAfterSeconds} s.`, {
        retryAfterSeconds,
      })
    }
    const token = newKioskToken()
    const pairing = {
      ...{ code: this.#newCode(), tokenHash: kioskTokenHash(token) ?? '', address, startedAt: now, expiresAt: now + PAIRING_MS },
      browser: browser.replace(/[^\x20-\x7e]/g, '').slice(0, BROWSER_LENGTH),
    }
    this.#byCode.set(pairing.code, pairing)
    this.#byToken.set(pairing.tokenHash, pairing)
    return { token, pairing }
  }

  /** The pairing of the screen with this token, while its code is valid. */
  of(tokenHash: string): Pairing | null {
    this.#forget()
    return this.#byToken.get(tokenHash) ?? null
  }

  /**
   * The screen that shows a code. A wrong one counts before it is answered, so that guesses in parallel don't slip past the limit.
   * @param who the person that names it @throws ServiceError `not_found`, `too_many_attempts`
   */
  find(text: string, who: string): Pairing {
    const now = this.#forget()
    const own = this.#guesses.filter((guess) => guess.who === who)
    const since = own.length >= GUESSES_PER_PERSON ? own[0] : this.#guesses.length >= GUESSES_ALL ? this.#guesses[0] : undefined
    if (since) {
      const retryAfterSeconds = Math.max(1, Math.ceil((since.at + PAIRING_MS - now) / 1000))
      throw new ServiceError('too_many_attempts', `Too many wrong codes. Try again in ${retryAfterSeconds} s.`, {
        retryAfterSeconds,
      })
    }
    const pairing = this.#byCode.get(text.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    if (pairing) return pairing
    this.#guesses.push({ who, at: now })
    throw new ServiceError('not_found', 'No screen shows this code now. Codes change every five minutes.')
  }

  /** Takes a code out of use: of several people who approve it only one does. @returns whether it was still there */
  take(pairing: Pairing): boolean {
    this.#byToken.delete(pairing.tokenHash)
    return this.#byCode.delete(pairing.code)
  }

  /** Puts back what was taken in vain. */
  restore(pairing: Pairing): void {
    this.#byCode.set(pairing.code, pairing)
    this.#byToken.set(pairing.tokenHash, pairing)
  }

  #newCode(): string {
    for (;;) {
      const code = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
      if (!this.#byCode.has(code)) return code
    }
  }

  /** @returns the time now */
  #forget(): number {
    const now = this.#clock.now()
    for (const pairing of this.#byCode.values()) if (pairing.expiresAt <= now || pairing.startedAt > now) this.take(pairing)
    this.#guesses = this.#guesses.filter(({ at }) => at <= now && now - at < PAIRING_MS)
    return now
  }
}
