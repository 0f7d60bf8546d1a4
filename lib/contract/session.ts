import { LIMITS } from './limits.ts'
import { z } from './zod.ts'

/** `POST /api/session`, and `POST /api/session/managers` for an account at another manager in the same session. Empty and non-string passwords are refused here, before anything else looks at them. */
export const signIn = z.strictObject({
  username: z.string().min(1).max(LIMITS.userNameLength),
  password: z.string().min(1).max(LIMITS.passwordLength),
  manager: z.string().min(1).max(64).optional(),
})

/** What limits a person's sight, for a sentence: `only` what is named, or everything `except` some. The first names of many. */
const sightLimits = z.object({
  kind: z.enum(['only', 'except']),
  groups: z.array(z.string()),
  groupCount: z.number(),
  agentCount: z.number(),
})

/** `GET /api/session`: what a browser may know of its own session. */
export const sessionInfo = z.object({
  username: z.string(),
  manager: z.string(),
  managerName: z.string(),
  expiresAt: z.iso.datetime(),
  /** How many of the manager's agents the account's rights show; with `nothing` every call for data answers `no_permission`. */
  sees: z.enum(['all', 'limited', 'nothing']),
  /** Equal while the rights are; it says nothing of what they are. */
  rights: z.string(),
  /** Set for `limited`. */
  limits: sightLimits.nullable(),
  /** Every configured manager, and who the person is there; `null` where they have not signed in and see nothing. */
  managers: z.array(z.object({ id: z.string(), name: z.string(), username: z.string().nullable() })),
  /** The account may read the manager's own users and roles. */
  administrator: z.boolean(),
  /** For administrators: they signed in with a name and password that every new manager comes with. Never set in the demo. */
  defaultPassword: z.boolean(),
})
export type SessionInfo = z.infer<typeof sessionInfo>
