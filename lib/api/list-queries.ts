import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { agentsPage, queryCounts, strips, suggestions } from '#lib/contract/agents.ts'
import { fetchJson } from './fetch-json.ts'
import { dataInterval, NOT_LIVE } from './live-state.ts'
import { agentQueries } from './queries.ts'

/** What the list asks for beside its rows. */
export const listQueries = {
  /** The last 24 hours of some agents, each as `manager/id`. */
  strips: (agents: readonly string[], asOf: string | null) =>
    queryOptions({
      queryKey: [...agentQueries.all(), 'strips', agents, asOf],
      queryFn: ({ signal }) => fetchJson(`/api/agents/strips?agents=${encodeURIComponent(agents.join())}`, strips, { signal }),
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
      meta: NOT_LIVE,
    }),
  /** The first endpoints that match, for going there. */
  find: (q: string) =>
    queryOptions({
      queryKey: [...agentQueries.all(), 'find', q],
      queryFn: ({ signal }) => fetchJson(`/api/agents?${new URLSearchParams({ q, limit: '8' })}`, agentsPage, { signal }),
      placeholderData: keepPreviousData,
      retry: false,
      meta: NOT_LIVE,
    }),
  /** Live values of a field among the agents that match `q`. */
  suggest: (asked: { field: string; text: string; q: string }) =>
    queryOptions({
      queryKey: [...agentQueries.all(), 'suggest', asked],
      queryFn: ({ signal }) => fetchJson(`/api/agents/suggest?${new URLSearchParams(asked)}`, suggestions, { signal }),
      placeholderData: keepPreviousData,
      retry: false,
      meta: NOT_LIVE,
    }),
  /** How many agents match each of some queries. */
  counts: (queries: readonly string[]) =>
    queryOptions({
      queryKey: [...agentQueries.all(), 'counts', queries],
      queryFn: ({ signal }) => {
        const asked = new URLSearchParams(queries.map((q) => ['q', q]))
        return fetchJson(`/api/agents/counts?${asked}`, queryCounts, { signal })
      },
      refetchInterval: dataInterval,
      placeholderData: keepPreviousData,
    }),
}
