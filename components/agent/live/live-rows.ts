import { STATUS_META } from '#lib/agent/status.ts'
import type { AgentLive, AgentSays, RemotedSays } from '#lib/contract/agent-live.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { ageSecondsAt, formatAge } from '#lib/format/age.ts'
import { formatShare } from '#lib/format/numbers.ts'
import { LIVE_AGENT_TEXT as TEXT } from '#lib/format/text-live-agent.ts'
import { formatMoment, zoneOffset } from '#lib/format/time.ts'
import { ackMissing, bufferFill, connectionAgrees, eventsLost, growth, keepAliveFit } from '#lib/insight/live-compare.ts'
import { keepAlivePeriod, quietAfter } from '#lib/insight/quiet.ts'

/** A buffer that holds less of what it can is empty as far as anybody cares. */
const WORTH_SAYING = 0.1

/** One measure as the agent and its manager give it. `null` where one of them says nothing of it. */
export interface LiveRow {
  readonly measure: string
  readonly agent: string | null
  readonly manager: string | null
  readonly fit: string | null
  readonly differs: boolean
  /** Share that a small bar beside the agent's words shows. */
  readonly share?: number
}

/** An answer, or the last one where asking again found none. */
interface Said<T> {
  readonly askedAt: string
  readonly data: T
  readonly before: { readonly askedAt: string; readonly data: T } | null
}

/** What both sides say, measure by measure; empty when neither has said anything. @param zone of the reader; the machine's own without it */
export function liveRows(agent: AgentItem, live: AgentLive, zone?: string): LiveRow[] {
  const says = saidOf(live.agent)
  const remoted = saidOf(live.remoted)
  if (!says && !remoted) return []
  const rows = [connection(agent, says), keepAlive(agent, says, remoted, zone), ack(says, remoted), events(says, remoted)]
  return [...rows, messages(says, remoted, zone), ...(says ? [buffer(says.data, live.bufferSize)] : [])]
}

function saidOf<T>(part: { kind: 'none'; before: Said<T>['before'] | null } | (Said<T> & { kind: 'answer' })): Said<T> | null {
  if (part.kind === 'answer') return part
  return part.before && { ...part.before, before: null }
}

type Says = Said<AgentSays> | null
type Remoted = Said<RemotedSays> | null

function row(measure: string, agent: string | null, manager: string | null, fit: string | null = null, differs = false): LiveRow {
  return { measure, agent, manager, fit, differs }
}

function connection(agent: AgentItem, says: Says): LiveRow {
  const manager = STATUS_META[agent.status].label.toLowerCase()
  const agrees = says && connectionAgrees(says.data.state, agent.status)
  const fit = agrees === null ? null : agrees ? TEXT.agree : TEXT.differ
  return row(TEXT.rows.connection, says && TEXT.states[says.data.state], manager, fit, agrees === false)
}

function keepAlive(agent: AgentItem, says: Says, remoted: Remoted, zone: string | undefined): LiveRow {
  const { lastKeepAlive, seenAt, version } = agent
  const manager = lastKeepAlive === null ? TEXT.none : TEXT.received(formatMoment(lastKeepAlive, says?.askedAt ?? seenAt, zone))
  const measure = TEXT.rows.keepAlive
  if (!says) return row(measure, null, manager)
  const { lastKeepAlive: local } = says.data
  if (local === null)
    return row(measure, TEXT.never, manager, lastKeepAlive === null ? TEXT.agree : TEXT.differ, lastKeepAlive !== null)
  const fit = keepAliveFit(local, remoted?.data.at ?? says.askedAt, keepAlivePeriod(version))
  // Unless it is the reader's own: the other times here are.
  const own = fit && fit.zoneSeconds !== zoneOffset(says.askedAt, zone) ? ` (${TEXT.zone(fit.zoneSeconds)})` : ''
  const sent = `${TEXT.sent(local.slice(11))}${own}`
  if (!fit) return row(measure, sent, manager)
  const silent = ageSecondsAt(lastKeepAlive, seenAt)
  if (fit.offSeconds > -quietAfter(version) && silent !== null && silent > quietAfter(version))
    return row(measure, sent, manager, TEXT.notArrived(formatAge(silent)), true)
  if (!fit.agrees)
    return row(measure, sent, manager, fit.offSeconds > 0 ? TEXT.ahead(fit.offSeconds) : TEXT.behind(fit.offSeconds), true)
  return row(measure, sent, manager, fit.offSeconds > 0 ? `${TEXT.agree}, ${TEXT.ahead(fit.offSeconds)}` : TEXT.agree)
}

function ack(says: Says, remoted: Remoted): LiveRow {
  const local = says && (says.data.lastAck?.slice(11) ?? TEXT.never)
  const missing = says && ackMissing(says.data.lastKeepAlive, says.data.lastAck)
  const manager = remoted && TEXT.acks(remoted.data.acks)
  return row(TEXT.rows.ack, local, manager, missing === null ? null : TEXT.oneWay(formatAge(missing)), missing !== null)
}

function events(says: Says, remoted: Remoted): LiveRow {
  const lost = says ? eventsLost(says.data) : 0
  const agent = says && TEXT.made(says.data.msgCount)
  const manager = remoted && TEXT.eventsReceived(remoted.data.events)
  return row(TEXT.rows.events, agent, manager, lost > 0 ? TEXT.lost(lost) : null, lost > 0)
}

function messages(says: Says, remoted: Remoted, zone: string | undefined): LiveRow {
  const since = remoted?.data.since ? formatMoment(remoted.data.since, remoted.data.at, zone) : null
  const agent = says && TEXT.sentTotal(says.data.msgSent)
  const manager = remoted && TEXT.receivedTotal(received(remoted.data), since)
  if (remoted && remoted.data.discarded > 0)
    return row(TEXT.rows.messages, agent, manager, TEXT.discarded(remoted.data.discarded), true)
  const grown =
    says?.before && remoted?.before
      ? growth(
          { askedAt: says.askedAt, sent: says.data.msgSent, received: received(remoted.data) },
          { askedAt: says.before.askedAt, sent: says.before.data.msgSent, received: received(remoted.before.data) },
        )
      : null
  if (!grown) return row(TEXT.rows.messages, agent, manager)
  const { sent, received: got, seconds, agrees } = grown
  if (agrees) return row(TEXT.rows.messages, agent, manager, `${TEXT.agree}, ${TEXT.growing(sent, got, seconds)}`)
  return row(
    TEXT.rows.messages,
    agent,
    manager,
    sent > got ? TEXT.fewer(sent - got, seconds) : TEXT.more(got - sent, seconds),
    true,
  )
}

function buffer({ bufferEnabled, msgBuffer }: AgentSays, size: number | null): LiveRow {
  if (!bufferEnabled || msgBuffer === null) return row(TEXT.rows.buffer, TEXT.unbuffered, null)
  const fill = bufferFill(msgBuffer, size)
  const percent = formatShare(Math.min(msgBuffer, fill.size), fill.size)
  const fit = fill.warns ? TEXT.filling(percent) : fill.share >= WORTH_SAYING ? TEXT.full(percent) : null
  return { ...row(TEXT.rows.buffer, TEXT.waiting(msgBuffer, fill.size, fill.assumed), null, fit, fill.warns), share: fill.share }
}

function received({ events: own, control }: RemotedSays): number {
  return own + control
}
