import { Fragment } from 'react'
import { ExpectedCount } from '#components/marks/expected-count.tsx'
import { ListLink } from '#components/ui/list-link.tsx'
import { StatusMark } from '#components/ui/status-mark.tsx'
import { AGENT_STATUSES, type AgentStatus, STATUS_META } from '#lib/agent/status.ts'
import type { Evolution } from '#lib/contract/evolution.ts'
import type { Summary } from '#lib/contract/sync.ts'
import { formatCount, formatShare } from '#lib/format/numbers.ts'
import { TEXT } from '#lib/format/text.ts'
import type { Expr } from '#lib/query/ast.ts'
import { type Delta, deltaSince } from './deltas.ts'
import { hasTerm, toggleNotInSync, toggleTerm } from './filter.ts'

/** More than this share of all is worth a second look, from this many on. */
const LOUD_SHARE = 0.005
const LOUD_LEAST = 10

/**
 * How many of each status, and how many of the active ones in sync; each is a link that sets the condition or takes it away. While a
 * filter is set the counts are the filter's, and what changed is still told of the whole, and says so.
 */
export function Counts({
  summary,
  whole,
  ago,
  expr,
  hrefOf,
}: {
  summary: Summary
  /** Of everything in scope while a filter is set, else `null`; `undefined` until it is known. */
  whole: Summary | null | undefined
  ago: Evolution['ago'] | undefined
  expr: Expr
  hrefOf: (q: string) => string
}) {
  const { byStatus, activeBySync, total } = summary
  const shown = AGENT_STATUSES.filter(
    (status) => status !== 'unknown' || byStatus.unknown > 0 || hasTerm(expr, 'status', 'unknown'),
  )
  const known = activeBySync.synced + activeBySync.not_synced
  const notInSync = toggleNotInSync(expr)
  return (
    <ul className="counts mt-1">
      {shown.map((status) => {
        const { label, token } = STATUS_META[status]
        return (
          <li key={status}>
            <ListLink
              className="count"
              href={hrefOf(toggleTerm(expr, 'status', status))}
              aria-current={hasTerm(expr, 'status', status) ? 'true' : undefined}
            >
              <span className="meta flex items-center gap-1.5 font-medium text-secondary">
                <StatusMark token={token} />
                {label}
              </span>
              <span className="figure">{formatCount(byStatus[status])}</span>
            </ListLink>
            <Changes status={status} summary={summary} whole={whole} ago={ago} total={total} />
          </li>
        )
      })}
      <ExpectedCount count={summary.expectedDown} expr={expr} hrefOf={hrefOf} />
      <li>
        <ListLink className="count" href={hrefOf(notInSync.toggled)} aria-current={notInSync.isSet ? 'true' : undefined}>
          <span className="meta flex items-center gap-1.5 font-medium text-secondary">
            {TEXT.summary.inSync} <span className="font-normal">{TEXT.alarm.inSyncNote}</span>
          </span>
          <span className="figure">{formatShare(activeBySync.synced, known)}</span>
        </ListLink>
        <span className="meta text-secondary">{TEXT.summary.notInSync(activeBySync.not_synced)}</span>
      </li>
    </ul>
  )
}

function Changes({
  status,
  summary,
  whole,
  ago,
  total,
}: {
  status: AgentStatus
  summary: Summary
  whole: Summary | null | undefined
  ago: Evolution['ago'] | undefined
  total: number
}) {
  const of = whole === null ? summary : whole
  const deltas = of
    ? (['hour', 'day'] as const).flatMap((span) => {
        const delta = deltaSince(ago?.[span], status, of.byStatus[status])
        return delta ? [{ span: TEXT.alarm.deltas[span], delta }] : []
      })
    : []
  if (whole === null && deltas.length === 0)
    return (
      <span className="meta text-secondary">
        <span>{formatShare(summary.byStatus[status], total)}</span>
      </span>
    )
  const said = deltas.map(({ span, delta }, at) => {
    const isLoud = status !== 'active' && of !== undefined && isMuch(delta, of.total)
    return (
      <Fragment key={span}>
        {whole !== null && at > 0 && ', '}
        <span
          className={isLoud ? 'font-semibold text-primary' : undefined}
          title={delta.kind === 'between' ? TEXT.alarm.deltas.betweenTitle : undefined}
        >
          {sayDelta(delta, span)}
        </span>
      </Fragment>
    )
  })
  return (
    <span className="meta text-secondary">
      {whole && <span>{TEXT.alarm.deltas.of(whole.byStatus[status])}</span>}
      {whole === null
        ? said
        : deltas.length > 0 && (
            <span>
              {TEXT.alarm.deltas.whole}
              {said}
            </span>
          )}
    </span>
  )
}

function sayDelta(delta: Delta, span: string): string {
  const words = TEXT.alarm.deltas
  return delta.kind === 'exact' ? words.exact(delta.by, span) : words.between(delta.low, delta.high, span)
}

function isMuch(delta: Delta, total: number): boolean {
  return delta.kind === 'exact' && delta.by >= Math.max(LOUD_LEAST, LOUD_SHARE * total)
}
