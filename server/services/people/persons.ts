import { createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '#server/clock.ts'
import type { Log } from '#server/log.ts'
import type { ManagerClient } from '#server/manager/client.ts'
import { isDefaultPassword } from '#server/manager/default-password.ts'
import type { PersonAccess } from '#server/manager/person-access.ts'
import type { Token } from '#server/manager/token.ts'
import type { SessionRow, SessionsRepo } from '#server/store/sessions-repo.ts'
import { PersonAccount } from './person-account.ts'
import { RenewalLimit } from './renewal-limit.ts'
import { noRights, type Rights, readRights } from './rights.ts'
import { rightsPeriodMs } from './rights-period.ts'
import { type SessionKeys, unseal } from './session-keys.ts'

/** Who asks, while one request is answered. */
export interface Person {
  readonly rights: Rights
  /** The name and password are those that every new manager comes with. */
  readonly defaultPassword: boolean
  /** For calls at the manager with this person's own token. */
  readonly access: PersonAccess
}

/** How long an account counts as in use after its last request. */
const IN_USE_MS = 120_000
/** After this long without a request nothing is kept in memory: the token is over, the rights are in the store. */
const IDLE_MS = 20 * 60_000

interface Member {
  readonly account: PersonAccount
  readonly defaultPassword: boolean
  seenAt: number
}

interface Parts {
  readonly repo: Pick<SessionsRepo, 'rights' | 'saveRights'>
  readonly clients: ReadonlyMap<string, ManagerClient>
  readonly clock: Clock
  readonly log: Log
}

/**
 * The signed-in people whom this process has met, by their sessions. Sessions share an account, and so its token and its rights, only
 * when manager, name and password are the same; the password is compared by a keyed hash under a key that ends with the process.
 */
export class Persons {
  readonly #parts: Parts
  readonly #key = randomBytes(32)
  readonly #members = new Map<string, Member>()
  readonly #accounts = new Map<string, PersonAccount>()
  readonly #joining = new Map<string, Promise<Member | null>>()
  readonly #renewals = new Map<string, RenewalLimit>()
  readonly #periods = new Map<string, { ms: number; at: number }>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Somebody has just signed in. @param who.storedId under which the store keeps sessions with that manager */
  enter(
    lookup: string,
    who: { manager: string; storedId: string; username: string; password: string },
    found: { rights: Rights; token: Token },
  ): Person {
    const member = this.#join(lookup, who, () => ({ rights: found.rights, readAt: this.#parts.clock.now() }))
    member.account.entered(found.rights, found.token)
    return { rights: found.rights, defaultPassword: member.defaultPassword, access: member.account.access(() => who.password) }
  }

  /** The person behind a session, `null` when their manager does not take the password any more. @throws the store's error */
  async find(row: SessionRow, manager: string, keys: SessionKeys): Promise<Person | null> {
    const unlock = () => unseal(row.sealed, keys)
    const member = this.#members.get(row.tokenHash) ?? (await this.#meet(row, manager, unlock))
    if (member === null) return null
    const now = this.#parts.clock.now()
    member.seenAt = now
    const { account, defaultPassword } = member
    const rights = await account.rights(unlock, this.#periodMs(manager, now))
    return rights && { rights, defaultPassword, access: account.access(unlock) }
  }

  /** The session is over: nothing of it stays in memory. */
  leave(lookup: string): void {
    if (this.#members.delete(lookup)) this.#forgetUnused()
  }

  /** The first request of a session in this process, once however many come together. */
  #meet(row: SessionRow, manager: string, unlock: () => string | null): Promise<Member | null> {
    const joining = this.#joining.get(row.tokenHash)
    if (joining) return joining
    const meet = async () => {
      const password = unlock()
      if (password === null) return null
      const rights = await readRights(await this.#parts.repo.rights(row.tokenHash), manager)
      const who = { manager, storedId: row.managerId, username: row.username, password }
      return this.#join(row.tokenHash, who, () =>
        rights ? { rights, readAt: row.rightsReadAt } : { rights: noRights(manager), readAt: 0 },
      )
    }
    const done = meet().finally(() => this.#joining.delete(row.tokenHash))
    this.#joining.set(row.tokenHash, done)
    return done
  }

  #join(
    lookup: string,
    who: { manager: string; storedId: string; username: string; password: string },
    known: () => { rights: Rights; readAt: number },
  ): Member {
    const { clock, log, repo, clients } = this.#parts
    const now = clock.now()
    for (const [other, { seenAt }] of this.#members) if (now - seenAt > IDLE_MS) this.#members.delete(other)
    this.#forgetUnused()
    const { manager, storedId, username, password } = who
    const mark = createHmac('sha256', this.#key)
      .update(JSON.stringify([storedId, username, password]))
      .digest('hex')
    const client = clients.get(manager)
    if (!client) throw new Error(`no client for manager ${manager}`)
    const renewals = this.#renewals.get(manager) ?? new RenewalLimit(clock)
    this.#renewals.set(manager, renewals)
    const save = (rights: Rights, readAt: number) => repo.saveRights({ managerId: storedId, username }, rights.json, readAt)
    const account =
      this.#accounts.get(mark) ?? new PersonAccount({ manager, username, client, clock, log, renewals, save }, known())
    this.#accounts.set(mark, account)
    const member = { account, defaultPassword: isDefaultPassword(username, password), seenAt: now }
    this.#members.set(lookup, member)
    return member
  }

  #forgetUnused(): void {
    const used = new Set([...this.#members.values()].map(({ account }) => account))
    for (const [mark, account] of this.#accounts) if (!used.has(account)) this.#accounts.delete(mark)
  }

  /** Counted anew once a second, not with every request. */
  #periodMs(manager: string, now: number): number {
    const known = this.#periods.get(manager)
    if (known && now >= known.at && now - known.at < 1000) return known.ms
    const inUse = new Set<PersonAccount>()
    for (const { account } of this.#members.values())
      if (account.manager === manager && now - account.lastSeenAt < IN_USE_MS) inUse.add(account)
    const ms = rightsPeriodMs(inUse.size)
    this.#periods.set(manager, { ms, at: now })
    return ms
  }
}
