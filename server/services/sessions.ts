import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '#server/clock.ts'
import type { ManagerConfig } from '#server/config.ts'
import type { SessionRow, SessionsRepo } from '#server/store/sessions-repo.ts'
import { storeProblem } from '#server/store/store-problem.ts'

export interface Session {
  readonly username: string
  readonly manager: string
  readonly expiresAt: number
}

/** Longest life of a session, whatever happens in it. */
export const SESSION_MS = 12 * 3600_000
/** How long a look-up may be answered from memory; a session removed elsewhere ends within this time. */
const CACHE_MS = 1000
/** How long a session goes on by what was last known of it while the store fails. */
const STALE_MS = 5 * 60_000
const CACHE_SIZE = 10_000

/**
 * Opaque sessions: the browser holds 256 random bits, the store their SHA-256. A session holds for the manager that checked
 * the account, at the address it had then; while that one is not configured nobody is behind the token.
 */
export class Sessions {
  readonly #repo: SessionsRepo
  readonly #clock: Clock
  readonly #cache = new Map<string, { row: SessionRow | null; readAt: number }>()
  /** Name under which the store keeps each configured manager's sessions, to its id. */
  readonly #managers: ReadonlyMap<string, string>

  constructor(repo: SessionsRepo, clock: Clock, managers: readonly Pick<ManagerConfig, 'id' | 'url'>[]) {
    this.#repo = repo
    this.#clock = clock
    this.#managers = new Map(managers.map((manager) => [storedName(manager), manager.id]))
  }

  /** Starts a session with a configured manager. @returns the token for the cookie; it is kept nowhere else. */
  async create(who: { username: string; manager: string }): Promise<{ token: string; session: Session }> {
    const managerId = [...this.#managers].find(([, id]) => id === who.manager)?.[0]
    if (managerId === undefined) throw new Error(`no manager ${who.manager} is configured`)
    const token = randomBytes(32).toString('base64url')
    const now = this.#clock.now()
    const expiresAt = now + SESSION_MS
    await this.#repo.removeExpired(now)
    await this.#repo.insert({ tokenHash: hash(token), username: who.username, managerId, createdAt: now, expiresAt })
    return { token, session: { ...who, expiresAt } }
  }

  /** The session behind a cookie, or `null` when there is none or it is over. @throws the store's error */
  async find(token: string): Promise<Session | null> {
    if (!/^[\w-]{43}$/.test(token)) return null
    const key = hash(token)
    const now = this.#clock.now()
    const row = await this.#row(key, now)
    const manager = row && this.#managers.get(row.managerId)
    return manager && row.expiresAt > now ? { username: row.username, manager, expiresAt: row.expiresAt } : null
  }

  async #row(key: string, now: number): Promise<SessionRow | null> {
    const known = this.#cache.get(key)
    if (known && now - known.readAt <= CACHE_MS) return known.row
    try {
      const row = await this.#repo.find(key)
      if (this.#cache.size >= CACHE_SIZE) this.#cache.clear()
      this.#cache.set(key, { row, readAt: now })
      return row
    } catch (error) {
      if (known?.row && now - known.readAt <= STALE_MS && storeProblem(error) !== null) return known.row
      throw error
    }
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

/** An `@` is in no manager's id, so no two managers share a name. */
function storedName({ id, url }: Pick<ManagerConfig, 'id' | 'url'>): string {
  return `${id}@${hash(url.origin).slice(0, 16)}`
}
