import { MANAGER_STATES } from './sync.ts'
import { z } from './zod.ts'

/** A manager that the person knows of, as every summary shows it too. */
const liveManager = z.object({
  id: z.string(),
  state: z.enum(MANAGER_STATES),
  asOf: z.nullable(z.iso.datetime()),
  lastSyncAt: z.nullable(z.iso.datetime()),
})

/** Why a stream ends: the session is over, the dashboard stops, or this reader does not read. */
export const LIVE_ENDS = ['session', 'stopping', 'slow'] as const

/**
 * What `GET /api/live` sends, as server-sent events named after `kind`. It says that something changed and never what: numbers that
 * count changes would tell of agents that the person may not see.
 */
export const liveEvent = z.discriminatedUnion('kind', [
  /** The first event. A reader that hears nothing for longer than three beats has lost the stream. */
  z.object({ kind: z.literal('hello'), beatSeconds: z.number(), managers: z.array(liveManager) }),
  z.object({
    kind: z.literal('change'),
    /** An agent in scope changed, came or went. */
    rows: z.boolean(),
    /** A pass over a manager ended, or its state is another one. */
    pass: z.boolean(),
    /** The person's own rights are other ones. */
    rights: z.boolean(),
    managers: z.array(liveManager),
  }),
  z.object({ kind: z.literal('beat') }),
  z.object({ kind: z.literal('end'), why: z.enum(LIVE_ENDS) }),
])
export type LiveEvent = z.infer<typeof liveEvent>
export type LiveManager = z.infer<typeof liveManager>
