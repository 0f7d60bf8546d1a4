'use client'

import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, isTransient } from '#lib/api/api-error.ts'
import { POLL_MS } from '#lib/api/queries.ts'
import { signInHref } from '#lib/api/return-path.ts'

const RETRY_MAX_MS = 5000

/** The one cache of answers, and the freshness rules of all of them. */
export function Providers({ children }: { children: React.ReactNode }) {
  const [client] = useState(createClient)
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}

function createClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: POLL_MS,
        refetchOnWindowFocus: true,
        // A dashboard on this machine or in this LAN answers without the internet.
        networkMode: 'always',
        // What may pass is tried again until it does; screens see meanwhile why, through `failureOf`.
        retry: (_failures, error) => isTransient(error),
        retryDelay: (failures) => Math.min(RETRY_MAX_MS, 500 * 2 ** failures),
      },
    },
  })
}

/** The session is over: sign in, and come back to exactly this page. */
function leaveWhenSignedOut(error: Error) {
  if (!(error instanceof ApiError) || error.code !== 'unauthenticated') return
  const { pathname, search } = window.location
  if (pathname !== '/sign-in') window.location.replace(signInHref(pathname + search))
}
