import type { Clock } from '#server/clock.ts'
import type { AgentsPage, ManagerClient } from '#server/manager/client.ts'
import { ManagerError } from '#server/manager/errors.ts'
import type { AgentKind } from '#server/manager/fields.ts'

const SIZE = { start: 500, floor: 100, ceiling: 5_000 } as const
/** A manager gives up after 10 s, so a page that takes longer than this must not get larger. */
const QUICK_MS = 3_000
/** One that took less than a part of that grows to as many times its size: each page costs one of the minute's requests. */
const VERY_QUICK = 4
/** Pages in a row that must be quick before one that was too slow is tried again at twice the size. */
const QUICK_AGAIN = 5

/** How many agents to ask for at once: more while the manager is quick, half when it can't keep up. One for each manager. */
export class PageSize {
  current: number = SIZE.start
  #quick = 0
  #needed = 1

  took(ms: number): void {
    this.#quick = ms < QUICK_MS ? this.#quick + 1 : 0
    if (this.#quick < this.#needed) return
    const times = ms < QUICK_MS / VERY_QUICK && this.#needed === 1 ? VERY_QUICK : 2
    this.current = Math.min(SIZE.ceiling, this.current * times)
    this.#quick = 0
  }

  /** @returns false when it can't get any smaller */
  tooSlow(): boolean {
    this.#quick = 0
    this.#needed = QUICK_AGAIN
    if (this.current <= SIZE.floor) return false
    this.current = Math.max(SIZE.floor, Math.floor(this.current / 2))
    return true
  }
}

interface Options {
  client: ManagerClient
  kind: AgentKind
  size: PageSize
  clock: Clock
  random: () => number
  signal: AbortSignal | undefined
  /** The manager answers 429: the same page is asked for again after this time. */
  onRateLimited: (error: ManagerError) => void
}

/** Tries of one page, the client's own repeats aside. */
const TRIES = 3
const DRIFT = { share: 0.02, least: 20 } as const

/** One read of a set of agents, page by page by rising id. It resumes at the same id whatever fails. */
export class PageReader {
  rows = 0
  badRows = 0
  /** Agents whose rows are bad, where their ids can be read. */
  readonly badIds = new Set<number>()
  /** Bad rows that name no agent. */
  nameless = 0
  unknownStatuses = 0
  /** What the manager announced with the first page. */
  total = 0
  /** Why the pages don't add up to what was announced; `null` while they do. */
  inconsistency: string | null = null
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** @throws `ManagerError` when a page can't be had after several tries, or the signal's reason */
  async *pages(): AsyncGenerator<AgentsPage> {
    let afterId = 0
    let expected: number | null = null
    for (;;) {
      const { page, limit } = await this.#consistentPage(afterId)
      if (expected === null) this.total = page.total
      else if (Math.abs(page.total - expected) > Math.max(DRIFT.least, expected * DRIFT.share)) {
        this.inconsistency ??= `it announced ${expected} more agents and then ${page.total}`
      }
      this.rows += page.rows.length
      this.badRows += page.badRows
      for (const id of page.badIds) this.badIds.add(id)
      this.nameless += page.badRows - page.badIds.length
      this.unknownStatuses += page.unknownStatuses
      yield page
      if (page.received < limit || page.received === page.total) return
      expected = Math.max(0, page.total - page.received)
      afterId = Math.max(afterId, page.lastId)
    }
  }

  /** A page that holds as many items as its own total says; asked for twice before it is taken as it is. */
  async #consistentPage(afterId: number): Promise<{ page: AgentsPage; limit: number }> {
    for (let again = false; ; again = true) {
      const answer = await this.#page(afterId)
      const due = Math.min(answer.limit, answer.page.total)
      if (answer.page.received === due) return answer
      if (!again) continue
      this.inconsistency ??= `it announced ${answer.page.total} agents and gave ${answer.page.received}`
      return answer
    }
  }

  async #page(afterId: number): Promise<{ page: AgentsPage; limit: number }> {
    const { client, kind, size, clock, random, signal } = this.#options
    for (let failures = 0; ; ) {
      const limit = size.current
      const startedAt = clock.now()
      try {
        const page = await client.listAgents({ kind, afterId, limit }, signal)
        size.took(clock.now() - startedAt)
        return { page, limit }
      } catch (error) {
        if (!(error instanceof ManagerError)) throw error
        if (error.code === 'page_too_slow' || error.code === 'timeout' || error.code === 'too_large') {
          if (!size.tooSlow()) throw error
        } else if (!MAY_PASS.has(error.code) || ++failures >= TRIES) throw error
        if (error.code === 'rate_limited') this.#options.onRateLimited(error)
        else await clock.sleep(Math.round(500 * 2 ** failures * (0.5 + random())), signal)
        signal?.throwIfAborted()
      }
    }
  }
}

/** Failures that another try may mend. The client itself waits out a rate limit before the next request. */
const MAY_PASS: ReadonlySet<ManagerError['code']> = new Set(['unreachable', 'degraded', 'bad_answer', 'rate_limited'])
