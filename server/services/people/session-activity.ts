import type { Clock } from '#server/clock.ts'
import type { Log } from '#server/log.ts'
import type { SessionRow, SessionsRepo } from '#server/store/sessions-repo.ts'

/** How long what a person did stays in memory alone; a crash forgets no more than that. */
const WRITE_MS = 60_000
const KNOWN_MAX = 10_000

interface Parts {
  readonly repo: Pick<SessionsRepo, 'saw'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Pick<Log, 'warn'>
  readonly idleMs: number
}

type Row = Pick<SessionRow, 'tokenHash' | 'lastSeenAt'>

/** When the person of each session last did something themselves; screens that ask for news do not count. */
export class SessionActivity {
  readonly #parts: Parts
  readonly #seen = new Map<string, { at: number; savedAt: number }>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** When the person last did something, as far as is known here. */
  lastAt({ tokenHash, lastSeenAt }: Row): number {
    return Math.max(lastSeenAt, this.#seen.get(tokenHash)?.at ?? 0)
  }

  /** Whether nobody did anything for too long. */
  isIdle(row: Row): boolean {
    return this.#parts.clock.now() - this.lastAt(row) > this.#parts.idleMs
  }

  /** The person did something. Written once a minute, in the background. */
  touch({ tokenHash, lastSeenAt }: Row): void {
    const { clock, repo, log } = this.#parts
    const at = clock.now()
    const savedAt = this.#seen.get(tokenHash)?.savedAt ?? lastSeenAt
    const isDue = at - savedAt >= WRITE_MS
    if (this.#seen.size >= KNOWN_MAX) this.#seen.clear()
    this.#seen.set(tokenHash, { at, savedAt: isDue ? at : savedAt })
    if (isDue)
      void repo.saw(tokenHash, at).catch((error: unknown) => log.warn({ err: error }, 'An activity could not be written'))
  }

  forget(tokenHash: string): void {
    this.#seen.delete(tokenHash)
  }
}
