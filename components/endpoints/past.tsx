'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Evolution } from '#components/chart/evolution.tsx'
import { useChartUrl } from '#components/chart/use-chart-url.ts'
import { EventsList } from '#components/events/events-list.tsx'
import { useIdle } from '#components/ui/use-idle.ts'
import { pastQueries } from '#lib/api/queries.ts'
import { TEXT } from '#lib/format/text.ts'

const ChangesAround = lazy(() =>
  import('#components/chart/changes-around.tsx').then(({ ChangesAround }) => ({ default: ChangesAround })),
)

const LEAST_WINDOW_SECONDS = 300

/** What moved: the chart, what changed together, and what changed around a chosen moment. Always of everything in scope. */
export function Past({
  filtered,
  hrefOf,
  isReady,
}: {
  filtered: boolean
  hrefOf: (q: string) => string
  /** The list is there, so that code for the rest may come. */
  isReady: boolean
}) {
  const events = useQuery(pastQueries.events())
  const isIdle = useIdle(isReady)
  const { span, moment, hrefOf: chartHref } = useChartUrl()
  const step = useQuery(pastQueries.evolution(span)).data?.stepSeconds ?? 0
  const body = (
    <div className="past-area">
      <div className="past">
        <Evolution events={events.data?.events ?? []} filtered={filtered} isReady={isReady} />
        <EventsList query={events} hrefOf={hrefOf} momentHref={(moment) => chartHref({ moment })} />
      </div>
      {moment !== '' && isIdle && (
        <Suspense>
          <ChangesAround
            at={moment}
            windowSeconds={Math.min(7 * 86_400, Math.max(LEAST_WINDOW_SECONDS, step))}
            closeHref={chartHref({ moment: '' })}
          />
        </Suspense>
      )}
    </div>
  )
  if (!filtered) return body
  // With a filter set a person is in the list; what moved is of the whole and waits behind one press.
  return (
    <details className="past-fold">
      <summary>{TEXT.chart.fold}</summary>
      {body}
    </details>
  )
}
