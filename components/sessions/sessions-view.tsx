'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession } from '#components/shell/use-session.ts'
import { Failure } from '#components/ui/failure.tsx'
import { failureOf, toApiError } from '#lib/api/api-error.ts'
import { sessionsQueries } from '#lib/api/queries.ts'
import { endListedSession, endOtherSessions } from '#lib/api/session.ts'
import type { SessionItem } from '#lib/contract/session.ts'
import { TEXT } from '#lib/format/text.ts'
import { SESSIONS_TEXT } from '#lib/format/text-sessions.ts'
import { SessionsTable } from './sessions-table.tsx'

/** Where one is signed in, and for administrators who else is; each session can be ended from here. */
export function SessionsView() {
  const client = useQueryClient()
  const { administrator } = useSession()
  const [wanted, setWanted] = useState<'own' | 'all'>('own')
  const of = administrator ? wanted : 'own'
  const query = useQuery(sessionsQueries.list(of))
  const [outcome, setOutcome] = useState('')
  const act = async (work: () => Promise<string>) => {
    setOutcome('')
    setOutcome(await work().catch((error: unknown) => toApiError(error).message))
    await client.invalidateQueries({ queryKey: ['sessions'] })
  }
  const end = ({ id }: SessionItem) => act(() => endListedSession(id).then(() => SESSIONS_TEXT.ended))
  const endOthers = () => act(async () => SESSIONS_TEXT.othersEnded((await endOtherSessions()).ended))
  const { data } = query
  const failure = failureOf(query)
  return (
    <div className="gutter grid gap-3 py-8">
      <h1 tabIndex={-1} className="text-h1 font-semibold tracking-tight">
        {of === 'all' ? SESSIONS_TEXT.titleAll : SESSIONS_TEXT.title}
      </h1>
      {administrator && (
        <fieldset className="whose">
          <legend className="sr-only">{SESSIONS_TEXT.which}</legend>
          {(['own', 'all'] as const).map((which) => (
            <button key={which} type="button" aria-pressed={of === which} onClick={() => setWanted(which)}>
              {SESSIONS_TEXT[which]}
            </button>
          ))}
        </fieldset>
      )}
      {failure && !data && <Failure title={SESSIONS_TEXT.failed} error={failure} onRetry={() => void query.refetch()} />}
      {!failure && !data && <p className="late text-secondary">{TEXT.loading}</p>}
      {data && (
        <>
          <p className="max-w-(--reading) text-secondary">
            {of === 'all' ? SESSIONS_TEXT.leadAll : SESSIONS_TEXT.lead(data.idleMinutes, data.hours)}
          </p>
          <SessionsTable sessions={data.sessions} people={of === 'all'} onEnd={end} />
          {data.more && <p className="meta text-secondary">{SESSIONS_TEXT.tooMany(data.sessions.length)}</p>}
          {of === 'own' && data.sessions.length > 1 && (
            <p>
              <button type="button" className="button" onClick={endOthers}>
                {SESSIONS_TEXT.endOthers}
              </button>
            </p>
          )}
        </>
      )}
      <p role="status" className="min-h-(--hit) text-secondary">
        {failure && data ? failure.message : outcome}
      </p>
    </div>
  )
}
