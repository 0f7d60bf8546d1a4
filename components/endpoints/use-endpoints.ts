'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { usePresets } from '#components/shell/use-presets.ts'
import { failureOf } from '#lib/api/api-error.ts'
import { listQueries } from '#lib/api/list-queries.ts'
import { dataInterval } from '#lib/api/live-state.ts'
import { agentQueries, summaryQueries, syncQueries } from '#lib/api/queries.ts'
import { countedQueries, leavesOutGone, readFilter, readSort, rowsOf } from './filter.ts'
import { useListUrl } from './use-list-url.ts'

/** Stands where none are asked for. */
const NO_ROWS = { q: '', sort: '', after: '', before: '', at: '' }

/** Everything the list page shows, from its address and from our API. */
export function useEndpoints() {
  const { url, hrefOf } = useListUrl()
  const filter = useMemo(() => readFilter(url.q), [url.q])
  const sort = readSort(url.sort)
  const q = filter.ok ? filter.text : ''
  const report = useQuery(syncQueries.report()).data
  const filling = report?.managers.some(({ state }) => state === 'first_pass' || state === 'starting') ?? false
  const summary = useQuery({ ...summaryQueries.of(q), enabled: filter.ok })
  const limited = (summary.data ?? report)?.scope.kind === 'limited'
  const leavesOut = leavesOutGone(url, filter)
  const asked = rowsOf(url, filter)
  const params = asked ?? NO_ROWS
  const presets = usePresets()
  const counts = useQuery(listQueries.counts(countedQueries(presets))).data
  const list = useQuery({
    ...agentQueries.page(params),
    enabled: asked !== null,
    // While the store fills there is no complete pass to wait for, and limited rights may change without one.
    refetchInterval: () => (filling || limited ? dataInterval() : false),
  })

  // A new pass has been seen by the counts: the rows follow, in place.
  const asOf = summary.data?.asOf ?? null
  const { refetch } = list
  const behind =
    asOf !== null && !summary.isPlaceholderData && !list.isPlaceholderData && list.data !== undefined && list.data.asOf !== asOf
  useEffect(() => {
    // An event of the stream may have asked for them already.
    if (behind) void refetch({ cancelRefetch: false })
  }, [behind, refetch])

  return {
    url,
    hrefOf,
    filter,
    sort,
    report,
    /** The person sees a part only, so that counts have to say so. */
    limited,
    /** All endpoints, whatever the filter; `null` until it is known. */
    fleet: report ? report.managers.reduce((sum, manager) => sum + manager.total, 0) : null,
    presets,
    // Ages and versions can't be compared before a pass is complete: no number is better than a wrong one.
    counts: new Map(counts?.asOf ? counts.counts.map(({ q: counted, count }) => [counted, count]) : []),
    gone: { count: counts?.counts.at(-1)?.count ?? 0, days: counts?.goneAfterDays ?? 0, leavesOut, asked: q === '' },
    // Until its own answer has come that of the filter before is shown.
    summary: {
      ...{ data: summary.data, isOfBefore: summary.isPlaceholderData },
      ...{ error: failureOf(summary), retry: summary.refetch },
    },
    list: {
      page: list.data,
      error: failureOf(list),
      loadingOther: list.isPlaceholderData,
      /** What makes this another page of rows; `null` while the rows are still those of the one before. */
      place: list.isPlaceholderData ? null : JSON.stringify(params),
      retry: list.refetch,
    },
  }
}
