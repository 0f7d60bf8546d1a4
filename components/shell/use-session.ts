'use client'

import { useQuery } from '@tanstack/react-query'
import { sessionQueries, syncQueries } from '#lib/api/queries.ts'
import type { SessionInfo } from '#lib/contract/session.ts'

/** Who is signed in and how much they may see, by the youngest answer that says so. */
export function useSession(): SessionInfo {
  const { data: session } = useQuery(sessionQueries.current())
  const report = useQuery(syncQueries.report()).data
  if (!session) throw new Error('the shell gives a session to start with')
  return report ? { ...session, sees: report.scope.kind } : session
}
