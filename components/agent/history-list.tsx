'use client'

import { Icon } from '#components/ui/icon.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { StatusMark } from '#components/ui/status-mark.tsx'
import { STATUS_META, statusReason, toAgentStatus } from '#lib/agent/status.ts'
import type { AgentHistory, HistoryGap } from '#lib/contract/agent-history.ts'
import { formatAge, formatDuration } from '#lib/format/age.ts'
import { TEXT } from '#lib/format/text.ts'
import { HISTORY_TEXT as WORDS } from '#lib/format/text-history.ts'
import { formatMoment } from '#lib/format/time.ts'
import { ElseChanged } from './else-changed.tsx'
import { type Entry, entriesOf } from './history-entries.ts'
import { sayChanges, sayTimes } from './history-words.ts'
import { MomentLink } from './moment-link.tsx'

/** Every change that was seen, newest first, with the gaps among them and the moment that is looked at. */
export function HistoryList({
  pages,
  at,
  hrefAt,
  onMore,
}: {
  pages: readonly AgentHistory[]
  /** Epoch milliseconds. */
  at: number | null
  hrefAt: (at: string) => string
  /** Fetches older changes; `null` when all are there. */
  onMore: (() => void) | null
}) {
  const [first] = pages
  if (!first) return null
  const entries = entriesOf(pages, at)
  const left = first.total - entries.reduce((sum, entry) => sum + (entry.kind === 'changes' ? entry.changes.length : 0), 0)
  const isEver = first.since !== null && first.since > first.strip.from
  return (
    <>
      {first.total === 0 && !first.removed && (
        <p className="py-2 text-secondary">{isEver ? WORDS.noChange.all : WORDS.noChange.range}</p>
      )}
      <ol className="timeline">
        {entries.map((entry) => (
          <Row key={keyOf(entry)} entry={entry} history={first} hrefAt={hrefAt} />
        ))}
      </ol>
      {onMore && (
        <button type="button" className="button mt-2" onClick={onMore}>
          {WORDS.more(left)}
        </button>
      )}
    </>
  )
}

/** Two passes may place what they saw at one time. */
function keyOf(entry: Entry): string {
  return `${entry.kind} ${entry.time} ${entry.kind === 'changes' ? entry.changes[0]?.seenBy : ''}`
}

function Row({ entry, history, hrefAt }: { entry: Entry; history: AgentHistory; hrefAt: (at: string) => string }) {
  const time = new Date(entry.time).toISOString()
  const status = entry.kind === 'changes' ? entry.changes.find(({ field }) => field === 'status') : undefined
  const token = entry.kind === 'gap' ? 'unknown' : status?.to ? STATUS_META[toAgentStatus(status.to)].token : undefined
  return (
    <li
      data-s={token}
      className={entry.kind === 'moment' ? 'here' : undefined}
      aria-current={entry.kind === 'moment' || undefined}
    >
      <span className="text-tertiary">
        <Moment time={time}>
          {entry.kind === 'moment' ? (
            formatMoment(time, history.to)
          ) : (
            <MomentLink className="hover:underline" href={hrefAt(time)} aria-label={WORDS.showAt(formatMoment(time, history.to))}>
              {formatMoment(time, history.to)}
            </MomentLink>
          )}
        </Moment>
      </span>
      <span className="mark-cell inline-grid h-5 content-center justify-items-center self-start text-tertiary">
        {token ? <StatusMark token={token} /> : <Icon name={entry.kind === 'moment' ? 'clock' : 'right'} small />}
      </span>
      <div className="entry">
        <Words entry={entry} history={history} />
      </div>
    </li>
  )
}

function Words({ entry, history: { manager, id } }: { entry: Entry; history: AgentHistory }) {
  // The day stands before it already.
  const say = (time: string) => formatMoment(time, new Date(entry.time).toISOString())
  switch (entry.kind) {
    case 'moment':
      return <b className="font-semibold">{WORDS.moment}</b>
    case 'gap':
      return <Gap gap={entry.gap} say={say} />
    case 'removed': {
      const { lastSeenAt, removedBy } = entry
      return (
        <div>
          <b className="font-semibold">{WORDS.removed}</b>
          <span className="meta block text-tertiary">
            {lastSeenAt === null ? WORDS.by(say(removedBy)) : WORDS.removedBetween(say(lastSeenAt), say(removedBy))}
          </span>
        </div>
      )
    }
    case 'changes': {
      const { changes, lasted } = entry
      const [main] = changes
      const code = changes.find(({ field }) => field === 'status_code')
      const reason = code?.to && code.to !== '0' && main?.field === 'status' ? statusReason(Number(code.to)) : null
      return (
        <>
          <div>
            {sayChanges(changes).map(({ head, rest }) => (
              <span key={`${head} ${rest}`} className="block">
                <b className="font-semibold">{head}</b> <span className="text-secondary">{rest}</span>
              </span>
            ))}
            <p className="meta text-tertiary">
              {[
                reason,
                lasted && WORDS.after(formatAge(lasted.seconds), lasted.exact, STATUS_META[toAgentStatus(lasted.status)].label),
                main && sayTimes(main, say),
              ]
                .filter((part) => part)
                .join(' · ')}
            </p>
          </div>
          {main?.seenBy && <ElseChanged manager={manager} id={id} after={main.seenAfter} by={main.seenBy} />}
        </>
      )
    }
  }
}

function Gap({ gap, say }: { gap: HistoryGap; say: (time: string) => string }) {
  const { from, to, seconds, reason } = gap
  const isPlaced = Math.abs((Date.parse(to) - Date.parse(from)) / 1000 - seconds) < 1
  return (
    <div>
      <b className="font-semibold">{isPlaced ? WORDS.noData(say(to)) : WORDS.noDataWithin(formatDuration(seconds))}.</b>{' '}
      <span className="inline-block text-secondary first-letter:uppercase">{TEXT.chart.gap[reason]}</span>
      <span className="meta block text-tertiary">
        {isPlaced ? WORDS.gapCounts : `${WORDS.gapPlace(say(from), say(to))}, ${WORDS.gapCounts}`}
      </span>
    </div>
  )
}
