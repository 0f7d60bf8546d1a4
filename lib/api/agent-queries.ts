import { queryOptions } from '@tanstack/react-query'
import { type AgentAt, agentAt } from '#lib/contract/agent-at.ts'
import { type Resolved, resolved } from '#lib/contract/resolve.ts'
import { fetchJson } from './fetch-json.ts'

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

/** Which endpoint an alert means. @throws ApiError */
export function resolveAlert(alert: unknown): Promise<Resolved> {
  return fetchJson('/api/resolve', resolved, { method: 'POST', body: alert })
}
