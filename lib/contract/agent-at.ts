import { VERDICTS } from '#lib/insight/moment/state-at.ts'
import { z } from './zod.ts'

const time = z.iso.datetime()

/** When a change was: the manager's own time, or the two passes between which it was seen. */
const changeTime = z.object({ exact: time.nullable(), after: time.nullable(), by: time })

/** What a field was. `either`: the other value that it may have had, when it changed between the two passes around the moment. */
const claim = z.object({
  value: z.string().nullable(),
  either: z.object({ value: z.string().nullable() }).nullable(),
  /** The change that led into it, and the next one; `null` where none was seen. */
  since: changeTime.nullable(),
  next: changeTime.extend({ to: z.string().nullable() }).nullable(),
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
    seen: z.object({ status: z.string().nullable(), sync: z.string().nullable(), at: time }).nullable(),
    /** What is known now: `lib/insight/moment/state-at.ts`. */
    now: z.object({
      verdict: z.enum(VERDICTS),
      /** Last keep-alive before the moment where it is known exactly; else it was between these two passes, where there are any. */
      heardAt: time.nullable(),
      heardFrom: time.nullable(),
      heardTo: time.nullable(),
      declaredAt: time.nullable(),
      backBy: time.nullable(),
    }),
    /** Nobody looked at the moment itself; what is said stood before and after it. */
    gap: z.boolean(),
  }),
  z.object({ kind: z.literal('before_history'), since: time.nullable() }),
  z.object({ kind: z.literal('not_enrolled'), enrolledAt: time.nullable() }),
  z.object({ kind: z.literal('not_seen_yet'), enrolledAt: time, seenBy: time }),
  z.object({ kind: z.literal('removing'), lastSeenAt: time.nullable(), removedBy: time }),
  z.object({ kind: z.literal('removed'), lastSeenAt: time.nullable(), removedBy: time }),
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
