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

const manager = z.object({ manager: z.string(), managerName: z.string() })

/**
 * `POST /api/resolve` with an alert's JSON: which endpoint it means. `other_name`: those with its id, none of which has or had the name
 * that it gives; `manager`: agent 000, which is the manager itself; `managers`: so it is, and nothing says of which; `none`: there is
 * none. Both without an answer come with those of the nearest names.
 */
export const resolved = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('one'), choice }),
  z.object({ kind: z.literal('several'), choices: z.array(choice), more: z.boolean() }),
  z.object({ kind: z.literal('other_name'), named: z.string(), choices: z.array(choice), nearest: z.array(choice) }),
  z.extend(manager, { kind: z.literal('manager') }),
  z.object({ kind: z.literal('managers'), managers: z.array(manager) }),
  z.object({ kind: z.literal('none'), nearest: z.array(choice) }),
])
export type Resolved = z.infer<typeof resolved>
