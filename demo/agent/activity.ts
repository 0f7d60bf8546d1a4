import { chance, hash32 } from '../fleet/hash.ts'
import type { AgentView } from './agent-view.ts'

const HOUR = 3600
const DAY = 24 * HOUR

/** The last moment at which the agent is known to have lived (epoch seconds); the manager itself lives now. */
export function lastHeard(agent: AgentView, nowSeconds: number): number {
  return agent.isManager || agent.lastKeepAlive === 0 ? nowSeconds : Math.min(agent.lastKeepAlive, nowSeconds)
}

/** Since when an agent's daemons have been running (epoch seconds): since it connected or, if that is long ago, its last reboot. */
export function startedAt(agent: AgentView, nowSeconds: number): number {
  const heard = lastHeard(agent, nowSeconds)
  const period = (3 + (hash32(agent.number, 1, 61) % 30)) * DAY
  const phase = hash32(agent.number, 2, 61) % period
  const reboot = Math.floor((heard - phase) / period) * period + phase
  return Math.min(Math.max(reboot, agent.connectedAt, Number(agent.read('date_add') ?? 0)), heard)
}

/** Since when the manager's daemons have been counting what this agent sends (epoch seconds). */
export function countedSince(agent: AgentView, nowSeconds: number): number {
  const heard = lastHeard(agent, nowSeconds)
  return Math.max(Math.floor(heard / (9 * DAY)) * 9 * DAY, startedAt(agent, nowSeconds))
}

/** Events between two moments: a few dozen an hour from a quiet agent, some thousand from a busy one. */
export function eventsBetween(agent: AgentView, from: number, to: number): number {
  const perHour = Math.floor(40 * 10 ** (2.2 * chance(agent.number, 3, 61)))
  return 12 + Math.floor((Math.max(0, to - from) * perHour) / HOUR)
}

/** Keep-alives between two moments. */
export function keepAlivesBetween(agent: AgentView, from: number, to: number): number {
  return 1 + Math.floor(Math.max(0, to - from) / agent.keepAliveSeconds)
}
