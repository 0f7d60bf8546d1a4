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
  /** One of `AUDIT_SPANS`, back from now; '' for the times below. */
  readonly span: string
  /** ISO 8601. */
  readonly from: string
  readonly to: string
}

const HOUR_MS = 3_600_000
/** How far back one may look, in milliseconds. */
export const AUDIT_SPANS: Readonly<Record<string, number>> = {
  '1h': HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 168 * HOUR_MS,
  '30d': 720 * HOUR_MS,
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
        const { span, ...asked } = params
        const back = AUDIT_SPANS[span]
        const since = back === undefined ? {} : { from: new Date(Date.now() - back).toISOString(), to: '' }
        const filled = Object.entries({ ...asked, ...since, before: pageParam }).filter(([, value]) => value !== '')
        return fetchJson(`/api/audit?${new URLSearchParams(filled).toString()}`, auditPage, { signal })
      },
      meta: NOT_LIVE,
      initialPageParam: '',
      getNextPageParam: ({ before }) => (before === null ? null : String(before)),
      placeholderData: keepPreviousData,
    }),
}
