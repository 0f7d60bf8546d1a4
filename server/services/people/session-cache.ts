import type { SessionRow, SessionsRepo } from '#server/store/sessions-repo.ts'
import { storeProblem } from '#server/store/store-problem.ts'

/** How long a look-up may be answered from memory; a session removed elsewhere ends within this time. */
const CACHE_MS = 1000
/** How long a session goes on by what was last known of it while the store fails. */
const STALE_MS = 5 * 60_000
const CACHE_SIZE = 10_000

/** Rows of sessions by what finds them, kept for a moment: a screen makes several requests at once. */
export class SessionCache {
  readonly #repo: Pick<SessionsRepo, 'find'>
  readonly #known = new Map<string, { row: SessionRow; readAt: number }>()

  constructor(repo: Pick<SessionsRepo, 'find'>) {
    this.#repo = repo
  }

  /** A row that was read a moment ago, `null` when there is none. Every request asks this, so it is no promise. */
  young(key: string, now: number): SessionRow | null {
    const known = this.#known.get(key)
    return known && now - known.readAt <= CACHE_MS ? known.row : null
  }

  /** Reads a row, and keeps it; that there is none is not kept, or forged cookies would fill the place of others. @throws the store's error, when nothing young enough is known */
  async read(key: string, now: number): Promise<SessionRow | null> {
    const known = this.#known.get(key)
    try {
      const row = await this.#repo.find(key)
      if (row === null) this.#known.delete(key)
      else {
        if (this.#known.size >= CACHE_SIZE) this.#known.clear()
        this.#known.set(key, { row, readAt: now })
      }
      return row
    } catch (error) {
      if (known && now - known.readAt <= STALE_MS && storeProblem(error) !== null) return known.row
      throw error
    }
  }

  set(row: SessionRow, now: number): void {
    this.#known.set(row.tokenHash, { row, readAt: now })
  }

  forget(key: string): void {
    this.#known.delete(key)
  }
}
