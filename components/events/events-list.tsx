'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { NowWord } from '#components/shell/now-word.tsx'
import { useNoticeTime } from '#components/shell/use-notice-time.ts'
import { ListLink } from '#components/ui/list-link.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { useZone } from '#components/ui/use-zone.ts'
import type { EventsReport } from '#lib/contract/events.ts'
import { TEXT } from '#lib/format/text.ts'
import { NOTICE_TEXT } from '#lib/format/text-notice.ts'
import { eventWords } from './event-words.ts'

/** Changes that many endpoints made together, one sentence each, the newest first; and those that are quiet now. */
export function EventsList({
  query,
  hrefOf,
  momentHref,
}: {
  query: UseQueryResult<EventsReport>
  hrefOf: (q: string) => string
  /** To all that changed around a moment, ISO 8601. */
  momentHref: (at: string) => string
}) {
  const words = TEXT.alarm.events
  const { data } = query
  const notice = useNoticeTime()
  const zone = useZone()
  const quiet = data?.alarm.parts.find((part) => part.kind === 'quiet')
  // A return that ends a loss is told with the loss.
  const events = data?.events.filter(({ returnOf }) => returnOf === null) ?? []
  return (
    <section className="past-side" aria-labelledby="together">
      <div className="past-head">
        <h2 id="together" className="font-semibold">
          {words.title}
        </h2>
        <span className="meta text-secondary">{words.titleNote}</span>
      </div>
      {query.isPending ? (
        <div className="late" aria-hidden="true">
          <span className="bone my-2 w-4/5" />
          <span className="bone my-2 w-3/5" />
        </div>
      ) : !data ? (
        <p className="meta mt-1 text-secondary">{words.failed}</p>
      ) : events.length === 0 && !quiet ? (
        <p className="meta mt-1 text-secondary">{data.asOf === null ? words.notWatched : words.nothing}</p>
      ) : (
        <ol className="events">
          {quiet && (
            <li>
              <span className="when">
                <NowWord old={TEXT.alarm.past} />
              </span>
              <p>
                <ListLink className="event-link" href={hrefOf('quiet=true')}>
                  {words.quiet(quiet.quiet)[0]}
                </ListLink>
                {words.quiet(quiet.quiet)[1]}
              </p>
              <p className="meta text-secondary">{NOTICE_TEXT.notYet(notice)}</p>
            </li>
          )}
          {events.map((event) => {
            const { subject, verb, after, more, time } = eventWords(event, zone)
            return (
              <li key={`${event.direction} ${event.from} ${subject}`}>
                <span className="when">
                  <Moment time={event.from}>{time}</Moment>
                </span>
                <p>
                  {/* Of one that is over nobody is as it left them: what changed then says who they were. */}
                  <ListLink className="event-link" href={event.q === null ? momentHref(event.to) : hrefOf(event.q)}>
                    {subject}
                  </ListLink>{' '}
                  {verb}
                  {after !== '' && `, ${after}`}
                </p>
                {more !== '' && <p className="meta text-secondary">{more}</p>}
              </li>
            )
          })}
        </ol>
      )}
    </section>
  )
}
