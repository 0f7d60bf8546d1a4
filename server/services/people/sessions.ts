import { randomUUID } from 'node:crypto'
import type { Scope } from '#lib/agent/scope.ts'
import type { Clock } from '#server/clock.ts'
import type { Config } from '#server/config.ts'
import type { Log } from '#server/log.ts'
import type { ManagerClient } from '#server/manager/client.ts'
import type { PersonAccess } from '#server/manager/person-access.ts'
import type { Policies } from '#server/manager/policies.ts'
import type { Token } from '#server/manager/token.ts'
import type { SessionEnd, SessionRow, SessionsRepo } from '#server/store/sessions-repo.ts'
import type { Role, WayId } from '#server/ways.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { MappedRightsBook } from './mapped-rights.ts'
import type { OidcIssuer } from './oidc-issuer.ts'
import { OidcRecheck } from './oidc-recheck.ts'
import type { Persons } from './persons.ts'
import { rightsOf } from './rights.ts'
import { SessionActivity } from './session-activity.ts'
import { SessionCache } from './session-cache.ts'
import { newSessionToken, type SessionKeys, seal, sessionKeys } from './session-keys.ts'
import { isWay, type VoucherConfig, vouchers } from './vouchers.ts'

/** A signed-in person, for as long as one request is answered. */
export interface Session {
  /** Names it in lists of sessions; good for nothing else. */
  readonly id: string
  readonly username: string
  /** Who vouches for the person: id of their manager, or of another way to sign in (`WAY_IDS`). */
  readonly manager: string
  readonly expiresAt: number
  /** What the person's rights let them see. */
  readonly scope: Scope
  /** Of which agents they may read the inventory: at their own manager, or wherever the configuration lets them see. */
  readonly inventory: Scope
  /** They may give any user of their manager any role there; of people of another way, the configuration says so. `administers` has what follows. */
  readonly administrator: boolean
  /** They signed in with a name and password that every new manager comes with. */
  readonly defaultPassword: boolean
  /**
   * How calls at a manager are made for them: with their own account's token, or, for people without accounts at managers, with that of the
   * account that collects; then nothing but the scope limits what is answered, so it comes first. `null` where they have no business.
   */
  readonly callsAt: (manager: string) => PersonAccess | null
  /** Further accounts of the same person at other managers (`JoinedSessions`); `scope` holds what they may see too. */
  readonly others: readonly Session[]
}

/** What a request tells of the person, beside the cookie. */
export interface Seen {
  /** They did something themselves; the session goes on for another while. */
  readonly active: boolean
  /** Whom a trusted proxy names. */
  readonly proxy: { readonly username: string; readonly groups: readonly string[] } | null
}

export const UNSEEN: Seen = { active: false, proxy: null }

/** Where somebody signs in from, for lists of sessions. */
export interface Origin {
  readonly address: string
  readonly agent: string
}

const AGENT_LENGTH = 256

interface Parts {
  readonly repo: SessionsRepo
  readonly persons: Persons
  readonly clients: ReadonlyMap<string, Pick<ManagerClient, 'own'>>
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
  readonly audit: Pick<AuditLog, 'record'>
  readonly config: VoucherConfig & Pick<Config, 'sessions' | 'secretKeys'>
  /** Asked again about its people; `null` where none is set up. */
  readonly oidc?: Pick<OidcIssuer, 'renew'> | null
}

/**
 * Opaque sessions: the browser holds 256 random bits, the store what is derived from them. A session holds for whoever vouched for the
 * person, as they were set up then; while that one is not configured nobody is behind the token.
 */
export class Sessions {
  readonly #parts: Parts
  readonly #cache: SessionCache
  /** Name under which the store keeps each voucher's sessions, to its id, and back. */
  readonly #vouchers: ReadonlyMap<string, string>
  readonly #activity: SessionActivity
  readonly #mapped: MappedRightsBook
  readonly #recheck: OidcRecheck | null

  constructor(parts: Parts) {
    const { repo, clock, log, config, oidc: issuer } = parts
    this.#parts = parts
    this.#cache = new SessionCache(repo)
    this.#vouchers = vouchers(config)
    this.#activity = new SessionActivity({ repo, clock, log, idleMs: config.sessions.idleMs })
    this.#mapped = new MappedRightsBook(
      config.ways.groups,
      config.managers.map(({ id }) => id),
    )
    const { confirmMs } = config.sessions
    const keep = (groups: readonly string[]) => this.#mapped.keep(groups)
    this.#recheck = issuer ? new OidcRecheck({ repo, issuer, clock, confirmMs, keep }) : null
  }

  /** Starts a session with a configured manager, which has just accepted the password. @returns the token for the cookie; it is kept nowhere else. */
  async create(
    who: { username: string; manager: string; password: string },
    found: { policies: Policies; token: Token },
    origin: Origin,
    /** For an account that joins another session: its token, that session's id, and that it ends with it. */
    joins: { token: string; parent: string; expiresAt: number } | null = null,
  ): Promise<{ token: string; session: Session }> {
    const { persons, clock } = this.#parts
    const rights = await rightsOf(found.policies, who.manager)
    const role = rights.administrator ? 'administrator' : 'analyst'
    const { row, keys, token } = this.#newRow(who, { role, groups: null }, origin, joins)
    const now = clock.now()
    await this.#insert({ ...row, sealed: seal(who.password, keys), rights: rights.json, rightsReadAt: now })
    // Older sessions of the account must not fall back to more than it has now.
    await this.#parts.repo.saveRights(row, rights.json, now)
    const person = persons.enter(row.tokenHash, { ...who, storedId: row.managerId }, { rights, token: found.token })
    return { token, session: this.#session(row, who.manager, { ...rights, ...person, role }) }
  }

  /** Starts a session of somebody whom another way vouches for; `null` when the configuration lets them do nothing. */
  async createMapped(
    who: { username: string; manager: WayId; groups: readonly string[]; refreshToken?: string | null },
    origin: Origin,
  ): Promise<{ token: string; session: Session } | null> {
    const groups = this.#mapped.keep(who.groups)
    const mapped = this.#mapped.of(who.manager, groups)
    if (mapped === null) {
      // What they approved while they might must not outlive that.
      const managerId = this.#storedId(who.manager)
      if (managerId !== null) await this.#parts.repo.holdScreens({ managerId, username: who.username }, this.#parts.clock.now())
      return null
    }
    const { row, keys, token } = this.#newRow(who, { role: mapped.role, groups }, origin, null)
    const sealed = who.refreshToken ? seal(who.refreshToken, keys) : ''
    await this.#insert({ ...row, sealed, rights: '{}', rightsReadAt: row.createdAt })
    return { token, session: this.#session(row, who.manager, mapped) }
  }

  /** The session behind a cookie, or `null` when there is none or it is over. @throws the store's error */
  async find(token: string, seen: Seen = UNSEEN): Promise<Session | null> {
    const found = await this.#living(token)
    if (found === null || found.row.ended !== null) return null
    const { row, voucher, keys } = found
    if (row.parent === null) {
      if (this.#activity.isIdle(row)) return this.#endBecause('idle', row)
      if (seen.active) this.#activity.touch(row)
    }
    if (!isWay(voucher)) return this.#findPerson(row, voucher, keys)
    const confirmed = voucher === '@oidc' && this.#recheck ? await this.#recheck.look(row, keys) : row
    if (typeof confirmed === 'string') return this.#endBecause(confirmed, row)
    if (confirmed !== row) this.#cache.set(confirmed, this.#parts.clock.now())
    return this.#findMapped(confirmed, voucher, seen)
  }

  /** What is kept of the session behind a cookie, whatever its voucher says now; `null` when its time is over. @throws the store's error */
  async look(token: string): Promise<{ id: string; manager: string; ended: SessionEnd | null } | null> {
    const found = await this.#living(token)
    return found && { id: found.row.id, manager: found.voucher, ended: found.row.ended }
  }

  async end(token: string): Promise<void> {
    const keys = sessionKeys(token)
    if (keys === null) return
    await this.#parts.repo.remove(keys.lookup)
    this.#forget(keys.lookup)
    this.#cache.forget(keys.lookup)
  }

  /** Sessions that go on, their further accounts among them. @param of whose, by their first account; left out: everybody's */
  async list(of?: { manager: string; username: string }): Promise<(SessionRow & { readonly voucher: string })[]> {
    const managerId = of && this.#storedId(of.manager)
    const rows = await this.#parts.repo.list(this.#parts.clock.now(), of && { managerId: managerId ?? '', username: of.username })
    return rows.flatMap((row) => {
      const voucher = this.#vouchers.get(row.managerId)
      if (voucher === undefined || (row.parent === null && this.#activity.isIdle(row))) return []
      return [{ ...row, lastSeenAt: this.#activity.lastAt(row), voucher }]
    })
  }

  /** Ends a session from a list, with its further accounts. */
  async revoke(row: SessionRow): Promise<void> {
    await this.#parts.repo.end(row, 'revoked', this.#parts.clock.now())
    this.#forget(row.tokenHash)
    this.#cache.forget(row.tokenHash)
  }

  async #findPerson(row: SessionRow, manager: string, keys: SessionKeys): Promise<Session | null> {
    const person = await this.#parts.persons.find(row, manager, keys)
    if (person === null) return this.#endBecause('credentials', row)
    const role = person.rights.administrator ? 'administrator' : 'analyst'
    if (role !== row.role) return this.#endBecause('role', row)
    return this.#session(row, manager, { ...person.rights, ...person, role })
  }

  #findMapped(row: SessionRow, way: WayId, { proxy }: Seen): Promise<Session | null> | Session | null {
    if (way === '@proxy') {
      // Whoever comes past the proxy, or as somebody else, is not the person of this session; it goes on for that one.
      if (proxy?.username !== row.username) return null
      if (this.#mapped.keep(proxy.groups) !== row.groups) return this.#endBecause('role', row)
    }
    const mapped = this.#mapped.of(way, row.groups)
    if (mapped === null) return this.#endBecause('way', row)
    if (mapped.role !== row.role) return this.#endBecause('role', row)
    return this.#session(row, way, mapped)
  }

  #session(
    { id, username, expiresAt }: Pick<SessionRow, 'id' | 'username' | 'expiresAt'>,
    manager: string,
    of: { role: Role; scope: Scope; inventory?: Scope; defaultPassword?: boolean; access?: PersonAccess },
  ): Session {
    const { role, scope, inventory = scope, defaultPassword = false, access } = of
    const administrator = role === 'administrator'
    const seesAt = (at: string) => scope.kind === 'limited' && scope.managers.has(at)
    const callsAt = access
      ? (at: string) => (at === manager ? access : null)
      : (at: string) => (seesAt(at) ? (this.#parts.clients.get(at)?.own ?? null) : null)
    return { id, username, manager, expiresAt, scope, inventory, administrator, defaultPassword, callsAt, others: [] }
  }

  #newRow(
    who: { username: string; manager: string },
    rights: { role: Role; groups: string | null },
    { address, agent }: Origin,
    joins: { token: string; parent: string; expiresAt: number } | null,
  ) {
    const { config, clock } = this.#parts
    const managerId = this.#storedId(who.manager)
    if (managerId === null) throw new Error(`${who.manager} is not configured`)
    const token = joins?.token ?? newSessionToken()
    const keys = sessionKeys(token, config.secretKeys)
    if (keys === null) throw new Error('a new token must have keys')
    const now = clock.now()
    const row = {
      ...{
        tokenHash: keys.lookup,
        id: randomUUID(),
        parent: joins?.parent ?? null,
        username: who.username,
        managerId,
        ...rights,
      },
      ...{
        address,
        agent: agent.slice(0, AGENT_LENGTH),
        createdAt: now,
        expiresAt: joins?.expiresAt ?? now + config.sessions.lifeMs,
      },
    }
    return { row, keys, token }
  }

  async #insert(row: Parameters<SessionsRepo['insert']>[0]): Promise<void> {
    await this.#parts.repo.removeExpired(row.createdAt)
    await this.#parts.repo.insert(row)
    this.#cache.forget(row.tokenHash)
  }

  #storedId(voucher: string): string | null {
    return [...this.#vouchers].find(([, id]) => id === voucher)?.[0] ?? null
  }

  /** The row of a session whose time is not over, with who vouches for it. */
  async #living(token: string): Promise<{ row: SessionRow; voucher: string; keys: SessionKeys } | null> {
    const keys = sessionKeys(token, this.#parts.config.secretKeys)
    if (keys === null) return null
    const now = this.#parts.clock.now()
    const row = this.#cache.young(keys.lookup, now) ?? (await this.#cache.read(keys.lookup, now))
    const voucher = row && this.#vouchers.get(row.managerId)
    if (voucher && row.expiresAt > now) return { row, voucher, keys }
    this.#forget(keys.lookup)
    return null
  }

  async #endBecause(why: SessionEnd, row: SessionRow): Promise<null> {
    this.#cache.set({ ...row, ended: why, sealed: '' }, this.#parts.clock.now())
    const { username, address } = row
    const manager = this.#vouchers.get(row.managerId) ?? null
    this.#parts.audit.record({ kind: 'session_ended', outcome: 'ok', manager, username, address, detail: { why } })
    try {
      await this.#parts.repo.end(row, why, this.#parts.clock.now())
      this.#forget(row.tokenHash)
    } catch (error) {
      // It stays refused by memory, and a restart asks the manager again.
      this.#parts.log.warn({ err: error }, 'The end of a session could not be written')
    }
    return null
  }

  #forget(lookup: string): void {
    this.#parts.persons.leave(lookup)
    this.#activity.forget(lookup)
  }
}
