'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { DATA_KEYS, sessionQueries } from '#lib/api/queries.ts'
import type { SessionInfo } from '#lib/contract/session.ts'
import { TEXT } from '#lib/format/text.ts'
import { useSession } from './use-session.ts'

/** The page, or a plain refusal for a person whose rights show no agent at all; it comes and goes with the rights. */
export function RightsGate({ children }: { children: React.ReactNode }) {
  const session = useSession()
  const client = useQueryClient()
  const refused = session.sees === 'nothing'
  const { sees } = useQuery(sessionQueries.current()).data ?? session
  useEffect(() => {
    // The report knows of other rights already; what they are in words is asked for at once.
    if (sees !== session.sees) void client.invalidateQueries({ queryKey: sessionQueries.current().queryKey })
  }, [sees, session.sees, client])
  const who = JSON.stringify([session.manager, session.username])
  const rights = JSON.stringify([session.sees, session.rights])
  const shown = useRef({ who, rights })
  useEffect(() => {
    const before = shown.current
    shown.current = { who, rights }
    // In another tab somebody else signed in: nothing of the first person's stays, not even on screen.
    if (before.who !== who) for (const queryKey of DATA_KEYS) void client.resetQueries({ queryKey })
    if (before.rights === rights) return
    // What was seen with other rights must not come back from memory; what is on screen is asked for again.
    for (const queryKey of DATA_KEYS) {
      client.removeQueries({ queryKey, type: refused ? 'all' : 'inactive' })
      void client.invalidateQueries({ queryKey })
    }
  }, [who, rights, refused, client])
  return refused ? <NoPermission session={session} /> : children
}

function NoPermission({ session: { username, managerName } }: { session: SessionInfo }) {
  const [before, right, between, role, after] = TEXT.scope.nothingDetail(username, managerName)
  return (
    <Notice title={TEXT.scope.nothingTitle(managerName)} level={1} alert>
      <p className="wrap-anywhere">
        {before}
        <span className="mono">{right}</span>
        {between}
        <span className="mono">{role}</span>
        {after}
      </p>
      <p>{TEXT.scope.nothingNext}</p>
      <p className="mt-2 inline-flex items-center">
        <CopyButton value={TEXT.scope.report(username, managerName)} what={TEXT.scope.reportWhat} worded />
      </p>
    </Notice>
  )
}
