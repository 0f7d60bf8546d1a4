import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { administration } from '#lib/contract/administration.ts'
import { auditPage } from '#lib/contract/audit.ts'
import { fetchJson } from './fetch-json.ts'
import { dataInterval, NOT_LIVE } from './live-state.ts'

/** What a page of the audit log shows; '' for everything. */
export interface AuditParams {
  readonly kind: string
  readonly outcome: string
  readonly text: string
}

/** Budgets move by the second, but nobody waits for them. */
const POLL_MS = 10_000

export const administrationQueries = {
  current: () =>
    queryOptions({
      queryKey: ['administration'],
      queryFn: ({ signal }) => fetchJson('/api/administration', administration, { signal }),
      refetchInterval: () => (dataInterval() === false ? false : POLL_MS),
      meta: NOT_LIVE,
    }),
  audit: (params: AuditParams) =>
    infiniteQueryOptions({
      queryKey: ['audit', params],
      queryFn: ({ signal, pageParam }) => {
        const filled = Object.entries({ ...params, before: pageParam }).filter(([, value]) => value !== '')
        return fetchJson(`/api/audit?${new URLSearchParams(filled).toString()}`, auditPage, { signal })
      },
      meta: NOT_LIVE,
      initialPageParam: '',
      getNextPageParam: ({ before }) => (before === null ? null : String(before)),
      placeholderData: keepPreviousData,
    }),
}
