import { Icon } from '#components/ui/icon.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { StatusMark } from '#components/ui/status-mark.tsx'
import { STATUS_META, toAgentStatus } from '#lib/agent/status.ts'
import type { TransitionItem } from '#lib/contract/agents.ts'
import { TEXT } from '#lib/format/text.ts'
import { formatMoment } from '#lib/format/time.ts'
import { fieldLabel, fieldValue, transitionTime } from '#lib/format/transition.ts'
import type { SectionProps } from './section-props.ts'

/** What changed, newest first, with the time between two passes in which it was seen. */
export function History({ detail: { transitions, asOf } }: SectionProps) {
  return (
    <section aria-labelledby="history" className="gutter py-4">
      <h2 id="history" className="mb-1 font-semibold">
        {TEXT.agent.history}
      </h2>
      {transitions.length === 0 ? (
        <p className="text-secondary">{TEXT.agent.historyEmpty}</p>
      ) : (
        <ol className="timeline">
          {transitions.map((transition) => (
            <Entry
              key={`${transition.field} ${transition.seenBy ?? ''} ${transition.to ?? ''}`}
              transition={transition}
              asOf={asOf}
            />
          ))}
        </ol>
      )}
    </section>
  )
}

function Entry({ transition, asOf }: { transition: TransitionItem; asOf: string | null }) {
  const { field, from, to } = transition
  const time = transitionTime(transition)
  const status = field === 'status' && to !== null ? STATUS_META[toAgentStatus(to)] : null
  return (
    <li data-s={status?.token}>
      <span className="text-tertiary">{time !== null && <Moment time={time}>{formatMoment(time, asOf)}</Moment>}</span>
      <span className="mark-cell inline-grid h-5 content-center justify-items-center self-start text-tertiary">
        {status ? <StatusMark token={status.token} /> : <Icon name="right" small />}
      </span>
      <p className="wrap-anywhere">
        <span className="font-semibold">{status ? status.label : fieldLabel(field)}</span>{' '}
        {status
          ? from !== null && <span className="text-secondary">{TEXT.agent.after(fieldValue(field, from))}</span>
          : field === 'dateAdd' && from === null
            ? fieldValue(field, to)
            : `${fieldValue(field, from)} ${TEXT.agent.to} ${fieldValue(field, to)}`}
        <span className="meta block text-tertiary">{seen(transition, asOf)}</span>
      </p>
    </li>
  )
}

/** How well the time is known, and when the agent was last heard before it. */
function seen({ at, seenAfter, seenBy, lastKeepAlive }: TransitionItem, asOf: string | null): string {
  const text = TEXT.agent
  const moment = (time: string) => formatMoment(time, asOf)
  const parts = [
    at === null ? '' : text.exactTime,
    seenBy === null ? '' : seenAfter === null ? text.seenBy(moment(seenBy)) : text.seenBetween(moment(seenAfter), moment(seenBy)),
    lastKeepAlive === null ? '' : text.heardAt(moment(lastKeepAlive)),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}
