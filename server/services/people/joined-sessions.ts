import type { ManagerScope, Scope } from '#lib/agent/scope.ts'
import type { Clock } from '#server/clock.ts'
import { ServiceError } from '../errors.ts'
import { memberToken, sessionKeys } from './session-keys.ts'
import { type Seen, type Session, type Sessions, UNSEEN } from './sessions.ts'
import { isWay } from './vouchers.ts'

/** Only accounts at managers join. @throws ServiceError `bad_request` */
export function refuseMapped({ manager }: Pick<Session, 'manager'>): void {
  if (isWay(manager))
    throw new ServiceError(
      'bad_request',
      'What you see is set by the configuration of this dashboard, not by accounts at managers.',
    )
}

/** How long it is remembered that a session has no account at a manager; one is only ever added here. */
const ABSENT_MS = 60_000
const ABSENT_MAX = 50_000

interface Parts {
  readonly sessions: Sessions
  /** Ids of the configured managers. */
  readonly managers: readonly string[]
  readonly clock: Clock
}

/**
 * Sessions with accounts at several managers. One cookie stands for all of them: every further account is a session of its own in the
 * store, under a token derived from the cookie's, and ends with the first. Rights at one manager never say anything of another.
 */
export class JoinedSessions {
  readonly #parts: Parts
  readonly #absent = new Map<string, number>()
  /** The scope of each first account joined with those of the others, so that equal rights stay one object. */
  readonly #scopes = new WeakMap<Scope, { others: readonly Scope[]; joined: Scope }>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  create: Sessions['create'] = (who, found, origin) => this.#parts.sessions.create(who, found, origin)

  createMapped: Sessions['createMapped'] = (who, origin) => this.#parts.sessions.createMapped(who, origin)

  look: Sessions['look'] = (token) => this.#parts.sessions.look(token)

  /** The session behind a cookie with all of its accounts, or `null` when there is none or it is over. @throws the store's error */
  async find(token: string, seen: Seen = UNSEEN): Promise<Session | null> {
    const { sessions, managers } = this.#parts
    const first = await sessions.find(token, seen)
    if (first === null || managers.length < 2 || isWay(first.manager)) return first
    const found = await Promise.all(managers.filter((id) => id !== first.manager).map((id) => this.#other(token, id)))
    const others = found.filter((other) => other !== null)
    const accounts = [first, ...others]
    return {
      ...first,
      scope: others.length === 0 ? first.scope : this.#join(first, others),
      others,
      callsAt: (id) => accounts.find(({ manager }) => manager === id)?.callsAt(id) ?? null,
    }
  }

  list: Sessions['list'] = (of) => this.#parts.sessions.list(of)

  revoke: Sessions['revoke'] = (row) => this.#parts.sessions.revoke(row)

  /**
   * Adds an account at another manager, which has just accepted the password, to the session behind a cookie.
   * @throws ServiceError `unauthenticated` when that session is over, `bad_request` when the manager is its first
   */
  async add(token: string, ...[who, found, origin]: Parameters<Sessions['create']>): ReturnType<Sessions['create']> {
    const first = await this.#parts.sessions.find(token)
    if (first === null) throw new ServiceError('unauthenticated', 'You are not signed in, or the session is over.')
    if (first.manager === who.manager) throw new ServiceError('bad_request', 'You are signed in at this manager already.')
    const own = memberToken(token, who.manager)
    await this.#parts.sessions.end(own)
    const added = await this.#parts.sessions.create(who, found, origin, {
      token: own,
      parent: first.id,
      expiresAt: first.expiresAt,
    })
    this.#absent.delete(this.#key(token, who.manager))
    return { token, session: added.session }
  }

  /**
   * Ends the account at one added manager; the session goes on with the others. One that is not there is not there afterwards.
   * @returns whether it was there @throws ServiceError `unauthenticated` when the session is over, `not_found` without such a manager, `bad_request` for its first
   */
  async remove(token: string, manager: string): Promise<boolean> {
    const { sessions, managers } = this.#parts
    const first = await sessions.find(token)
    if (first === null) throw new ServiceError('unauthenticated', 'You are not signed in, or the session is over.')
    if (!managers.includes(manager)) throw new ServiceError('not_found', 'There is no such manager.')
    if (first.manager === manager)
      throw new ServiceError('bad_request', 'You signed in here first: signing out here ends the whole session.')
    const member = memberToken(token, manager)
    const isThere = (await sessions.find(member)) !== null
    await sessions.end(member)
    return isThere
  }

  /** Ends a session with all of its accounts. */
  async end(token: string): Promise<void> {
    const { sessions, managers } = this.#parts
    // First the others: without the first nobody would find them any more. One that has ended leaves them behind, so none is asked.
    for (const id of managers.length < 2 ? [] : managers) await sessions.end(memberToken(token, id))
    await sessions.end(token)
  }

  async #other(token: string, manager: string): Promise<Session | null> {
    const { sessions, clock } = this.#parts
    const key = this.#key(token, manager)
    const absentAt = this.#absent.get(key)
    if (absentAt !== undefined && Math.abs(clock.now() - absentAt) < ABSENT_MS) return null
    const found = await sessions.find(memberToken(token, manager))
    if (found !== null) return found
    if (this.#absent.size >= ABSENT_MAX) this.#absent.clear()
    this.#absent.set(key, clock.now())
    return null
  }

  #key(token: string, manager: string): string {
    return `${sessionKeys(token)?.lookup} ${manager}`
  }

  #join(first: Session, others: readonly Session[]): Scope {
    const scopes = others.map(({ scope }) => scope)
    const known = this.#scopes.get(first.scope)
    if (known && known.others.length === scopes.length && scopes.every((scope, at) => scope === known.others[at]))
      return known.joined
    const managers = new Map<string, ManagerScope>()
    for (const { manager, scope } of [first, ...others]) {
      // Each account brings what it may see at its own manager, and nothing else.
      const own = scope.kind === 'limited' ? scope.managers.get(manager) : undefined
      if (own) managers.set(manager, own)
    }
    const joined: Scope = { kind: 'limited', managers }
    this.#scopes.set(first.scope, { others: scopes, joined })
    return joined
  }
}
