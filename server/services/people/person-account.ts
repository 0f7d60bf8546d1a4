import type { Clock } from '#server/clock.ts'
import type { Log } from '#server/log.ts'
import type { ManagerClient } from '#server/manager/client.ts'
import { ManagerError } from '#server/manager/errors.ts'
import type { PersonAccess } from '#server/manager/person-access.ts'
import type { Policies } from '#server/manager/policies.ts'
import { type Token, TokenKeeper } from '#server/manager/token.ts'
import type { RenewalLimit } from './renewal-limit.ts'
import { type Rights, rightsOf } from './rights.ts'

/** Opens the password of the session that asks, for one log-in; `null` when it can't be opened. */
export type Unlock = () => string | null

/** After this much more than the time between two reads a request waits for the read instead of using what is known. */
const SLACK_MS = 20_000
/** How long requests wait for one read, all together: a manager that hangs must not make every page hang. */
const WAIT_MS = 3000
/** Between two tries at a manager that fails. */
const RETRY_MS = 10_000
const RETRY_MAX_MS = 5 * 60_000
/** Unchanged rights are written again this often, so that a restart knows about how old they are. */
const SAVE_MS = 120_000

interface Parts {
  readonly manager: string
  readonly username: string
  readonly client: ManagerClient
  readonly clock: Clock
  readonly log: Log
  readonly renewals: RenewalLimit
  readonly save: (rights: Rights, readAt: number) => Promise<void>
}

/**
 * A manager account with one password while people who signed in with it are about: its token, in memory only, and its rights,
 * which one read renews for all of its sessions. The password itself is not here; each request brings the way to open it.
 */
export class PersonAccount {
  /** Id of its manager. */
  readonly manager: string
  lastSeenAt: number
  readonly #parts: Parts
  readonly #keeper: TokenKeeper
  #rights: Rights
  /** Our clock at the start of the read that gave them. */
  #readAt: number
  #savedAt: number
  #unsaved = false
  #refused = false
  #mustRead = false
  #flight: { done: Promise<void>; startedAt: number; urgent: boolean } | null = null
  #nextTryAt = 0

  constructor(parts: Parts, known: { rights: Rights; readAt: number }) {
    this.#parts = parts
    this.manager = parts.manager
    this.#keeper = new TokenKeeper(parts.clock)
    this.#rights = known.rights
    this.#readAt = known.readAt
    this.#savedAt = known.readAt
    this.lastSeenAt = parts.clock.now()
  }

  /** The manager has just accepted the password. */
  entered(rights: Rights, token: Token): void {
    this.#keeper.keep(token)
    this.#take(rights, this.#parts.clock.now())
    this.#savedAt = this.#readAt
    this.#refused = false
    this.#mustRead = false
    this.#nextTryAt = 0
  }

  /**
   * The rights as last read, `null` when the manager does not take the password any more. Reads them again in the background once they
   * are `periodMs` old, and waits for that when they are clearly older; while the manager can't be asked, what was last known holds.
   */
  async rights(unlock: Unlock, periodMs: number): Promise<Rights | null> {
    const { clock } = this.#parts
    const now = clock.now()
    this.lastSeenAt = now
    // A clock set back makes the read lie ahead: then nothing is known of its age.
    const ageMs = now >= this.#readAt ? now - this.#readAt : Number.POSITIVE_INFINITY
    if (this.#mustRead || this.#unsaved || ageMs >= periodMs) this.#start(unlock, now)
    const flight = this.#flight
    if (flight && (flight.urgent || ageMs >= periodMs + SLACK_MS)) {
      const stop = new AbortController()
      const leftMs = flight.startedAt + WAIT_MS - now
      if (leftMs > 0) await Promise.race([flight.done, clock.sleep(leftMs, stop.signal)])
      stop.abort()
    }
    return this.#refused ? null : this.#rights
  }

  /** For calls on this person's behalf while one request is answered. */
  access(unlock: Unlock): PersonAccess {
    return {
      token: async () => {
        try {
          return await this.#token(unlock)
        } catch (error) {
          if (isRefusal(error)) this.#refused = true
          throw error
        }
      },
      reject: (token) => {
        this.#keeper.reject(token)
        // A change of rights ends tokens, so a dead one is a reason to look.
        this.#readSoon()
      },
      denied: () => this.#readSoon(),
    }
  }

  /** At the next request, unless they were just read: a right that a person never had is no reason to ask with every call. */
  #readSoon(): void {
    if (Math.abs(this.#parts.clock.now() - this.#readAt) >= RETRY_MS) this.#mustRead = true
  }

  #token(unlock: Unlock): Promise<string> {
    const { client, username, renewals } = this.#parts
    return this.#keeper.get(() =>
      renewals.try(() => {
        const password = unlock()
        if (password === null) throw new ManagerError('degraded', 'The password of this session can’t be opened.')
        return client.logInPerson(username, password)
      }),
    )
  }

  #start(unlock: Unlock, now: number): void {
    if (this.#flight || this.#refused) return
    // More than any wait means that the clock was set back.
    if (now < this.#nextTryAt && this.#nextTryAt - now <= RETRY_MAX_MS) return
    const urgent = this.#mustRead
    this.#mustRead = false
    const done = this.#read(unlock, now, urgent).finally(() => {
      this.#flight = null
    })
    this.#flight = { done, startedAt: now, urgent }
  }

  async #read(unlock: Unlock, startedAt: number, urgent: boolean): Promise<void> {
    const { client, clock, log, manager } = this.#parts
    try {
      const policies: Policies = await client.policiesOf({
        token: () => this.#token(unlock),
        reject: (token) => this.#keeper.reject(token),
        denied: () => undefined,
      })
      this.#take(await rightsOf(policies, manager), startedAt)
    } catch (error) {
      this.#mustRead ||= urgent
      if (!(error instanceof ManagerError)) {
        log.error({ manager, err: error }, 'A person’s rights could not be read')
        this.#nextTryAt = clock.now() + RETRY_MS
      } else if (isRefusal(error)) {
        this.#refused = true
        log.info({ manager }, 'The manager does not take a signed-in person’s password any more: their session ends')
      } else {
        log.warn({ manager, code: error.code }, 'A person’s rights could not be read: what was last known holds')
        this.#nextTryAt = clock.now() + Math.min(RETRY_MAX_MS, Math.max(RETRY_MS, error.retryAfterMs ?? 0))
      }
    }
    await this.#save()
  }

  #take(rights: Rights, readAt: number): void {
    if (rights.json !== this.#rights.json) {
      this.#rights = rights
      this.#unsaved = true
    }
    this.#readAt = readAt
  }

  /** A restart must find the rights that hold now, or less. */
  async #save(): Promise<void> {
    const readAt = this.#readAt
    if (!this.#unsaved && readAt - this.#savedAt < SAVE_MS) return
    try {
      this.#unsaved = false
      await this.#parts.save(this.#rights, readAt)
      this.#savedAt = readAt
    } catch (error) {
      this.#unsaved = true
      this.#nextTryAt = this.#parts.clock.now() + RETRY_MS
      this.#parts.log.warn({ manager: this.#parts.manager, err: error }, 'A person’s rights could not be kept in the store')
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof ManagerError && error.code === 'wrong_credentials'
}
