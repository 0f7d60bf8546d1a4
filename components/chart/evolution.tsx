'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { NowWord } from '#components/shell/now-word.tsx'
import { useSettings } from '#components/shell/use-settings.ts'
import { goTo, ListLink } from '#components/ui/list-link.tsx'
import { StatusMark } from '#components/ui/status-mark.tsx'
import { useIdle } from '#components/ui/use-idle.ts'
import { useToday } from '#components/ui/use-today.ts'
import { useZone } from '#components/ui/use-zone.ts'
import { STATUS_META } from '#lib/agent/status.ts'
import { pastQueries } from '#lib/api/queries.ts'
import type { MassEventItem } from '#lib/contract/events.ts'
import type { Evolution as EvolutionAnswer } from '#lib/contract/evolution.ts'
import { formatCount } from '#lib/format/numbers.ts'
import { TEXT } from '#lib/format/text.ts'
import { formatClock, formatMoment } from '#lib/format/time.ts'
import { narrowGaps } from './gap-words.ts'
import { LAYERS, rangeOf } from './series.ts'
import { RANGES, rangeWord, zoomWord } from './span.ts'
import { useChartUrl } from './use-chart-url.ts'

const Plot = lazy(() => import('./plot.tsx').then(({ Plot }) => ({ default: Plot })))
const TableTwin = lazy(() => import('./table-twin.tsx').then(({ TableTwin }) => ({ default: TableTwin })))

/** How many did not report over the last hour to the last year, as a drawing or as a table. Its code is loaded when the page rests. */
export function Evolution({
  events,
  filtered,
  isReady,
}: {
  events: readonly MassEventItem[]
  filtered: boolean
  isReady: boolean
}) {
  const { span, isTable, moment, hrefOf } = useChartUrl()
  const { data, isError, isPlaceholderData } = useQuery(pastQueries.evolution(span))
  const isIdle = useIdle(isReady)
  const [zone, today] = [useZone(), useToday()]
  const managers = useSettings()?.managers
  const names = useMemo(() => new Map(managers?.map(({ id, name }) => [id, name])), [managers])
  const words = TEXT.chart
  const caption = span.range
    ? words.rangeTitle[span.range].toLowerCase()
    : words.zoomed(formatClock(span.from, span.to, zone), formatClock(span.to, span.to, zone))
  const { least, most, last } = data ? rangeOf(data) : { least: null, most: null, last: null }
  const dayBefore = data ? dayAgo(data) : null
  const generated = data?.generatedUntil && data.generatedUntil > data.from ? data.generatedUntil : null
  return (
    <section className="past-main" aria-labelledby="evolution">
      <div className="past-head">
        <h2 id="evolution" className="font-semibold">
          {filtered ? words.wholeTitle : words.title}
        </h2>
        {data && (
          <span className="meta text-secondary">
            {span.range === null ? (
              caption
            ) : last === null ? null : (
              <>
                {formatCount(last)} <NowWord old={TEXT.alarm.atLast} />
                {dayBefore !== null && words.dayAgo(dayBefore)}
              </>
            )}
          </span>
        )}
        <nav className="seg" aria-label={words.ranges}>
          {RANGES.map((range) => (
            <ListLink
              key={range}
              href={hrefOf({ span: rangeWord(range) })}
              title={words.rangeTitle[range]}
              aria-current={span.range === range ? 'true' : undefined}
            >
              {words.range[range]}
            </ListLink>
          ))}
          <ListLink href={hrefOf({ chart: isTable ? '' : 'table' })}>{isTable ? words.chart : words.table}</ListLink>
        </nav>
      </div>
      {isError && !data ? (
        <p className="meta text-secondary">{words.failed}</p>
      ) : data?.watchedSince === null ? (
        // An empty drawing would look like an answer.
        <p className="meta mt-1 text-secondary first-letter:uppercase">{words.notWatched}</p>
      ) : isTable && data ? (
        <Suspense fallback={<div className="twin" />}>
          {isIdle ? (
            <TableTwin evolution={data} names={names} caption={caption} momentHref={(at) => hrefOf({ moment: at })} />
          ) : (
            <div className="twin" />
          )}
        </Suspense>
      ) : (
        <figure
          className="plot"
          aria-label={data ? words.describe(caption, least, most, last, data.gaps.length) : words.loading}
          aria-busy={isPlaceholderData}
        >
          {data && isIdle && (
            <Suspense>
              <Plot
                evolution={data}
                events={events}
                moment={moment === '' ? null : Date.parse(moment)}
                generatedUntil={generated === null ? null : Date.parse(generated)}
                onZoom={(a, b) => goTo(hrefOf({ span: zoomWord(a, b, Date.parse(data.to)) }), 'push')}
                onMoment={(t) => goTo(hrefOf({ moment: new Date(t).toISOString() }), 'push')}
              />
            </Suspense>
          )}
        </figure>
      )}
      <div className="plot-note meta">
        {data && !isTable && <Legend evolution={data} />}
        {!isTable && data?.watchedSince !== null && <span>{words.hint}</span>}
        {data && !isTable && <NarrowGaps evolution={data} names={names} tableHref={hrefOf({ chart: 'table' })} />}
        {generated !== null && <span>{words.generatedUntil(formatMoment(generated, today, zone))}</span>}
      </div>
    </section>
  )
}

/** Which layer is which, by the marks that stand for it everywhere, from the bottom up. */
function Legend({ evolution }: { evolution: EvolutionAnswer }) {
  const shown = LAYERS.filter((layer) => evolution.points.some(({ byStatus }) => (byStatus?.[layer] ?? 0) > 0))
  return (
    <ul className="legend">
      {shown.map((layer) => (
        <li key={layer}>
          <StatusMark token={STATUS_META[layer].token} />
          {STATUS_META[layer].label}
        </li>
      ))}
    </ul>
  )
}

/** Why there are gaps that are too narrow to say it themselves. */
function NarrowGaps({
  evolution,
  names,
  tableHref,
}: {
  evolution: EvolutionAnswer
  names: ReadonlyMap<string, string>
  tableHref: string
}) {
  const { said, more } = narrowGaps(evolution, names, useZone())
  return (
    <>
      {said.map(({ key, text }) => (
        <span key={key}>{text}</span>
      ))}
      {more > 0 && (
        <ListLink className="link" href={tableHref}>
          {TEXT.chart.moreGaps(more)}
        </ListLink>
      )}
    </>
  )
}

function dayAgo({ ago }: EvolutionAnswer): number | null {
  const { byStatus, total, precision } = ago.day
  return byStatus && total !== null && precision === 'exact' ? total - byStatus.active : null
}
