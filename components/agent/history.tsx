'use client'

import Link from 'next/link'
import { Failure } from '#components/ui/failure.tsx'
import { ListLink } from '#components/ui/list-link.tsx'
import { failureOf } from '#lib/api/api-error.ts'
import type { AgentHistory } from '#lib/contract/agent-history.ts'
import { HISTORY_TEXT as WORDS } from '#lib/format/text-history.ts'
import { formatMoment } from '#lib/format/time.ts'
import { HISTORY_RANGES } from '#lib/insight/history/ranges.ts'
import { HistoryList } from './history-list.tsx'
import { HistoryTable } from './history-table.tsx'
import { LifeStrip } from './life-strip.tsx'
import { type HistoryOf, useHistory } from './use-history.ts'

/** What an endpoint was over a range, as a strip or a table, and every change that was seen. */
export function History(own: HistoryOf) {
  const { query, range, isTable, isBeside, hrefOf } = useHistory(own)
  // Only on its own page does the range change without going anywhere.
  const To = isBeside ? PageLink : ListLink
  const error = failureOf(query)
  const pages = query.data?.pages ?? []
  const [first] = pages
  return (
    <section aria-labelledby="history" className="gutter py-4" aria-busy={query.isPlaceholderData}>
      <div className="past-head">
        <h2 id="history" className="font-semibold">
          {WORDS.title}
        </h2>
        <nav className="seg" aria-label={WORDS.ranges}>
          {HISTORY_RANGES.map((one) => (
            <To
              key={one}
              href={hrefOf({ range: one })}
              title={WORDS.rangeTitle[one]}
              aria-current={one === range ? 'true' : undefined}
            >
              {WORDS.range[one]}
            </To>
          ))}
          <To href={hrefOf({ view: isTable ? '' : 'table' })}>{isTable ? WORDS.strip : WORDS.table}</To>
        </nav>
      </div>
      {!first && error && <Failure title={WORDS.failed} error={error} onRetry={() => void query.refetch()} />}
      {!first && !error && <p className="late life-wait text-secondary">{WORDS.loading}</p>}
      {first && (
        <>
          {isTable ? (
            <HistoryTable history={first} hrefAt={(at) => hrefOf({ at })} />
          ) : (
            <LifeStrip history={first} at={own.at} hrefAt={(at) => hrefOf({ at })} />
          )}
          <p className="plot-note meta">
            {notes(first).map((note) => (
              <span key={note}>{note}</span>
            ))}
          </p>
          <HistoryList
            pages={pages}
            at={own.at}
            hrefAt={(at) => hrefOf({ at })}
            onMore={query.hasNextPage ? () => !query.isFetchingNextPage && void query.fetchNextPage() : null}
          />
        </>
      )}
    </section>
  )
}

function PageLink(props: React.ComponentProps<typeof Link>) {
  return <Link {...props} prefetch={false} />
}

/** What one has to know to read it. */
function notes({ since, to, strip, generatedUntil }: AgentHistory): string[] {
  const say = (time: string) => formatMoment(time, to)
  const begins = since === null ? WORDS.nothing : since > strip.from ? WORDS.since(say(since)) : null
  const isMadeUp = generatedUntil !== null && generatedUntil > strip.from
  return [begins, isMadeUp ? WORDS.generatedUntil(say(generatedUntil)) : null].flatMap((note) => note ?? [])
}
