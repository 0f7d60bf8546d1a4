import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type AgentAt, agentAt } from '#lib/contract/agent-at.ts'
import { agentHistory } from '#lib/contract/agent-history.ts'
import { type Resolved, resolved } from '#lib/contract/resolve.ts'
import { fetchJson } from './fetch-json.ts'
import { dataInterval } from './live-state.ts'

/** How an endpoint stood then hardly changes: a pass may still bring what happened. */
const MOMENT_POLL_MS = 30_000

/** How an endpoint stood at a moment. @param at as the link gives it */
export function momentQuery(manager: string, id: string, at: string, initial: AgentAt | null) {
  const path = `/api/agents/${encodeURIComponent(manager)}/${encodeURIComponent(id)}/at?at=${encodeURIComponent(at)}`
  return queryOptions({
    queryKey: ['agents', 'at', manager, id, at],
    queryFn: ({ signal }) => fetchJson(path, agentAt, { signal }),
    refetchInterval: MOMENT_POLL_MS,
    ...(initial === null ? {} : { initialData: initial }),
  })
}

/**
 * What an endpoint was over a range, page by page of its changes. @param of a moment, for the endpoint that had the id then; '' for the
 * present one
 */
export function historyQuery(manager: string, id: string, range: string, of: string) {
  const path = `/api/agents/${encodeURIComponent(manager)}/${encodeURIComponent(id)}/history`
  return infiniteQueryOptions({
    queryKey: ['agents', 'history', manager, id, range, of],
    queryFn: ({ signal, pageParam }) => {
      const asked = Object.entries({ range, of, after: pageParam }).filter(([, value]) => value !== '')
      return fetchJson(`${path}?${new URLSearchParams(asked)}`, agentHistory, { signal })
    },
    initialPageParam: '',
    getNextPageParam: ({ after }) => after,
    refetchInterval: dataInterval,
    // Another range keeps the picture until it is there; another endpoint never does.
    placeholderData: (before) => {
      const [page] = before?.pages ?? []
      return page?.manager === manager && page.id === id ? before : undefined
    },
  })
}

/** Which endpoint an alert means. @throws ApiError */
export function resolveAlert(alert: unknown): Promise<Resolved> {
  return fetchJson('/api/resolve', resolved, { method: 'POST', body: alert })
}
