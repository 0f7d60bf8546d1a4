import { z } from 'zod'
import type { AgentSays, Collection, RemotedSays } from '#lib/contract/agent-live.ts'
import { firstItem } from './answers.ts'
import { readTime } from './dates.ts'

/** Logs of one agent that are told of; some have thousands. */
const FILES_MAX = 200
const TEXT_MAX = 1024
const STATES = ['connected', 'pending', 'disconnected'] as const

/** Counters come as numbers; agents that copy their state file give text. */
const counter = z
  .union([z.number(), z.string().regex(/^\d{1,15}$/)])
  .transform(Number)
  .refine((value) => value >= 0 && value <= Number.MAX_SAFE_INTEGER)
  .transform(Math.trunc)
const word = z.string().max(TEXT_MAX).nullish().catch(null)

const statsItem = z.object({
  status: z.string().max(64),
  last_keepalive: word,
  last_ack: word,
  msg_count: counter,
  msg_sent: counter,
  msg_buffer: z.unknown(),
  buffer_enabled: z.boolean().nullish(),
})

/** `GET /agents/{id}/stats/agent`. */
export function agentSays(json: unknown): AgentSays | null {
  const item = statsItem.safeParse(firstItem(json))
  if (!item.success) return null
  const { status, last_keepalive, last_ack, msg_count, msg_sent, msg_buffer, buffer_enabled } = item.data
  const waiting = counter.safeParse(msg_buffer)
  const isEmpty = msg_buffer === null || msg_buffer === undefined || msg_buffer === '' || !waiting.success
  return {
    state: STATES.find((known) => known === status) ?? 'unknown',
    lastKeepAlive: localTime(last_keepalive),
    lastAck: localTime(last_ack),
    msgCount: msg_count,
    msgSent: msg_sent,
    msgBuffer: isEmpty ? null : waiting.data,
    bufferEnabled: buffer_enabled ?? !isEmpty,
  }
}

/** The manager labels the agent's local times as UTC; without the label they are what the agent said. */
function localTime(text: string | null | undefined): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})/.exec(text ?? '')
  const local = match ? `${match[1]}T${match[2]}` : null
  return local !== null && typeof readTime(`${local}Z`) === 'number' ? local : null
}

const remotedItem = z.object({
  timestamp: z.string(),
  agents: z
    .array(
      z.object({
        uptime: word,
        metrics: z.object({
          messages: z.object({
            received_breakdown: z.object({
              event: counter,
              control: counter,
              control_breakdown: z.object({ keepalive: counter }).nullish(),
            }),
            sent_breakdown: z.object({ ack: counter, discarded: counter }).nullish(),
          }),
        }),
      }),
    )
    .min(1),
})

/** `GET /agents/{id}/daemons/stats?daemons_list=wazuh-remoted`. */
export function remotedSays(json: unknown): RemotedSays | null {
  const item = remotedItem.safeParse(firstItem(json))
  const [own] = item.success ? item.data.agents : []
  const at = item.success ? isoOf(item.data.timestamp) : null
  if (!own || at === null) return null
  const { received_breakdown: received, sent_breakdown: sent } = own.metrics.messages
  return {
    at,
    since: isoOf(own.uptime),
    events: received.event,
    control: received.control,
    keepAlives: received.control_breakdown?.keepalive ?? 0,
    acks: sent?.ack ?? 0,
    discarded: sent?.discarded ?? 0,
  }
}

function isoOf(text: string | null | undefined): string | null {
  const read = typeof text === 'string' ? readTime(text) : null
  return typeof read === 'number' ? new Date(read).toISOString() : null
}

const files = z.object({
  start: word,
  end: word,
  files: z
    .array(
      z.object({
        location: z.string(),
        events: counter,
        bytes: counter,
        targets: z.array(z.object({ drops: counter })).nullish(),
      }),
    )
    .nullish(),
})
const collectionItem = z.object({ global: files, interval: files })

/** `GET /agents/{id}/stats/logcollector`. */
export function collection(json: unknown): Collection | null {
  const item = collectionItem.safeParse(firstItem(json))
  return item.success ? { global: toCollected(item.data.global), interval: toCollected(item.data.interval) } : null
}

function toCollected({ start, end, files: all }: z.infer<typeof files>): Collection['global'] {
  return {
    start: localTime(start),
    end: localTime(end),
    files: (all ?? []).slice(0, FILES_MAX).map(({ location, events, bytes, targets }) => ({
      location: location.slice(0, TEXT_MAX),
      events,
      bytes,
      drops: (targets ?? []).reduce((sum, { drops }) => sum + drops, 0),
    })),
  }
}
