import { queryOptions } from '@tanstack/react-query'
import { agentSync } from '#lib/contract/agent-sync.ts'
import { fetchJson } from './fetch-json.ts'
import { dataInterval } from './live-state.ts'

/** Whether an agent holds the configuration of its groups, and what speaks for it. */
export function agentSyncQuery(manager: string, id: string) {
  const path = `/api/agents/${encodeURIComponent(manager)}/${encodeURIComponent(id)}/sync`
  return queryOptions({
    queryKey: ['agents', 'sync', manager, id],
    queryFn: ({ signal }) => fetchJson(path, agentSync, { signal }),
    refetchInterval: dataInterval,
  })
}
