import { Verdict } from '#components/events/verdict.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { useToday } from '#components/ui/use-today.ts'
import { useZone } from '#components/ui/use-zone.ts'
import { AGENT_STATUSES, STATUS_META } from '#lib/agent/status.ts'
import type { EventsReport } from '#lib/contract/events.ts'
import type { Evolution } from '#lib/contract/evolution.ts'
import type { Summary } from '#lib/contract/sync.ts'
import { formatShare } from '#lib/format/numbers.ts'
import { TEXT } from '#lib/format/text.ts'
import { formatMoment } from '#lib/format/time.ts'
import { deltaSince } from './deltas.ts'

type FirstPass = { rows: number; total: number } | 'uncounted' | null

/** The line that answers whether all is well, and the shares of it. */
export function SummaryHead({
  summary,
  events,
  ago,
  fleetTotal,
  filtered,
  firstPass,
  note,
  hrefOf,
}: {
  summary: Summary
  /** `null` when it can't be had: then nothing is judged. */
  events: EventsReport | null
  ago: Evolution['ago'] | undefined
  fleetTotal: number
  filtered: boolean
  firstPass: FirstPass
  /** What the counts are of. */
  note: React.ReactNode
  hrefOf: (q: string) => string
}) {
  const { total, byStatus, asOf, scope } = summary
  const [zone, today] = [useZone(), useToday()]
  const limited = scope.kind === 'limited'
  const day = deltaSince(ago?.day, 'disconnected', byStatus.disconnected)
  const when = firstPass === null && asOf !== null && (
    <Moment time={asOf}>{TEXT.summary.asOf(formatMoment(asOf, today, zone))}</Moment>
  )
  return (
    <>
      {events && !filtered && firstPass === null && total > 0 ? (
        <Verdict report={events} limited={limited} hrefOf={hrefOf}>
          {day?.kind === 'exact' && `${TEXT.alarm.versus(day.by)} `}
          <span className="inline-block text-tertiary first-letter:uppercase">{when}</span>
        </Verdict>
      ) : (
        <>
          <h1 tabIndex={-1} className="text-lead font-semibold tracking-tight text-balance sm:text-h2">
            {headline(summary, fleetTotal, filtered, firstPass)}
          </h1>
          <p className="mt-0.5 text-body text-secondary">
            {firstPass !== null && `${TEXT.summary.firstPassMore} `}
            {firstPass === null && total > 0 && `${say(summary, filtered)}, `}
            {when}
          </p>
        </>
      )}
      {note}
      {total > 0 && firstPass === null && (
        <div className="share mt-3" role="img" aria-label={TEXT.summary.bar(shares(summary))}>
          {AGENT_STATUSES.filter((status) => byStatus[status] > 0).map((status) => (
            <span key={status} data-s={STATUS_META[status].token} style={{ flexGrow: byStatus[status] }} />
          ))}
        </div>
      )}
    </>
  )
}

function headline({ total, byStatus, scope }: Summary, fleetTotal: number, filtered: boolean, firstPass: FirstPass): string {
  const text = TEXT.summary
  const limited = scope.kind === 'limited'
  if (firstPass === 'uncounted') return text.firstPassUncounted
  if (firstPass) return text.firstPass(firstPass.rows, firstPass.total)
  if (filtered) return text.filtered(total, Math.max(total, fleetTotal), limited)
  if (total === 0) return text.nothing(limited)
  const silent = total - byStatus.active
  return silent === 0 ? text.allReport(total, limited) : text.notReporting(silent, total, limited)
}

function say({ byStatus, total }: Summary, filtered: boolean): string {
  return filtered ? TEXT.summary.silentInFilter(byStatus.active, total) : TEXT.summary.reporting(byStatus.active, total)
}

function shares({ total, byStatus }: Summary): string {
  return AGENT_STATUSES.filter((status) => byStatus[status] > 0)
    .map((status) => `${STATUS_META[status].label} ${formatShare(byStatus[status], total)}`)
    .join(', ')
}
