import { AGENT_STATUSES, STATUS_REASONS, SYNC_STATES } from '#lib/agent/status.ts'
import { STRIP_CELLS } from '#lib/insight/strip.ts'
import { FIELD_NAMES } from '#lib/query/fields.ts'
import { z } from './zod.ts'

const time = z.nullable(z.iso.datetime())
const precision = z.enum(['exact', 'observed', 'at_least'])

/** One agent as our API gives it; times are ISO 8601 in UTC. Shape: issue *Foundation*; names after the manager's API. */
export const agentItem = z.object({
  manager: z.string(),
  id: z.string(),
  name: z.string(),
  ip: z.nullable(z.string()),
  registerIp: z.nullable(z.string()),
  status: z.enum(AGENT_STATUSES),
  statusCode: z.nullable(z.number()),
  reason: z.enum(STATUS_REASONS),
  statusSince: time,
  statusSincePrecision: precision,
  groups: z.array(z.string()),
  os: z.object({
    name: z.nullable(z.string()),
    version: z.nullable(z.string()),
    platform: z.nullable(z.string()),
    arch: z.nullable(z.string()),
  }),
  version: z.nullable(z.string()),
  outdated: z.nullable(z.boolean()),
  nodeName: z.nullable(z.string()),
  managerHost: z.nullable(z.string()),
  dateAdd: time,
  lastKeepAlive: time,
  /** When the manager last told us of this agent; its silence is known for that moment. */
  seenAt: time,
  disconnectionTime: time,
  groupConfigStatus: z.enum(SYNC_STATES),
  syncSince: time,
  syncSincePrecision: precision,
  mergedSum: z.nullable(z.string()),
  configSum: z.nullable(z.string()),
  /** Active, but silent for longer than its keep-alives allow. */
  quiet: z.boolean(),
  /** Disconnected for so long that the list leaves it out while no filter is set. */
  gone: z.boolean(),
  /** Somebody said that it may be down; the rest is why, until when, who said it, and when. */
  expected: z.boolean(),
  expectedReason: z.nullable(z.string()),
  expectedUntil: time,
  expectedBy: z.nullable(z.string()),
  expectedAt: time,
  /** Changes of status that passes saw within the last 24 hours. */
  flaps: z.number(),
  /** What people call it here, and the tags they gave it; the manager knows neither. */
  alias: z.nullable(z.string()),
  tags: z.array(z.string()),
})
export type AgentItem = z.infer<typeof agentItem>

/** `GET /api/agents`. `position` is the 1-based place of the first row among `total`, 0 when there is none. */
export const agentsPage = z.object({
  items: z.array(agentItem),
  total: z.number(),
  position: z.number(),
  /** Opaque; pass as `after` for the next page, `null` on the last one. */
  after: z.nullable(z.string()),
  /** Opaque; pass as `before` for the previous page, `null` on the first one; `before=end` starts from the end. */
  before: z.nullable(z.string()),
  asOf: time,
})
export type AgentsPage = z.infer<typeof agentsPage>

/** One recorded change of one agent, seen between two passes. */
export const transitionItem = z.object({
  field: z.string(),
  from: z.nullable(z.string()),
  to: z.nullable(z.string()),
  /** The manager's own time of the change, where it gives one. */
  at: time,
  /** Our last pass that still saw the old value, and the first that saw the new one. */
  seenAfter: time,
  seenBy: time,
  lastKeepAlive: time,
})
export type TransitionItem = z.infer<typeof transitionItem>

/** `GET /api/agents/{manager}/{id}?transitions=20`. */
export const agentDetail = z.object({
  agent: agentItem,
  /** The newest change of its status; `null` when none was seen. */
  statusChange: z.nullable(transitionItem),
  /** Its newest changes, the newest first; all of them are told page by page under `/history`. */
  transitions: z.array(transitionItem),
  asOf: time,
})
export type AgentDetail = z.infer<typeof agentDetail>

/** `GET /api/agents/strips?agents=main/001,main/002`: the last 24 hours; agents that are not seen are left out. */
export const strips = z.object({
  strips: z.array(
    z.object({
      manager: z.string(),
      id: z.string(),
      /** End of the last cell; each is a quarter of an hour. */
      to: time,
      /** One letter a cell, the oldest first: `lib/insight/strip.ts`. */
      cells: z.string().check(z.length(STRIP_CELLS)),
      changes: z.number(),
      downSeconds: z.number(),
      unseenSeconds: z.number(),
    }),
  ),
})
export type Strips = z.infer<typeof strips>

/** `GET /api/agents/suggest?field=group&text=win&q=…`: values within the person's scope, the most fitting first. */
export const suggestions = z.object({
  field: z.enum(FIELD_NAMES),
  values: z.array(z.object({ value: z.string(), count: z.number() })),
})
export type Suggestions = z.infer<typeof suggestions>

/** `GET /api/agents/counts?q=…&q=…`: counts in the order of the queries. */
export const queryCounts = z.object({
  counts: z.array(z.object({ q: z.string(), count: z.number() })),
  /** After so many days of silence the list leaves a disconnected agent out while no filter is set. */
  goneAfterDays: z.number(),
  asOf: time,
})
export type QueryCounts = z.infer<typeof queryCounts>
