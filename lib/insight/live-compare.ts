/** How what an agent says fits what its manager says. Counters and times as the contract of the live answers has them. */

/** Agents whose clocks differ by less agree; keep-alives travel, and both sides round to seconds. */
const CLOCK_SLACK_SECONDS = 5
/** Zones differ by quarters of an hour. */
const QUARTER_SECONDS = 900
const ZONE_MAX_SECONDS = 14 * 3600
/** An agent waits this long for an acknowledgement before it tries another manager. Source: agent configuration, `time-reconnect`. */
const ACK_SECONDS = 60
/** A buffer this full is what the agent itself warns of. Source: agent internal options, `agent.warn_level`. */
const WARN_SHARE = 0.9
/** Events that a buffer holds unless it is configured otherwise. Source: agent configuration, `client_buffer`. */
export const BUFFER_DEFAULT = 5000
/** Both sides are asked one after the other, so that some messages are always on their way. */
const ON_THE_WAY = 20
const ON_THE_WAY_SHARE = 0.1

/** Whether the agent's own view of its connection fits the status that the manager lists. */
export function connectionAgrees(state: 'connected' | 'pending' | 'disconnected' | 'unknown', status: string): boolean | null {
  if (state === 'unknown' || status === 'unknown') return null
  return (state === 'connected') === (status === 'active')
}

export interface KeepAliveFit {
  /** The agent's zone, as far as it can be told: seconds ahead of UTC. */
  readonly zoneSeconds: number
  /** How far its last keep-alive lies beyond what its period explains: positive when its clock is ahead. */
  readonly offSeconds: number
  readonly agrees: boolean
}

/**
 * Places the agent's last keep-alive, which is by its own clock in a zone that nobody tells. An agent that keeps in touch sent it within
 * the last period, so the nearest quarter of an hour is its zone and the rest is its clock, or a keep-alive that is old.
 * @param local `2026-11-21T09:42:13` @param askedAt ISO 8601, the manager's clock
 */
export function keepAliveFit(local: string, askedAt: string, periodSeconds: number): KeepAliveFit | null {
  const ahead = (Date.parse(`${local}Z`) - Date.parse(askedAt)) / 1000
  if (!Number.isFinite(ahead)) return null
  const middle = ahead + periodSeconds / 2
  // Adding 0 makes 0 of -0.
  const nearest = Math.round(middle / QUARTER_SECONDS) * QUARTER_SECONDS + 0
  const zoneSeconds = Math.abs(nearest) <= ZONE_MAX_SECONDS ? nearest : 0
  const rest = ahead - zoneSeconds
  const offSeconds = rest > 0 ? rest : Math.min(0, rest + periodSeconds)
  return { zoneSeconds, offSeconds: Math.round(offSeconds), agrees: Math.abs(offSeconds) <= CLOCK_SLACK_SECONDS }
}

/** Seconds by which the last acknowledgement is older than the last keep-alive, when that is too long: messages go one way only. */
export function ackMissing(lastKeepAlive: string | null, lastAck: string | null): number | null {
  if (lastKeepAlive === null || lastAck === null) return null
  const seconds = (Date.parse(`${lastKeepAlive}Z`) - Date.parse(`${lastAck}Z`)) / 1000
  return seconds > ACK_SECONDS ? seconds : null
}

/** Events that the agent made and that were neither sent nor wait to be: at least so many are lost. */
export function eventsLost({
  msgCount,
  msgSent,
  msgBuffer,
}: {
  msgCount: number
  msgSent: number
  msgBuffer: number | null
}): number {
  return Math.max(0, msgCount - msgSent - (msgBuffer ?? 0))
}

/** How full a buffer is, and whether the agent would warn of it. */
export function bufferFill(
  waiting: number,
  size: number | null,
): { share: number; size: number; assumed: boolean; warns: boolean } {
  const own = size ?? BUFFER_DEFAULT
  const share = own > 0 ? Math.min(1, waiting / own) : 1
  return { share, size: own, assumed: size === null, warns: share >= WARN_SHARE }
}

interface Counted {
  readonly askedAt: string
  readonly sent: number
  readonly received: number
}

export interface Growth {
  /** Messages that the agent has sent and that the manager has received since the answer before. */
  readonly sent: number
  readonly received: number
  readonly seconds: number
  readonly agrees: boolean
}

/** What both sides counted between two answers; `null` when one of them has started to count anew, or no time has passed. */
export function growth(now: Counted, before: Counted): Growth | null {
  const seconds = (Date.parse(now.askedAt) - Date.parse(before.askedAt)) / 1000
  const sent = now.sent - before.sent
  const received = now.received - before.received
  if (!(seconds > 0) || sent < 0 || received < 0) return null
  const slack = Math.max(ON_THE_WAY, ON_THE_WAY_SHARE * Math.max(sent, received))
  return { sent, received, seconds, agrees: Math.abs(sent - received) <= slack }
}
