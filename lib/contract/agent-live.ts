import { type Schema, z } from './zod.ts'

const time = z.iso.datetime()
const count = z.number().check(z.minimum(0))

/**
 * Why there is no answer to a question about one agent. Of the agent: `manager_itself` it is 000; the statuses that do not answer;
 * `too_old`; `silent` it is active and did not answer in time; `removed`. Of the question: `not_offered` the manager has no such call;
 * `not_run` the part of the agent that knows does not run; `no_inventory`. Of the asker: `no_permission`, `account_refused`.
 * Of the manager: `busy` too many requests, ours or others'; `blocked` log-ins; `unreachable`; `failing`; `unreadable` answers.
 */
export const NO_ANSWER_REASONS = [
  ...([
    'manager_itself',
    'disconnected',
    'pending',
    'never_connected',
    'unknown_status',
    'too_old',
    'silent',
    'removed',
  ] as const),
  ...(['not_offered', 'not_run', 'no_inventory', 'no_permission', 'account_refused'] as const),
  ...(['busy', 'blocked', 'unreachable', 'failing', 'unreadable'] as const),
] as const
export type NoAnswerReason = (typeof NO_ANSWER_REASONS)[number]

const noAnswer = z.object({
  kind: z.literal('none'),
  why: z.enum(NO_ANSWER_REASONS),
  /** The oldest version of an agent that answers this, for `too_old`. */
  minVersion: z.nullable(z.string()),
})
export type NoAnswer = z.infer<typeof noAnswer>

/** What was answered, when it was asked by our clock, and how long that took; or why there is nothing. */
export function answered<T extends Schema>(data: T) {
  return z.discriminatedUnion('kind', [z.object({ kind: z.literal('answer'), askedAt: time, tookMs: count, data }), noAnswer])
}

/** The same with the answer before it, for what has grown since, or to show instead; `null` when there is none of the last minutes. */
function repeated<T extends Schema>(data: T) {
  const before = z.nullable(z.object({ askedAt: time, data }))
  return z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('answer'), askedAt: time, tookMs: count, data, before }),
    z.extend(noAnswer, { before }),
  ])
}

/** What an agent says of itself. Its times are by its own clock in a zone that nobody tells: `2026-11-21T09:42:13`. */
export const agentSays = z.object({
  state: z.enum(['connected', 'pending', 'disconnected', 'unknown']),
  lastKeepAlive: z.nullable(z.string()),
  lastAck: z.nullable(z.string()),
  /** Events made, and messages sent (events and control messages), since its start. */
  msgCount: count,
  msgSent: count,
  /** Events that wait in its buffer. */
  msgBuffer: z.nullable(count),
  bufferEnabled: z.boolean(),
})
export type AgentSays = z.infer<typeof agentSays>

/** What the manager's `wazuh-remoted` has counted of one agent. Times by the manager's clock. */
export const remotedSays = z.object({
  at: time,
  /** Since when it counts. */
  since: z.nullable(time),
  events: count,
  control: count,
  keepAlives: count,
  acks: count,
  discarded: count,
})
export type RemotedSays = z.infer<typeof remotedSays>

/** `GET /api/agents/{manager}/{id}/live`. */
export const agentLive = z.object({
  manager: z.string(),
  id: z.string(),
  agent: repeated(agentSays),
  remoted: repeated(remotedSays),
  /** How many events the agent's buffer holds by its configuration; `null` when that is not known. */
  bufferSize: z.nullable(count),
  /** When asking again brings something new. */
  nextInSeconds: count,
})
export type AgentLive = z.infer<typeof agentLive>

const collected = z.object({
  start: z.nullable(z.string()),
  end: z.nullable(z.string()),
  files: z.array(z.object({ location: z.string(), events: count, bytes: count, drops: count })),
})

/** What an agent has collected of each log, since its start and in the last interval. Times as the agent gives them. */
export const collection = z.object({ global: collected, interval: collected })
export type Collection = z.infer<typeof collection>

/** `GET /api/agents/{manager}/{id}/collection`. */
export const agentCollection = z.object({ collection: answered(collection) })
export type AgentCollection = z.infer<typeof agentCollection>

/** Settings of one section, one a row in the order of the agent; what looks like a secret has the value `null`. */
export const configRows = z.array(z.object({ path: z.array(z.string()), value: z.nullable(z.string()) }))
export type ConfigRows = z.infer<typeof configRows>

/** Sections of the configuration that an agent has loaded, as the manager's API names them. */
export const CONFIG_SECTIONS = [
  ...(['agent/client', 'agent/buffer', 'agent/labels', 'logcollector/localfile', 'logcollector/socket'] as const),
  ...(['syscheck/syscheck', 'syscheck/rootcheck', 'wmodules/wmodules', 'com/active-response', 'com/logging'] as const),
] as const
export type ConfigSection = (typeof CONFIG_SECTIONS)[number]

/** `GET /api/agents/{manager}/{id}/config/{component}/{configuration}`. */
export const agentConfig = z.object({ section: z.enum(CONFIG_SECTIONS), config: answered(configRows) })
export type AgentConfig = z.infer<typeof agentConfig>
