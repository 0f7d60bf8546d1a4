'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Notice } from '#components/ui/notice.tsx'
import { StatusBadge } from '#components/ui/status-mark.tsx'
import { useZone } from '#components/ui/use-zone.ts'
import { syncQueries } from '#lib/api/queries.ts'
import type { Choice, Resolved } from '#lib/contract/resolve.ts'
import { PLAIN_LIST_HREF } from '#lib/contract/views.ts'
import { GO_TEXT } from '#lib/format/text-moment.ts'
import { formatDateTime } from '#lib/format/time.ts'

/** What a link or an alert means when it is not one endpoint: the manager itself, several to choose from, or none. */
export function GoResult({ found }: { found: Exclude<Resolved, { kind: 'one' }> }) {
  if (found.kind === 'manager') {
    return (
      <Notice title={GO_TEXT.manager(found.managerName)} level={1}>
        <p>{GO_TEXT.managerDetail}</p>
        <ManagerFacts id={found.manager} />
        <WaysOn />
      </Notice>
    )
  }
  if (found.kind === 'managers') {
    return (
      <Notice title={GO_TEXT.managers} level={1}>
        <p>{GO_TEXT.managersDetail}</p>
        {found.managers.map(({ manager, managerName }) => (
          <section key={manager} className="w-full" aria-label={managerName}>
            <h2 className="mt-4 font-semibold">{managerName}</h2>
            <ManagerFacts id={manager} />
          </section>
        ))}
        <WaysOn />
      </Notice>
    )
  }
  if (found.kind === 'other_name') {
    return (
      <>
        <Notice title={GO_TEXT.otherName(found.named)} level={1}>
          <p>{GO_TEXT.otherNameDetail(found.named)}</p>
          <WaysOn />
        </Notice>
        <Choices choices={found.choices} title={GO_TEXT.sameId} />
        {found.nearest.length > 0 && <Choices choices={found.nearest} title={GO_TEXT.nearest} />}
      </>
    )
  }
  if (found.kind === 'none') {
    return (
      <>
        <Notice title={GO_TEXT.none} level={1}>
          <p>{GO_TEXT.noneDetail}</p>
          <WaysOn />
        </Notice>
        {found.nearest.length > 0 && <Choices choices={found.nearest} title={GO_TEXT.nearest} />}
      </>
    )
  }
  return (
    <>
      <Notice title={GO_TEXT.several(found.choices.length)} level={1}>
        {found.more && <p>{GO_TEXT.more}</p>}
        <WaysOn />
      </Notice>
      <Choices choices={found.choices} title={null} />
    </>
  )
}

/** Why a look-up was refused. */
export function GoFailure({ message }: { message: string }) {
  return (
    <Notice title={GO_TEXT.failed} level={1}>
      <p>{message}</p>
      <WaysOn />
    </Notice>
  )
}

function WaysOn() {
  return (
    <p className="mt-2 flex flex-wrap gap-2">
      <Link className="button" href="/go" prefetch={false}>
        {GO_TEXT.another}
      </Link>
      <Link className="button" href={PLAIN_LIST_HREF} prefetch={false}>
        {GO_TEXT.endpoints}
      </Link>
    </p>
  )
}

/** Endpoints with what they differ in. */
function Choices({ choices, title }: { choices: readonly Choice[]; title: string | null }) {
  const zone = useZone()
  const { columns } = GO_TEXT
  return (
    <section className="gutter pb-8">
      {title !== null && <h2 className="mb-1 font-semibold">{title}</h2>}
      <table className="plain choices">
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.id}</th>
            <th scope="col">{columns.manager}</th>
            <th scope="col">{columns.ip}</th>
            <th scope="col">{columns.state}</th>
            <th scope="col">{columns.enrolled}</th>
          </tr>
        </thead>
        <tbody>
          {choices.map((choice) => (
            <tr key={choice.href}>
              <th scope="row" className="wrap-anywhere">
                <Link className="link" href={choice.href} prefetch={false}>
                  {choice.name}
                </Link>
              </th>
              <td className="mono">{choice.id}</td>
              <td>{choice.managerName}</td>
              <td className="mono">{choice.ip ?? '–'}</td>
              <td>
                {choice.removedBy === null ? (
                  <StatusBadge status={choice.status} />
                ) : (
                  GO_TEXT.removedBy(formatDateTime(choice.removedBy, zone))
                )}
              </td>
              <td>{choice.enrolledAt === null ? '–' : formatDateTime(choice.enrolledAt, zone)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What is known of a manager. */
function ManagerFacts({ id }: { id: string }) {
  const zone = useZone()
  const own = useQuery(syncQueries.report()).data?.managers.find((manager) => manager.id === id)
  const names = GO_TEXT.managerFacts
  const facts = [
    [names.host, own?.card?.hostname],
    [names.version, own?.card?.version],
    [names.node, own?.card?.nodeName],
    [names.ip, own?.card?.ip],
    [names.os, own?.card?.os],
    [names.state, own?.lastSyncAt ? formatDateTime(own.lastSyncAt, zone) : null],
  ] as const
  return (
    <dl className="facts w-full">
      {facts.map(([fact, value]) => (
        <div key={fact}>
          <dt className="meta text-tertiary">{fact}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
