'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type LiveNews, shareLive } from '#lib/api/live-share.ts'
import { liveState } from '#lib/api/live-state.ts'
import { sessionQueries, syncQueries } from '#lib/api/queries.ts'
import type { LiveManager } from '#lib/contract/live.ts'

/** Rows that change within a pass are asked for this often at most; the end of a pass is shown at once. */
const ROWS_MS = 2000
/** Everybody hears of the end of a pass at the same moment; the questions are spread over this long. */
const SPREAD_MS = 200

/** Brings what the event stream tells onto the screen, by asking again for what is shown. Draws nothing. */
export function LiveUpdates() {
  const client = useQueryClient()
  useEffect(() => {
    const updates = new Updates(client)
    const unsubscribe = liveState.subscribe(() => updates.turned())
    const stop = shareLive((news) => updates.take(news))
    return () => {
      unsubscribe()
      stop()
      updates.stop()
    }
  }, [client])
  return null
}

class Updates {
  readonly #client: QueryClient
  #timer: ReturnType<typeof setTimeout> | undefined
  /** When the timer ends, by the clock of the page; infinite while none runs. */
  #dueAt = Number.POSITIVE_INFINITY
  #lastAt = Number.NEGATIVE_INFINITY
  #wasPaused = false

  constructor(client: QueryClient) {
    this.#client = client
  }

  take(news: LiveNews): void {
    if (news.kind === 'down') {
      const had = liveState.get().source === 'stream'
      liveState.set({ source: 'polling' })
      if (news.signedOut) this.#askAgain('rights')
      else if (had) this.#schedule(0)
      return
    }
    const { event } = news
    if (event.kind === 'end') return
    const isNew = liveState.get().source === 'polling'
    liveState.set({ source: 'stream' })
    if (event.kind === 'hello' && (isNew ? !this.#isCurrent(event.managers) : true)) this.#schedule(0)
    if (event.kind === 'beat' && isNew) this.#schedule(0)
    if (event.kind !== 'change') return
    if (event.rights) this.#askAgain('rights')
    else this.#schedule(event.pass ? Math.random() * SPREAD_MS : Math.max(0, this.#lastAt + ROWS_MS - performance.now()))
  }

  /** The stream came or went, or the person holds the page or goes on: then what came meanwhile is shown at once. */
  turned(): void {
    this.#retime()
    const paused = liveState.get().pausedAt !== null
    if (this.#wasPaused && !paused) this.#askAgain('data')
    this.#wasPaused = paused
  }

  /** A turn that was set before is still on: without this a held page would move once more. */
  #retime(): void {
    for (const query of this.#client.getQueryCache().getAll())
      for (const observer of query.observers) observer.setOptions(observer.options)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #schedule(ms: number): void {
    const at = performance.now() + ms
    if (at >= this.#dueAt) return
    clearTimeout(this.#timer)
    this.#dueAt = at
    this.#timer = setTimeout(() => this.#askAgain('data'), ms)
  }

  /** Asks again for what is on screen. While paused that is the report of how fresh all is; a change of rights is shown in any case. */
  #askAgain(what: 'data' | 'rights'): void {
    clearTimeout(this.#timer)
    this.#dueAt = Number.POSITIVE_INFINITY
    this.#lastAt = performance.now()
    const [session] = sessionQueries.current().queryKey
    const [report] = syncQueries.report().queryKey
    const frozen = what === 'data' && liveState.get().pausedAt !== null
    void this.#client.invalidateQueries({
      predicate: ({ queryKey: [first], meta }) => {
        if (first === session) return what === 'rights'
        return first === report || (!frozen && meta?.['live'] !== false)
      },
    })
  }

  /** Whether the page knows the passes that a stream begins with: it has only just asked. */
  #isCurrent(managers: readonly LiveManager[]): boolean {
    const known = this.#client.getQueryData(syncQueries.report().queryKey)?.managers
    return (
      known !== undefined &&
      known.length === managers.length &&
      managers.every(({ id, state, lastSyncAt }) =>
        known.some((other) => other.id === id && other.state === state && other.lastSyncAt === lastSyncAt),
      )
    )
  }
}
