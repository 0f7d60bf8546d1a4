'use client'

import { isOld } from '#components/shell/freshness.ts'
import { useFreshness } from '#components/shell/use-freshness.ts'
import { useNoticeTime } from '#components/shell/use-notice-time.ts'
import { ListLink } from '#components/ui/list-link.tsx'
import { StatusMark } from '#components/ui/status-mark.tsx'
import { useZone } from '#components/ui/use-zone.ts'
import type { EventsReport } from '#lib/contract/events.ts'
import { TEXT } from '#lib/format/text.ts'
import { NOTICE_TEXT } from '#lib/format/text-notice.ts'
import type { AlarmLevel } from '#lib/insight/alarm.ts'
import { type Said, verdictOf } from './verdict-parts.ts'

const MARK = { fine: 'active', attention: 'pending', alarm: 'disconnected', unknown: 'unknown' } as const satisfies Record<
  AlarmLevel,
  string
>

/**
 * “Are we fine?” in one sentence: a level in words and by its mark, and why, the worst first. Data that has grown old makes it
 * unknown at once, whatever the last answer said.
 */
export function Verdict({
  report,
  limited,
  hrefOf,
  children,
}: {
  report: EventsReport
  limited: boolean
  hrefOf: (q: string) => string
  /** Further words of the second line. */
  children?: React.ReactNode
}) {
  const { each, worst } = useFreshness()
  const notice = useNoticeTime()
  const aged = isOld(worst) && each.every(isOld)
  const timeZone = useZone()
  const takes = notice ? NOTICE_TEXT.takes(notice) : ''
  const { level, head, more } = verdictOf(report, { limited, aged, takes, ...(timeZone === undefined ? {} : { timeZone }) })
  return (
    <>
      <h1 tabIndex={-1} className="verdict text-lead font-semibold tracking-tight text-balance sm:text-h2" data-level={level}>
        <span className="verdict-level">
          <StatusMark token={MARK[level]} />
          {TEXT.alarm.levels[level]}
        </span>{' '}
        <Sentence said={head} hrefOf={hrefOf} />
      </h1>
      <p className="mt-0.5 text-body text-secondary">
        {more.map((said) => (
          <span key={said[0] + said[1]}>
            <Sentence said={said} hrefOf={hrefOf} />{' '}
          </span>
        ))}
        {children}
      </p>
    </>
  )
}

function Sentence({ said: [linked, rest, q], hrefOf }: { said: Said; hrefOf: (q: string) => string }) {
  if (q === null) return linked + rest
  return (
    <>
      <ListLink className="said" href={hrefOf(q)}>
        {linked}
      </ListLink>
      {rest}
    </>
  )
}
