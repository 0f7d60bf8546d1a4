import { LIMITS } from './limits.ts'
import { lineOf } from './visible-text.ts'
import { z } from './zod.ts'

/** How much one act on endpoints may say, and on how many picked one by one it may be; by a filter it may be on all. */
export const MARK_LIMITS = { reasonLength: 200, agents: 500, days: 366 } as const

/** `manager/id` of endpoints picked one by one, or a query with the number of matches that the person was shown. */
const target = {
  agents: z.optional(
    z.array(z.string().check(z.regex(/^[^/]{1,64}\/\d{1,10}$/))).check(z.minLength(1), z.maxLength(MARK_LIMITS.agents)),
  ),
  q: z.optional(z.string().check(z.maxLength(LIMITS.queryLength))),
  total: z.optional(z.int().check(z.minimum(0))),
}

/** `POST /api/marks`: these endpoints are expected to be down until then, because. */
export const newMark = z.strictObject({
  ...target,
  reason: lineOf(MARK_LIMITS.reasonLength),
  until: z.iso.datetime({ offset: true }),
})
export type NewMark = z.input<typeof newMark>

/** `POST /api/marks/end`: these endpoints are not expected to be down any more. */
export const endMark = z.strictObject(target)
export type EndMark = z.input<typeof endMark>

/** How many endpoints it was done to, and of those asked for how many are not there or not to be seen. */
export const markResult = z.object({ agents: z.number(), missing: z.number() })
export type MarkResult = z.infer<typeof markResult>
