import { AGENT_STATUSES } from '#lib/agent/status.ts'
import { z } from './zod.ts'

const time = z.nullable(z.iso.datetime())

/** One endpoint that may be meant. */
const choice = z.object({
  manager: z.string(),
  managerName: z.string(),
  id: z.string(),
  name: z.string(),
  ip: z.nullable(z.string()),
  status: z.enum(AGENT_STATUSES),
  enrolledAt: time,
  /** When it was gone by, `null` for one that is there. */
  removedBy: time,
  /** Path of its page, with the moment. */
  href: z.string(),
})
export type Choice = z.infer<typeof choice>

/**
 * `POST /api/resolve` with an alert's JSON: which endpoint it means. `manager`: agent 000, which is the manager itself; `none`: with
 * those of the nearest names.
 */
export const resolved = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('one'), choice }),
  z.object({ kind: z.literal('several'), choices: z.array(choice), more: z.boolean() }),
  z.object({ kind: z.literal('manager'), manager: z.string(), managerName: z.string() }),
  z.object({ kind: z.literal('none'), nearest: z.array(choice) }),
])
export type Resolved = z.infer<typeof resolved>
