'use client'

import { useQuery } from '@tanstack/react-query'
import { useNow } from '#components/ui/use-now.ts'
import { type ApiError, failureOf } from '#lib/api/api-error.ts'
import { syncQueries } from '#lib/api/queries.ts'
import type { SyncReport } from '#lib/contract/sync.ts'
import { type Freshness, managerFreshness, worstFreshness } from './freshness.ts'

interface Fresh {
  report: SyncReport | undefined
  /** Of each manager, in the order of the report. */
  each: readonly Freshness[]
  worst: Freshness
}

/** Freshness now; renders every second, so only small leaves should use it. */
export function useFreshness(): Fresh {
  const query = useQuery(syncQueries.report())
  const { data: report, dataUpdatedAt } = query
  const failure = failureOf(query)
  const now = useNow()
  if (!report) return { report, each: [], worst: failure ? withoutReport(failure) : { kind: 'unknown' } }
  const elapsedSeconds = Math.max(0, Math.floor((now - dataUpdatedAt) / 1000))
  const each = report.managers.map((manager) =>
    managerFreshness(manager, { intervalSeconds: report.intervalSeconds, elapsedSeconds, failing: failure !== null, now }),
  )
  return { report, each, worst: worstFreshness(each) }
}

/** The web process may still be reading the store; that is no failure. */
function withoutReport(error: ApiError): Freshness {
  return error.code === 'not_ready' ? { kind: 'starting' } : { kind: 'offline', seconds: null }
}
