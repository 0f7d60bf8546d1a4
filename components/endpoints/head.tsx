'use client'

import { useQuery } from '@tanstack/react-query'
import { DEFAULT_SPAN } from '#components/chart/span.ts'
import { pastQueries, summaryQueries } from '#lib/api/queries.ts'
import { TEXT } from '#lib/format/text.ts'
import { Counts } from './counts.tsx'
import { FirstPassProgress } from './list-states.tsx'
import { ScopeNote } from './scope-note.tsx'
import { HeadSkeleton } from './skeleton.tsx'
import { SummaryHead } from './summary-head.tsx'
import type { useEndpoints } from './use-endpoints.ts'

/** The sentence, the bar and the counts; without an answer only the name of the page. */
export function Head({
  view: { hrefOf, filter, report, limited, fleet, summary, list },
}: {
  view: ReturnType<typeof useEndpoints>
}) {
  const events = useQuery(pastQueries.events())
  const past = useQuery(pastQueries.evolution(DEFAULT_SPAN))
  const whole = useQuery({ ...summaryQueries.of(''), enabled: filter.ok && filter.text !== '' })
  const heading = (
    <h1 tabIndex={-1} className="sr-only">
      {TEXT.nav.endpoints}
    </h1>
  )
  if (!filter.ok || (!summary.data && (summary.error ?? list.error))) return heading
  // The answer to "are we fine?" comes whole or, when it can't be had, not at all: a sentence that changes is no answer.
  if (!summary.data || (events.isPending && filter.text === '')) {
    return (
      <div className="gutter border-b border-line pt-4">
        {heading}
        <HeadSkeleton />
      </div>
    )
  }
  const passes = report?.managers.flatMap(({ state, progress }) => (state === 'first_pass' && progress ? [progress] : [])) ?? []
  const fleetTotal = fleet ?? summary.data.total
  const filtered = filter.text !== ''
  const firstPass =
    passes.length === 0
      ? null
      : passes.reduce((sum, { rows, total }) => ({ rows: sum.rows + rows, total: sum.total + Math.max(rows, total) }), {
          rows: 0,
          total: 0,
        })
  // How far it is says how many there are, which not everybody may know.
  const filling = report?.managers.some(({ state }) => state === 'first_pass') ?? false
  // With nothing in the fleet the body explains why; counts of nothing would only look like an answer.
  if (fleetTotal === 0 && summary.data.total === 0) return heading
  return (
    <section aria-label={TEXT.summary.label} className="gutter border-b border-line pt-4">
      <SummaryHead
        summary={summary.data}
        events={events.data ?? null}
        ago={past.data?.ago}
        hrefOf={(q) => hrefOf({ q })}
        fleetTotal={fleetTotal}
        filtered={filtered}
        firstPass={firstPass ?? (filling ? 'uncounted' : null)}
        note={limited && <ScopeNote />}
      />
      {report?.managers.map(
        ({ id, name, progress }) =>
          progress && (
            <FirstPassProgress
              key={id}
              name={name}
              rows={progress.rows}
              total={progress.total}
              isNamed={report.managers.length > 1}
            />
          ),
      )}
      <Counts
        summary={summary.data}
        whole={filtered ? whole.data : null}
        ago={past.data?.ago}
        expr={filter.expr}
        hrefOf={(q) => hrefOf({ q })}
      />
    </section>
  )
}
