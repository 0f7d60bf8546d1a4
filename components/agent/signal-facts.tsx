import { useNoticeTime } from '#components/shell/use-notice-time.ts'
import { Moment } from '#components/ui/moment.tsx'
import { useZone } from '#components/ui/use-zone.ts'
import { toStatusReason } from '#lib/agent/status.ts'
import type { AgentItem, TransitionItem } from '#lib/contract/agents.ts'
import { ageSecondsAt, formatAge } from '#lib/format/age.ts'
import { AGENT_TEXT } from '#lib/format/text-agent.ts'
import { HISTORY_TEXT } from '#lib/format/text-history.ts'
import { NOTICE_TEXT } from '#lib/format/text-notice.ts'
import { formatDateTime, formatMoment } from '#lib/format/time.ts'
import { Fact } from './fact.tsx'

const NAMES = AGENT_TEXT.facts
const WORDS = HISTORY_TEXT.signal

/** When it was last heard and how late that is, and when it was lost: by the manager's record, and as passes saw it. */
export function SignalFacts({
  agent,
  statusChange,
  managerName,
}: {
  agent: AgentItem
  /** The newest one: of those before only the history tells. */
  statusChange: TransitionItem | null
  managerName: string
}) {
  const zone = useZone()
  const { lastKeepAlive, disconnectionTime, seenAt, status, quiet } = agent
  const silent = ageSecondsAt(lastKeepAlive, seenAt)
  const heard = silent === null ? '' : WORDS[status === 'active' ? (quiet ? 'overdue' : 'onTime') : 'silent'](formatAge(silent))
  // A clean stop is known at once; of silence one wonders why it was noticed so late.
  const isLoss = toStatusReason(agent.statusCode) === 'no_keepalive'
  const notice = useNoticeTime(({ id }) => id === agent.manager)
  const late = notice === null ? '' : NOTICE_TEXT.own(managerName, notice)
  const declared = disconnectionTime === null ? null : ageSecondsAt(lastKeepAlive, disconnectionTime)
  const seen = status === 'disconnected' && statusChange?.to === 'disconnected' ? sayWhen(statusChange, zone) : null
  return (
    <>
      <Fact name={NAMES.lastKeepAlive} more={join(heard, quiet ? late : '')}>
        {lastKeepAlive === null ? null : <Moment time={lastKeepAlive}>{formatDateTime(lastKeepAlive, zone)}</Moment>}
      </Fact>
      {disconnectionTime !== null && (
        <Fact
          name={NAMES.disconnectionTime}
          more={declared === null ? '' : join(AGENT_TEXT.declaredLate(formatAge(declared)), isLoss ? late : '')}
        >
          <Moment time={disconnectionTime}>{formatDateTime(disconnectionTime, zone)}</Moment>{' '}
          <span className="text-tertiary">{WORDS.recorded}</span>
          {seen !== null && <span className="block text-tertiary">{seen}</span>}
        </Fact>
      )}
    </>
  )
}

const join = (...parts: string[]) => parts.filter((part) => part !== '').join('; ')

function sayWhen({ seenAfter, seenBy }: TransitionItem, zone: string | undefined): string | null {
  if (seenBy === null) return null
  const by = formatMoment(seenBy, seenBy, zone)
  return seenAfter === null ? WORDS.seenBy(by) : WORDS.seen(formatMoment(seenAfter, seenBy, zone), by)
}
