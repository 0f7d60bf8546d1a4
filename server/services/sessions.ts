import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '#server/clock.ts'
import type { SessionRow, SessionsRepo } from '#server/store/sessions-repo.ts'

export interface Session {
  readonly username: string
  readonly manager: string
  readonly expiresAt: number
}

/** Longest life of a session, whatever happens in it. */
export const SESSION_MS = 12 * 3600_000
/** How long a look-up may be answered from memory; a session removed elsewhere ends within this time. */
const CACHE_MS = 1000
const CACHE_SIZE = 10_000

/** Opaque sessions: the browser holds 256 random bits, the store their SHA-256. */
export class Sessions {
  readonly #repo: SessionsRepo
  readonly #clock: Clock
  readonly #cache = new Map<string, { row: SessionRow | null; until: number }>()

  constructor(repo: SessionsRepo, clock: Clock) {
    this.#repo = repo
    this.#clock = clock
  }

  /** Starts a session. @returns the token for the cookie; it is kept nowhere else. */
  async create(who: { username: string; manager: string }): Promise<{ token: string; session: Session }> {
    const token = randomBytes(32).toString('base64url')
    const now = this.#clock.now()
    const row = {
      tokenHash: hash(token),
      username: who.username,
      managerId: who.manager,
      createdAt: now,
      expiresAt: now + SESSION_MS,
    }
    await this.#repo.removeExpired(now)
    await this.#repo.insert(row)
    return { token, session: toSession(row) }
  }

  /** The session behind a cookie, or `null` when there is none or it is over. */
  async find(token: string): Promise<Session | null> {
    if (!/^[\w-]{43}$/.test(token)) return null
    const key = hash(token)
    const now = this.#clock.now()
    let entry = this.#cache.get(key)
    if (!entry || entry.until < now) {
      entry = { row: await this.#repo.find(key), until: now + CACHE_MS }
      if (this.#cache.size >= CACHE_SIZE) this.#cache.clear()
      this.#cache.set(key, entry)
    }
    return entry.row && entry.row.expiresAt > now ? toSession(entry.row) : null
  }

  async end(token: string): Promise<void> {
    const key = hash(token)
    await this.#repo.remove(key)
    this.#cache.delete(key)
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function toSession(row: SessionRow): Session {
  return { username: row.username, manager: row.managerId, expiresAt: row.expiresAt }
}
