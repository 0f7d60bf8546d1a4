import { hash32 } from '../fleet/hash.ts'
import type { JsonObject } from '../wire/python-json.ts'
import { eventsBetween, keepAlivesBetween, lastHeard, startedAt } from './activity.ts'
import type { AgentView } from './agent-view.ts'

/** What an agent says of its own connection and messages; its times are local times that the manager labels as UTC. */
export function agentStats(agent: AgentView, nowSeconds: number): JsonObject {
  const heard = lastHeard(agent, nowSeconds)
  const started = startedAt(agent, nowSeconds)
  const isBuffered = hasBuffer(agent)
  const waiting = waitingEvents(agent, heard)
  const count = eventsBetween(agent, started, heard)
  return {
    status: 'connected',
    last_keepalive: isoZ(heard),
    last_ack: isoZ(Math.min(heard + (hash32(agent.number, heard, 62) % 2), Math.max(nowSeconds, heard))),
    msg_count: count,
    msg_sent: Math.max(0, count - waiting) + keepAlivesBetween(agent, started, heard) + 1,
    msg_buffer: waiting,
    buffer_enabled: isBuffered,
  }
}

function hasBuffer(agent: AgentView): boolean {
  return hash32(agent.number, 4, 62) % 40 !== 0
}

/** Events that were made and not sent yet. Most buffers are empty most of the time; one agent in a hundred floods its own. */
export function waitingEvents(agent: AgentView, at: number): number {
  if (!hasBuffer(agent)) return 0
  const draw = hash32(agent.number, Math.floor(at / 60), 63)
  if (hash32(agent.number, 5, 62) % 100 === 0) return 4200 + (draw % 801)
  return draw % 4 === 0 ? draw % 23 : 0
}

const logs: Record<string, readonly string[]> = {
  windows: ['Application', 'Security', 'System', 'active-response\\active-responses.log'],
  darwin: ['macos', '/Library/Ossec/logs/active-responses.log'],
  default: ['journald', '/var/ossec/logs/active-responses.log', '/var/log/dpkg.log', 'df -P', 'last -n 20'],
}

/** What an agent has collected from its logs, since its start and in the last minute. */
export function logcollectorStats(agent: AgentView, nowSeconds: number): JsonObject {
  const heard = lastHeard(agent, nowSeconds)
  const started = startedAt(agent, nowSeconds)
  const minute = Math.max(started, heard - 60)
  return { global: collected(agent, started, started, heard), interval: collected(agent, started, minute, heard) }
}

function collected(agent: AgentView, started: number, from: number, to: number): JsonObject {
  const files = (logs[agent.text('os_platform')] ?? logs.default ?? []).map((location, index) => {
    const share = index === 0 ? 1 : 1 / (4 * index + 3)
    const until = (at: number) => Math.floor((eventsBetween(agent, started, at) - 12) * share)
    const events = until(to) - (from === started ? 0 : until(from))
    const bytes = events * (72 + (hash32(agent.number, index, 64) % 90))
    return { location, events, bytes, targets: [{ name: 'agent', drops: 0 }] }
  })
  return { start: isoZ(from), end: isoZ(to), files }
}

/** `2026-11-21T09:42:13Z` from epoch seconds. */
export function isoZ(epochSeconds: number): string {
  return `${new Date(epochSeconds * 1000).toISOString().slice(0, 19)}Z`
}
