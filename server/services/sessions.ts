import { createHash } from 'node:crypto'
import type { Scope } from '#lib/agent/scope.ts'
import type { Clock } from '#server/clock.ts'
import type { ManagerConfig } from '#server/config.ts'
import type { Log } from '#server/log.ts'
import type { PersonAccess } from '#server/manager/person-access.ts'
import type { Policies } from '#server/manager/policies.ts'
import type { Token } from '#server/manager/token.ts'
import type { SessionEnd, SessionRow, SessionsRepo } from '#server/store/sessions-repo.ts'
import { storeProblem } from '#server/store/store-problem.ts'
import type { Person, Persons } from './persons.ts'
import { rightsOf } from './rights.ts'
import { newSessionToken, type SessionKeys, seal, sessionKeys } from './session-keys.ts'

/** A signed-in person, for as long as one request is answered. */
export interface Session {
  readonly username: string
  readonly manager: string
  readonly expiresAt: number
  /** What the person's rights at their manager let them see. */
  readonly scope: Scope
  /** They may read the manager's own users and roles. */
  readonly administrator: boolean
  /** They signed in with a name and password that every new manager comes with. */
  readonly defaultPassword: boolean
  /** For calls at the manager on their behalf: `person.token()`. */
  readonly person: PersonAccess
  /** Further accounts of the same person at other managers (`JoinedSessions`); `scope` holds what they may see too. */
  readonly others: readonly Session[]
}

/** Longest life of a session, whatever happens in it. */
export const SESSION_MS = 12 * 3600_000
/** How long a look-up may be answered from memory; a session removed elsewhere ends within this time. */
const CACHE_MS = 1000
/** How long a session goes on by what was last known of it while the store fails. */
const STALE_MS = 5 * 60_000
const CACHE_SIZE = 10_000

interface Parts {
  readonly repo: SessionsRepo
  readonly persons: Persons
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
  readonly managers: readonly Pick<ManagerConfig, 'id' | 'url'>[]
}

/**
 * Opaque sessions: the browser holds 256 random bits, the store what is derived from them. A session holds for the manager that checked
 * the account, at the address it had then; while that one is not configured nobody is behind the token.
 */
export class Sessions {
  readonly #parts: Parts
  readonly #cache = new Map<string, { row: SessionRow | null; readAt: number }>()
  /** Name under which the store keeps each configured manager's sessions, to its id. */
  readonly #managers: ReadonlyMap<string, string>

  constructor(parts: Parts) {
    this.#parts = parts
    this.#managers = new Map(parts.managers.map((manager) => [storedName(manager), manager.id]))
  }

  /** Starts a session with a configured manager, which has just accepted the password. @returns the token for the cookie; it is kept nowhere else. */
  async create(
    who: { username: string; manager: string; password: string },
    found: { policies: Policies; token: Token },
    /** For an account that joins another session: its token, and that it ends with it. */
    joins: { token: string; expiresAt: number } | null = null,
  ): Promise<{ token: string; session: Session }> {
    const { repo, persons, clock } = this.#parts
    const managerId = [...this.#managers].find(([, id]) => id === who.manager)?.[0]
    if (managerId === undefined) throw new Error(`no manager ${who.manager} is configured`)
    const token = joins?.token ?? newSessionToken()
    const keys = sessionKeys(token)
    if (keys === null) throw new Error('a new token must have keys')
    const now = clock.now()
    const rights = await rightsOf(found.policies, who.manager)
    const row = {
      tokenHash: keys.lookup,
      username: who.username,
      managerId,
      sealed: seal(who.password, keys),
      rightsReadAt: now,
      createdAt: now,
      expiresAt: joins?.expiresAt ?? now + SESSION_MS,
    }
    await repo.removeExpired(now)
    await repo.insert({ ...row, rights: rights.json })
    this.#cache.delete(keys.lookup)
    // Older sessions of the account must not fall back to more than it has now.
    await repo.saveRights(row, rights.json, now)
    const person = persons.enter(keys.lookup, { ...who, storedId: managerId }, { rights, token: found.token })
    return { token, session: toSession(row, who.manager, person) }
  }

  /** The session behind a cookie, or `null` when there is none or it is over. @throws the store's error */
  async find(token: string): Promise<Session | null> {
    const { persons } = this.#parts
    const found = await this.#living(token)
    if (found === null || found.row.ended !== null) return null
    const { row, manager, keys } = found
    const person = await persons.find(row, manager, keys)
    if (person === null) {
      await this.#endBecause('credentials', row)
      return null
    }
    return toSession(row, manager, person)
  }

  /** Why the session behind a cookie ended before its time, `null` when it did not. @throws the store's error */
  async endOf(token: string): Promise<{ why: SessionEnd; manager: string } | null> {
    const found = await this.#living(token)
    return found?.row.ended ? { why: found.row.ended, manager: found.manager } : null
  }

  async end(token: string): Promise<void> {
    const keys = sessionKeys(token)
    if (keys === null) return
    await this.#parts.repo.remove(keys.lookup)
    this.#cache.delete(keys.lookup)
    this.#parts.persons.leave(keys.lookup)
  }

  /** The row of a session whose time is not over, with a configured manager. */
  async #living(token: string): Promise<{ row: SessionRow; manager: string; keys: SessionKeys } | null> {
    const keys = sessionKeys(token)
    if (keys === null) return null
    const now = this.#parts.clock.now()
    const row = await this.#row(keys.lookup, now)
    const manager = row && this.#managers.get(row.managerId)
    if (manager && row.expiresAt > now) return { row, manager, keys }
    this.#parts.persons.leave(keys.lookup)
    return null
  }

  async #row(key: string, now: number): Promise<SessionRow | null> {
    const known = this.#cache.get(key)
    if (known && now - known.readAt <= CACHE_MS) return known.row
    try {
      const row = await this.#parts.repo.find(key)
      if (this.#cache.size >= CACHE_SIZE) this.#cache.clear()
      this.#cache.set(key, { row, readAt: now })
      return row
    } catch (error) {
      if (known?.row && now - known.readAt <= STALE_MS && storeProblem(error) !== null) return known.row
      throw error
    }
  }

  async #endBecause(why: SessionEnd, row: SessionRow): Promise<void> {
    this.#cache.set(row.tokenHash, { row: { ...row, ended: why, sealed: '' }, readAt: this.#parts.clock.now() })
    try {
      await this.#parts.repo.end(row.tokenHash, why)
    } catch (error) {
      // It stays refused by memory, and a restart asks the manager again.
      this.#parts.log.warn({ err: error }, 'The end of a session could not be written')
      return
    }
    this.#parts.persons.leave(row.tokenHash)
  }
}

function toSession(row: Pick<SessionRow, 'username' | 'expiresAt'>, manager: string, person: Person): Session {
  const { rights, defaultPassword, access } = person
  const { scope, administrator } = rights
  const { username, expiresAt } = row
  return { username, manager, expiresAt, scope, administrator, defaultPassword, person: access, others: [] }
}

/** An `@` is in no manager's id, so no two managers share a name. */
function storedName({ id, url }: Pick<ManagerConfig, 'id' | 'url'>): string {
  return `${id}@${createHash('sha256').update(url.origin).digest('hex').slice(0, 16)}`
}
