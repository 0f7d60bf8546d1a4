'use client'

import { useQuery } from '@tanstack/react-query'
import { useSettings } from '#components/shell/use-settings.ts'
import { useZone } from '#components/ui/use-zone.ts'
import { agentSyncQuery } from '#lib/api/agent-sync.ts'
import { failureOf } from '#lib/api/api-error.ts'
import { ageSecondsAt } from '#lib/format/age.ts'
import { arrivalSentence, saysNothingOfSync, syncSentence } from '#lib/format/sync-sentence.ts'
import { TEXT } from '#lib/format/text.ts'
import { SYNC_TEXT } from '#lib/format/text-sync.ts'
import { formatClock } from '#lib/format/time.ts'
import { SyncCommand } from './copy/sync-command.tsx'
import type { SectionProps } from './section-props.ts'
import { SumsTable } from './sums-table.tsx'

/** Whether the agent holds the configuration of its groups, since when, why not, and the sums behind that. */
export function SyncBlock({ detail: { agent, asOf }, manager }: SectionProps) {
  const query = useQuery(agentSyncQuery(agent.manager, agent.id))
  const zone = useZone()
  const sync = query.data
  const error = failureOf(query)
  const now = sync?.asOf ?? asOf ?? ''
  const say = (time: string) => formatClock(time, now, zone)
  const said = sync && syncSentence(sync, agent.status, say)
  const groupsHidden = manager?.account?.hidden.includes('groups') ?? false
  const without = sync?.groups.filter(({ known }) => !known).map(({ name }) => name) ?? []
  const version = useSettings()?.managers.find(({ id }) => id === agent.manager)?.version ?? null
  const isSince5 = saysNothingOfSync(agent.groupConfigStatus, version)
  return (
    <section aria-labelledby="sync" className="gutter py-4">
      <h2 id="sync" className="mb-1 font-semibold">
        {SYNC_TEXT.title}
      </h2>
      {!sync && !error && <p className="late sync-wait text-tertiary">{SYNC_TEXT.loading}</p>}
      {error && !sync && (
        <p className="text-secondary">
          {SYNC_TEXT.failed}: {error.message}{' '}
          <button type="button" className="link" onClick={() => void query.refetch()}>
            {SYNC_TEXT.retry}
          </button>
        </p>
      )}
      {sync && said && (
        <>
          <p className="max-w-(--table) text-secondary">
            <span className={sync.state === 'not synced' ? 'font-semibold text-primary wrap-anywhere' : 'text-primary'}>
              {isSince5 ? SYNC_TEXT.since5 : said.main}
            </span>{' '}
            {said.rest}{' '}
            {sync.state === 'not synced' &&
              agent.status !== 'never_connected' &&
              arrivalSentence(sync, ageSecondsAt(sync.since, sync.asOf))}
          </p>
          {without.length > 0 && (
            <p className="mt-1 text-tertiary wrap-anywhere">
              {groupsHidden ? TEXT.scope.account.hidesGroups : TEXT.scope.account.hidesSums(without)}
            </p>
          )}
          <SumsTable sync={sync} say={say} />
          {sync.state === 'synced' && <p className="meta mt-2 text-tertiary">{arrivalSentence(sync, null)}</p>}
          <SyncCommand agent={agent} state={sync.state} />
        </>
      )}
    </section>
  )
}
