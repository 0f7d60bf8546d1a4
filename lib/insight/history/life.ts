import { type AgentStatus, toAgentStatus } from '#lib/agent/status.ts'
import { boundsOf, type Change, exactTime } from '../moment/field-at.ts'
import type { EndpointPast } from '../moment/state-at.ts'

/**
 * What an endpoint was. `silent`: the manager still said that it was there, but it was not heard any more; `unsure`: it changed between
 * two passes and may have been either; `absent`: not registered, or removed; `before`: nothing was recorded yet.
 */
export type LifeState = AgentStatus | 'silent' | 'unsure' | 'absent' | 'before'

/** From `from` up to, but without, `to`; epoch milliseconds on the manager's clock. */
export interface LifeSpan {
  readonly state: LifeState
  readonly from: number
  readonly to: number
  /** The record itself tells it, whether or not a pass looked: that nothing was heard between the last keep-alive and its reading. */
  readonly proven: boolean
}

/** What is kept of one endpoint, as far as its connection goes. */
export interface Life extends Omit<EndpointPast, 'current' | 'disconnectedAt'> {
  readonly current: { readonly status: string | null }
}

/**
 * What an endpoint was from one time to another, in order and without holes; what `stateAt` says of each moment up to its last reading.
 * @param since from when its manager is watched
 */
export function lifeOf(life: Life, since: number | null, from: number, to: number): LifeSpan[] {
  const { dateAdd, removed, changes } = life
  const line = new Line(from, to)
  if (dateAdd !== null) line.add('absent', dateAdd)
  line.add('before', since ?? to)
  // Only endpoints that came after the first pass begin with their enrolment.
  const first = changes.find(({ field }) => field === 'dateAdd')
  if (first) {
    line.add('absent', (dateAdd ?? first.at) === null ? first.seenAt : (first.afterAt ?? from))
    line.add('unsure', first.seenAt)
  }
  for (const change of changes) if (change.field === 'status') addChange(line, change)
  addPresent(line, life, removed ? (removed.lastAt ?? removed.removedAt) : to)
  if (removed) {
    line.add('unsure', removed.removedAt)
    line.add('absent', to)
  }
  return line.spans
}

/** The time up to one change of status, and what its reading tells of the time before it. */
function addChange(line: Line, change: Change): void {
  const [start, end] = boundsOf(change)
  const was = toAgentStatus(change.from ?? '')
  const isLoss = change.to === 'disconnected'
  const heard = isLoss ? change.lastKeepAlive : null
  const wasThere = was === 'active' || was === 'pending'
  const silentFrom = heard === null || was === 'disconnected' ? end : wasThere ? heard : Math.max(heard, start)
  line.add(was, Math.min(start, silentFrom))
  line.add('unsure', Math.min(end, silentFrom))
  line.add('silent', end, true)
  if (isLoss && (heard !== null || exactTime(change) !== null)) line.add('disconnected', change.seenAt, true)
}

/** The time since the last change, as the newest reading tells it. */
function addPresent(line: Line, { current, lastKeepAlive, readAt, quietMs }: Life, to: number): void {
  const status = toAgentStatus(current.status ?? '')
  if (lastKeepAlive !== null && readAt !== null) {
    if (status === 'disconnected') {
      line.add(status, lastKeepAlive)
      line.add(status, Math.min(readAt, to), true)
    } else if ((status === 'active' || status === 'pending') && readAt - lastKeepAlive > quietMs) {
      line.add(status, lastKeepAlive)
      line.add('silent', Math.min(readAt, to), true)
      line.add('silent', to)
    }
  }
  line.add(status, to)
}

type Open = Omit<LifeSpan, 'to'> & { to: number }

/** Spans that follow each other; each reaches from the end of the one before. */
class Line {
  readonly #spans: Open[] = []
  readonly #to: number
  #end: number

  constructor(from: number, to: number) {
    this.#end = from
    this.#to = to
  }

  add(state: LifeState, until: number, proven = false): void {
    const from = this.#end
    const to = Math.min(until, this.#to)
    if (to <= from) return
    this.#end = to
    const last = this.#spans[this.#spans.length - 1]
    if (last?.state === state && last.proven === proven) last.to = to
    else this.#spans.push({ state, from, to, proven })
  }

  get spans(): LifeSpan[] {
    return this.#spans
  }
}
