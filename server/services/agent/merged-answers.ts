import type { Clock } from '#server/clock.ts'
import type { ManagerError } from '#server/manager/errors.ts'

/** How one question ended. `personal`: because of who asked, so that it says nothing to anybody else. */
export type Outcome<T> =
  | { readonly kind: 'answer'; readonly data: T }
  | { readonly kind: 'failure'; readonly error: ManagerError; readonly personal: boolean; readonly keepMs: number }

/** An outcome with the time of asking, epoch milliseconds, and the answer before it. */
export type Kept<T> = Outcome<T> & {
  readonly askedAt: number
  readonly tookMs: number
  readonly until: number
  readonly before: { readonly askedAt: number; readonly data: T } | null
}

/** An account, of which there may be many sessions. */
export interface Account {
  readonly key: string
  /** The same object for as long as nothing else was read of its rights. */
  readonly rights: object
}

const KEPT_MAX = 2000
/** An older answer says nothing of how fast something grows now. */
const BEFORE_MS = 10 * 60_000

interface Options {
  clock: Clock
  /** For how long an answer is given again. */
  keepMs: number
  /** How many answers are kept at most; 2,000 unless said. */
  keptMost?: number
}

/**
 * One kind of question, asked once for everybody who asks the same within `keepMs` or while the answer is on its way. Who may know
 * the answer is decided before this is asked.
 */
export class MergedAnswers<T> {
  readonly #clock: Clock
  readonly #keepMs: number
  readonly #keptMost: number
  readonly #kept = new Map<string, Kept<T>>()
  readonly #own = new Map<string, { kept: Kept<T>; rights: object }>()
  readonly #flights = new Map<string, Promise<Kept<T>>>()

  constructor({ clock, keepMs, keptMost = KEPT_MAX }: Options) {
    this.#clock = clock
    this.#keepMs = keepMs
    this.#keptMost = keptMost
  }

  /**
   * What is known under `key`, or what `ask` finds. The failure of somebody's own account is never given to another: those who waited
   * for it ask themselves, one at a time. Who had it gets nothing that others were answered, until their rights were read again.
   */
  async get(key: string, account: Account, ask: () => Promise<Outcome<T>>): Promise<Kept<T>> {
    for (;;) {
      const own = this.#own.get(ownKey(key, account))
      const known = own && own.rights === account.rights && this.#isFresh(own.kept) ? own.kept : this.#fresh(key)
      if (known) return known
      const flight = this.#flights.get(key)
      if (!flight) return this.#start(key, account, ask)
      const kept = await flight
      if (kept.kind === 'answer' || !kept.personal) return kept
    }
  }

  #start(key: string, account: Account, ask: () => Promise<Outcome<T>>): Promise<Kept<T>> {
    const askedAt = this.#clock.now()
    const flight = ask()
      .then((outcome) => this.#keep(key, account, askedAt, outcome))
      .finally(() => this.#flights.delete(key))
    this.#flights.set(key, flight)
    return flight
  }

  #fresh(key: string): Kept<T> | null {
    const kept = this.#kept.get(key)
    return kept && this.#isFresh(kept) ? kept : null
  }

  #isFresh({ askedAt, until }: Kept<T>): boolean {
    const now = this.#clock.now()
    // A clock set back makes the asking lie ahead: then nothing is known of its age.
    return now >= askedAt && now < until
  }

  #keep(key: string, account: Account, askedAt: number, outcome: Outcome<T>): Kept<T> {
    const now = this.#clock.now()
    const isPersonal = outcome.kind === 'failure' && outcome.personal
    const last = isPersonal ? undefined : this.#kept.get(key)
    const lastAnswer = last?.kind === 'answer' ? { askedAt: last.askedAt, data: last.data } : (last?.before ?? null)
    const before = lastAnswer && askedAt > lastAnswer.askedAt && askedAt - lastAnswer.askedAt <= BEFORE_MS ? lastAnswer : null
    const keepMs = outcome.kind === 'answer' ? this.#keepMs : outcome.keepMs
    const kept: Kept<T> = { ...outcome, askedAt, tookMs: Math.max(0, now - askedAt), until: now + keepMs, before }
    if (isPersonal) put(this.#own, ownKey(key, account), { kept, rights: account.rights })
    else put(this.#kept, key, kept, this.#keptMost)
    return kept
  }
}

function ownKey(key: string, account: Account): string {
  return `${key} ${account.key}`
}

/** The newest stands last, so that the first ones are those to forget. */
function put<V>(map: Map<string, V>, key: string, value: V, most = KEPT_MAX): void {
  map.delete(key)
  map.set(key, value)
  for (const oldest of map.keys()) {
    if (map.size <= most) break
    map.delete(oldest)
  }
}
