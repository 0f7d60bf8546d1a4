import { HISTORY_RANGES } from '#lib/insight/history/ranges.ts'
import { GAP_REASONS } from '#lib/insight/timeline.ts'
import { transitionItem } from './agents.ts'
import { z } from './zod.ts'

const time = z.iso.datetime()

/** How long the endpoint was what over one range; the seconds add up to it. */
const availability = z.object({
  range: z.enum(HISTORY_RANGES),
  from: time,
  upSeconds: z.number(),
  /** From the last keep-alive on, not from when it was declared. */
  downSeconds: z.number(),
  /** Nobody looked, or what was seen leaves it open; never counted as up. */
  unknownSeconds: z.number(),
  /** Before it was registered or first connected, before our history began, after it was removed. */
  outsideSeconds: z.number(),
})
export type Availability = z.infer<typeof availability>

/** A stretch in which nobody saw the manager; it lies within `from` and `to`, and fills them when `seconds` is their distance. */
const gap = z.object({ from: time, to: time, seconds: z.number(), reason: z.enum(GAP_REASONS) })
export type HistoryGap = z.infer<typeof gap>

/**
 * `GET /api/agents/{manager}/{id}/history?range=24h|7d|30d|1y&of=&limit=&after=`: what the endpoint was over a range that ends now, or when
 * it was removed. `of` is a moment: the history is that of the endpoint which had the id then. Times by the manager's clock.
 */
export const agentHistory = z.object({
  manager: z.string(),
  id: z.string(),
  name: z.string(),
  range: z.enum(HISTORY_RANGES),
  /** End of all that is told. */
  to: time,
  /** Since when anything is recorded of it; `null` when nothing is. */
  since: z.nullable(time),
  /** Until when the past was made up rather than seen; `null` everywhere but in the demo. */
  generatedUntil: z.nullable(time),
  removed: z.nullable(z.object({ lastSeenAt: z.nullable(time), removedBy: time })),
  strip: z.object({
    from: time,
    cellSeconds: z.number(),
    /** One letter a cell, the oldest first: `lib/insight/strip.ts`. The last one may reach beyond `to`. */
    cells: z.string(),
  }),
  /** For each range, whichever was asked for. */
  availability: z.array(availability),
  /** Within the range, the oldest first. */
  gaps: z.array(gap),
  /** How many transitions there are in the range; `transitions` are the newest of them, or those before `after`. */
  total: z.number(),
  transitions: z.array(transitionItem),
  /** Opaque; pass as `after` for older ones, `null` on the last page. */
  after: z.nullable(z.string()),
})
export type AgentHistory = z.infer<typeof agentHistory>
