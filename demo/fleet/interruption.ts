import type { AgentRow, Beat } from './columns.ts'
import { hash32 } from './hash.ts'

/** An agent was told to restart, or only to connect anew. */
export interface Interruption {
  readonly kind: 'restart' | 'reconnect'
  /** Epoch seconds. */
  readonly at: number
}

/** What an interruption changes, out of what the agent would do otherwise. */
export interface Undisturbed extends Beat {
  readonly status: unknown
  /** Epoch seconds. */
  readonly lastKeepAlive: number
  /** Whether its keep-alives go on by themselves. */
  readonly isLiving: boolean
}

const SLOWEST_START_SECONDS = 3
const LONGEST_ABSENCE_SECONDS = 10

/** Seconds after which an interruption of a living agent no longer shows. */
export const INTERRUPTION_SECONDS = SLOWEST_START_SECONDS + LONGEST_ABSENCE_SECONDS + 2 * 20 + 1

/**
 * The cells that differ because of an interruption: a restart is a shutdown message, some seconds of silence, a
 * start-up (pending) and after one interval the first keep-alive; to reconnect is the same without the shutdown.
 * Nothing before the message arrives, nor when the agent has gone away or connected anew for another reason.
 */
export function interrupted(order: Interruption, agent: Undisturbed, now: number): AgentRow | undefined {
  const draw = hash32(agent.salt, order.at, 41)
  const left = order.at + 1 + (draw % SLOWEST_START_SECONDS)
  const isConnected = agent.status === 'active' || agent.status === 'pending'
  if (now < left || !isConnected || agent.connectedAt > order.at) return undefined
  const back = order.kind === 'restart' ? left + 2 + ((draw >>> 8) % (LONGEST_ABSENCE_SECONDS - 1)) : left
  const { keepAliveSeconds: every, lastKeepAlive: last } = agent
  if (now < back) {
    const before = last <= left ? last : last - Math.ceil((last - left) / every) * every
    return { connection_status: 'disconnected', status_code: 3, disconnection_time: left, last_keepalive: before }
  }
  const first = back + every
  const started = { status_code: 0, disconnection_time: 0 }
  if (now < first) return { ...started, connection_status: 'pending', last_keepalive: back }
  if (agent.isLiving && last >= first) return undefined
  return { ...started, connection_status: 'active', last_keepalive: first }
}
