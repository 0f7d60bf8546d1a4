import { VERDICTS } from '#lib/insight/moment/state-at.ts'
import { z } from './zod.ts'

const time = z.iso.datetime()

/** When a change was: the manager's own time, or the two passes between which it was seen. */
const changeTime = z.object({ exact: z.nullable(time), after: z.nullable(time), by: time })

/** What a field was. `either`: the other value that it may have had, when it changed between the two passes around the moment. */
const claim = z.object({
  value: z.nullable(z.string()),
  either: z.nullable(z.object({ value: z.nullable(z.string()) })),
  /** The change that led into it, and the next one; `null` where none was seen. */
  since: z.nullable(changeTime),
  next: z.nullable(z.extend(changeTime, { to: z.nullable(z.string()) })),
})
export type Claim = z.infer<typeof claim>

const answer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('known'),
    /** What the manager's record said then. */
    said: z.object({
      status: claim,
      statusCode: claim,
      sync: claim,
      mergedSum: claim,
      configSum: claim,
      groups: claim,
      nodeName: claim,
      ip: claim,
      version: claim,
    }),
    /** What passes had brought by then, and the start of the last of them. */
    seen: z.nullable(z.object({ status: z.nullable(z.string()), sync: z.nullable(z.string()), at: time })),
    /** What is known now: `lib/insight/moment/state-at.ts`. */
    now: z.object({
      verdict: z.enum(VERDICTS),
      /** Last keep-alive before the moment where it is known exactly; else it was between these two passes, where there are any. */
      heardAt: z.nullable(time),
      heardFrom: z.nullable(time),
      heardTo: z.nullable(time),
      declaredAt: z.nullable(time),
      backBy: z.nullable(time),
    }),
    /** Nobody looked at the moment itself; what is said stood before and after it. */
    gap: z.boolean(),
  }),
  z.object({ kind: z.literal('before_history'), since: z.nullable(time) }),
  z.object({ kind: z.literal('not_enrolled'), enrolledAt: z.nullable(time) }),
  z.object({ kind: z.literal('not_seen_yet'), enrolledAt: time, seenBy: time }),
  z.object({ kind: z.literal('removing'), lastSeenAt: z.nullable(time), removedBy: time }),
  z.object({ kind: z.literal('removed'), lastSeenAt: z.nullable(time), removedBy: time }),
])

/** `GET /api/agents/{manager}/{id}/at?at=`: how the endpoint that had the id then stood at a moment. Times by the manager's clock. */
export const agentAt = z.object({
  manager: z.string(),
  id: z.string(),
  name: z.string(),
  at: time,
  /** `now` the endpoint is there; `removed` it is gone; `replaced` another endpoint has its id now. */
  place: z.enum(['now', 'removed', 'replaced']),
  /** The moment lies in the past that a demo invents. */
  generated: z.boolean(),
  answer,
})
export type AgentAt = z.infer<typeof agentAt>
export type MomentAnswer = AgentAt['answer']
