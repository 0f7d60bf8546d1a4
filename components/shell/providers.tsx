'use client'

import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { LiveUpdates } from '#components/live/live-updates.tsx'
import { FirstMoment } from '#components/ui/use-today.ts'
import { FirstZone } from '#components/ui/use-zone.ts'
import { ApiError, isTransient } from '#lib/api/api-error.ts'
import { putFirst } from '#lib/api/first-answers.ts'
import { isLeaving } from '#lib/api/leaving.ts'
import { liveState, POLL_MS } from '#lib/api/live-state.ts'
import { sessionQueries, settingsQueries, syncQueries } from '#lib/api/queries.ts'
import { signInHref } from '#lib/api/return-path.ts'
import type { SessionInfo } from '#lib/contract/session.ts'
import type { Settings } from '#lib/contract/settings.ts'
import type { SyncReport } from '#lib/contract/sync.ts'

const RETRY_MAX_MS = 5000

/** What every page is drawn from at first; `null` for what the server could not tell yet. */
export interface First {
  readonly session: SessionInfo
  readonly settings: Settings | null
  readonly report: SyncReport | null
  /** When it was drawn, ISO 8601. */
  readonly at: string
}

/** The one cache of answers, and the freshness rules of all of them. */
export function Providers({ first, zone, children }: { first: First; zone: string | null; children: React.ReactNode }) {
  const [client] = useState(() => createClient(first))
  return (
    <QueryClientProvider client={client}>
      <FirstZone value={zone}>
        <FirstMoment value={first.at}>
          <LiveUpdates />
          {children}
        </FirstMoment>
      </FirstZone>
    </QueryClientProvider>
  )
}

function createClient({ session, settings, report }: First): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        leaveWhenSignedOut(error)
        askForRights(client, error)
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: POLL_MS,
        // A page that is held stays as it is, also when the person comes back to it.
        refetchOnWindowFocus: () => liveState.get().pausedAt === null,
        // A dashboard on this machine or in this LAN answers without the internet.
        networkMode: 'always',
        // What may pass is tried again until it does; screens see meanwhile why, through `failureOf`.
        retry: (_failures, error) => isTransient(error),
        retryDelay: (failures) => Math.min(RETRY_MAX_MS, 500 * 2 ** failures),
      },
    },
  })
  client.setQueryData(sessionQueries.current().queryKey, session)
  if (settings) client.setQueryData(settingsQueries.current().queryKey, settings)
  putFirst(client, syncQueries.report().queryKey, report)
  return client
}

/** Rights were lost: what says so everywhere is the session and the report, which learn it now and not at their next turn. */
function askForRights(client: QueryClient, error: Error) {
  if (!(error instanceof ApiError) || error.code !== 'no_permission') return
  void client.invalidateQueries({ queryKey: sessionQueries.current().queryKey })
  void client.invalidateQueries({ queryKey: syncQueries.report().queryKey })
}

/** The session is over: sign in, and come back to exactly this page. */
function leaveWhenSignedOut(error: Error) {
  if (!(error instanceof ApiError) || error.code !== 'unauthenticated') return
  const { pathname, search } = window.location
  if (pathname !== '/sign-in' && !isLeaving()) window.location.replace(signInHref(pathname + search))
}
