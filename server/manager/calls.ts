import type { Clock } from '#server/clock.ts'
import type { Log } from '#server/log.ts'
import { objectAnswer } from './answers.ts'
import type { Budget, Turn } from './budget.ts'
import { ManagerError } from './errors.ts'
import { badAnswer, blocked, failureOf } from './failures.ts'
import type { HttpAnswer, HttpRequest, ManagerHttp } from './http.ts'
import type { PersonAccess } from './person-access.ts'
import { readToken, type Token, TokenKeeper } from './token.ts'
import { unlessAborted } from './unless-aborted.ts'

/** Further tries after the first. Nothing that the manager refused is tried again. */
const RETRIES: Partial<Record<ManagerError['code'], number>> = { unreachable: 2, bad_answer: 1 }
const RETRY_MS = 1000

interface Parts {
  http: ManagerHttp
  budget: Budget
  clock: Clock
  log: Log
  random: () => number
  /** Short name of the manager, for the log. */
  id: string
  user: string
  password: string
}

/** Reads an answer's JSON; `null` when it is not what was agreed. */
export type Read<T> = (json: unknown) => T | null
/** The same where others wait for the thread. */
export type ReadInTurns<T> = (json: unknown) => Promise<T | null>

/** Requests with everything around them: budget, token, retries and the meaning of failures. */
export class Calls {
  readonly #parts: Parts
  readonly #keeper: TokenKeeper
  readonly #closing = new AbortController()
  #blockedUntil = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.#keeper = new TokenKeeper(parts.clock, () => this.#logInOurselves())
  }

  /** The configured account as somebody to make calls for: whose call it is, and whether they may, the caller has found out. */
  get own(): PersonAccess {
    return { token: () => this.#keeper.get(), reject: (token) => this.#keeper.reject(token), denied: () => undefined }
  }

  /** A `GET` as the configured account. */
  async get<T>(path: string, read: Read<T>, signal?: AbortSignal): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#getOnce(path, read, signal)
      } catch (error) {
        if (!(error instanceof ManagerError) || tries > retriesOf(error) || this.#closing.signal.aborted) throw error
        const waitMs = Math.round(RETRY_MS * 2 ** (tries - 1) * (0.5 + this.#parts.random()))
        this.#parts.log.debug({ manager: this.#parts.id, code: error.code, waitMs }, 'Asking the manager again')
        await this.#parts.clock.sleep(waitMs, signal)
        signal?.throwIfAborted()
      }
    }
  }

  /** A `GET` with a token that is not ours to keep. Tried once; the manager's 401 gives `null`. */
  async getWith<T>(token: Token, path: string, read: ReadInTurns<T>, secrets: readonly string[], turn: Turn): Promise<T | null> {
    const answer = await this.#sendFor(token.value, path, turn)
    return answer.status === 401 ? null : takeInTurns(answer, read, [...this.#secrets(), ...secrets])
  }

  /** A `GET` with a person's own token, which is renewed once when the manager refuses it. A denied right is told to the person's access. */
  async getAs<T>(person: PersonAccess, path: string, read: ReadInTurns<T>, turn: Turn): Promise<T> {
    for (let tries = 1; ; tries++) {
      const token = await unlessAborted(person.token(), turn.signal)
      const answer = await this.#sendFor(token, path, turn)
      if (answer.status === 401) {
        person.reject(token)
        if (tries === 1) continue
      }
      try {
        return await takeInTurns(answer, read, [...this.#secrets(), token])
      } catch (error) {
        if (error instanceof ManagerError && error.code === 'forbidden') person.denied()
        throw error
      }
    }
  }

  /** Logs an account in, tried once: a failed try counts towards the manager's block. Never logs out. */
  async logIn(user: string, password: string, turn: Turn = {}): Promise<Token> {
    const { clock } = this.#parts
    const blockedMs = this.#blockedUntil - clock.now()
    if (blockedMs > 0) throw blocked(blockedMs)
    const basic = basicOf(user, password)
    const path = '/security/user/authenticate'
    const answer = await this.#send({ method: 'POST', path, authorization: `Basic ${basic}`, signal: turn.signal }, turn)
    if (answer.status === 401) {
      throw new ManagerError('wrong_credentials', 'The manager refuses this user name and password.', { status: 401 })
    }
    try {
      return take(answer, (json) => readToken(objectAnswer.safeParse(json).data?.data['token']), [
        ...this.#secrets(),
        password,
        basic,
      ])
    } catch (error) {
      if (error instanceof ManagerError && error.code === 'blocked') this.#blockedUntil = clock.now() + (error.retryAfterMs ?? 0)
      throw error
    }
  }

  /** Drops the connections and whoever waits to log in. */
  close(): Promise<void> {
    this.#closing.abort(new ManagerError('unreachable', 'The manager client is closed.'))
    return this.#parts.http.close()
  }

  async #logInOurselves(): Promise<Token> {
    try {
      return await this.logIn(this.#parts.user, this.#parts.password, { signal: this.#closing.signal })
    } catch (error) {
      if (!(error instanceof ManagerError) || error.code !== 'wrong_credentials') throw error
      throw new ManagerError(
        'wrong_credentials',
        'The manager refuses the account that is set: check MANAGER_USER and MANAGER_PASSWORD.',
        {
          status: 401,
        },
      )
    }
  }

  async #getOnce<T>(path: string, read: Read<T>, signal: AbortSignal | undefined): Promise<T> {
    let answer: HttpAnswer | null = null
    for (let tries = 1; tries <= 2; tries++) {
      // The token comes before the turn, so that its log-in never waits behind those who wait for it.
      await unlessAborted(this.#keeper.get(), signal)
      await this.#parts.budget.take({ signal })
      const token = await unlessAborted(this.#keeper.get(), signal)
      answer = await this.#exchange({ method: 'GET', path, authorization: `Bearer ${token}`, signal })
      if (answer.status !== 401) break
      this.#keeper.reject(token)
    }
    return take(answer ?? { status: 401, json: null }, read, this.#secrets())
  }

  #sendFor(token: string, path: string, turn: Turn): Promise<HttpAnswer> {
    return this.#send({ method: 'GET', path, authorization: `Bearer ${token}`, signal: turn.signal, inTurns: true }, turn)
  }

  async #send(request: HttpRequest, turn: Turn): Promise<HttpAnswer> {
    await this.#parts.budget.take(turn)
    return this.#exchange(request)
  }

  async #exchange(request: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.#parts.http.send(request)
    if (answer.status !== 429) return answer
    const retryAfterMs = this.#parts.budget.pauseForMinute()
    this.#parts.log.warn({ manager: this.#parts.id, waitMs: retryAfterMs }, 'The manager answers too many requests: waiting')
    const failure = failureOf(answer, [])
    throw failure?.after(retryAfterMs) ?? badAnswer('is strange', 429)
  }

  #secrets(): string[] {
    const { user, password } = this.#parts
    return [password, basicOf(user, password)]
  }
}

function take<T>(answer: HttpAnswer, read: Read<T>, secrets: readonly string[]): T {
  const failure = failureOf(answer, secrets)
  if (failure) throw failure
  return agreed(read(answer.json), answer)
}

async function takeInTurns<T>(answer: HttpAnswer, read: ReadInTurns<T>, secrets: readonly string[]): Promise<T> {
  const failure = failureOf(answer, secrets)
  if (failure) throw failure
  return agreed(await read(answer.json), answer)
}

function agreed<T>(value: T | null, { status }: HttpAnswer): T {
  if (value === null) throw badAnswer('is not of the agreed form', status)
  return value
}

/** What the manager itself calls an error is a bad answer too, but asking again would not change it. */
function retriesOf(error: ManagerError): number {
  return error.managerCode !== null || (error.status !== null && error.status >= 300) ? 0 : (RETRIES[error.code] ?? 0)
}

function basicOf(user: string, password: string): string {
  return Buffer.from(`${user}:${password}`, 'utf8').toString('base64')
}
