'use client'

import { useQuery } from '@tanstack/react-query'
import { Failure } from '#components/ui/failure.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { useNow } from '#components/ui/use-now.ts'
import { failureOf } from '#lib/api/api-error.ts'
import { kioskQueries, revokeKiosk } from '#lib/api/kiosks.ts'
import type { KioskItem } from '#lib/contract/kiosk.ts'
import { formatAge } from '#lib/format/age.ts'
import { KIOSKS_TEXT } from '#lib/format/text-kiosks.ts'
import { formatDay } from '#lib/format/time.ts'

/** The screens that a person may disconnect, with when each was last seen. */
export function KiosksList({ act }: { act: (work: () => Promise<string>) => Promise<boolean> }) {
  const words = KIOSKS_TEXT
  const query = useQuery(kioskQueries.list())
  const failure = failureOf(query)
  const { data } = query
  if (failure && !data) return <Failure title={words.failed} error={failure} onRetry={() => void query.refetch()} />
  const kiosks = data?.kiosks.toSorted((a, b) => Number(b.state === 'valid') - Number(a.state === 'valid')) ?? []
  return (
    <section aria-labelledby="screens">
      <h2 id="screens" className="mb-2 text-lead font-semibold">
        {words.list}
      </h2>
      {!data ? (
        <p className="late text-secondary" aria-busy="true">
          {words.loading}
        </p>
      ) : kiosks.length === 0 ? (
        <p className="text-secondary">{words.none}</p>
      ) : (
        <div className="kiosks-scroll">
          <table className="kiosks-table">
            <thead>
              <tr>
                {(['name', 'shows', 'by', 'until', 'seen'] as const).map((column) => (
                  <th key={column} scope="col" className="label">
                    {words.columns[column]}
                  </th>
                ))}
                <th scope="col">
                  <span className="sr-only">{words.columns.act}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {kiosks.map((kiosk) => (
                <Row
                  key={kiosk.id}
                  kiosk={kiosk}
                  onRevoke={() => act(async () => words.revoked((await revokeKiosk(kiosk.id)).name))}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Row({ kiosk, onRevoke }: { kiosk: KioskItem; onRevoke: () => void }) {
  const words = KIOSKS_TEXT
  const { name, q, names, own, username, managerName, state, expiresAt, lastSeenAt, lastAddress } = kiosk
  const isValid = state === 'valid'
  return (
    <tr data-state={state}>
      <th scope="row">{name}</th>
      <td>
        <span className={q === '' ? undefined : 'mono'}>{q === '' ? words.everything : q}</span>
        <span className="meta block text-secondary">{names ? words.withNames : words.countsOnly}</span>
      </td>
      <td>{own ? words.you : words.by(username, managerName)}</td>
      <td>
        <Moment time={expiresAt}>{formatDay(expiresAt)}</Moment>
        {!isValid && <span className="meta block text-secondary">{words.states[state]}</span>}
      </td>
      <td>
        <Seen time={lastSeenAt} />
        <span className="meta block text-secondary">{words.at(lastAddress)}</span>
      </td>
      <td>
        {isValid && (
          <button type="button" className="button" aria-label={words.revokeName(name)} onClick={onRevoke}>
            {words.revoke}
          </button>
        )}
      </td>
    </tr>
  )
}

function Seen({ time }: { time: string }) {
  const now = useNow()
  return <Moment time={time}>{KIOSKS_TEXT.ago(formatAge(Math.max(0, (now - Date.parse(time)) / 1000)))}</Moment>
}
