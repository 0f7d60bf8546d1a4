import { LIMITS } from './limits.ts'
import { z } from './zod.ts'

/** `POST /api/session`, and `POST /api/session/managers` for an account at another manager in the same session. Empty and non-string passwords are refused here, before anything else looks at them. */
export const signIn = z.strictObject({
  username: z.string().check(z.minLength(1), z.maxLength(LIMITS.userNameLength)),
  /** Blanks alone are no password. */
  password: z.string().check(z.regex(/\S/), z.maxLength(LIMITS.passwordLength)),
  manager: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
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
  /** Who vouches for them: their manager, or another way to sign in, whose id has an `@`. */
  manager: z.string(),
  managerName: z.string(),
  /** What they see is set by the configuration, not by accounts at managers. */
  mapped: z.boolean(),
  expiresAt: z.iso.datetime(),
  /** How many of the manager's agents the account's rights show; with `nothing` every call for data answers `no_permission`. */
  sees: z.enum(['all', 'limited', 'nothing']),
  /** Equal while the rights are; it says nothing of what they are. */
  rights: z.string(),
  /**
   * Every configured manager, and who the person is there; `null` where they have not signed in and see nothing. `limits` where that
   * account does not see all of it.
   */
  managers: z.array(
    z.object({ id: z.string(), name: z.string(), username: z.nullable(z.string()), limits: z.nullable(sightLimits) }),
  ),
  /** They administer the dashboard, or some of its managers. */
  administrator: z.boolean(),
  /** For administrators: they signed in with a name and password that every new manager comes with. Never set in the demo. */
  defaultPassword: z.boolean(),
})
export type SessionInfo = z.infer<typeof sessionInfo>

/** One session of a list. */
const sessionItem = z.object({
  id: z.string(),
  username: z.string(),
  managerName: z.string(),
  /** Of the dashboard or of one of its managers. */
  administrator: z.boolean(),
  /** Accounts at further managers in the same session. */
  accounts: z.array(z.object({ username: z.string(), managerName: z.string() })),
  /** Address that the person signed in from, and what their browser calls itself. */
  address: z.string(),
  agent: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  /** It is the one that asks. */
  current: z.boolean(),
})
export type SessionItem = z.infer<typeof sessionItem>

/** `GET /api/sessions`: the person's own that go on, the newest first; with `?of=all`, for administrators, everybody's. */
export const sessionsList = z.object({
  sessions: z.array(sessionItem),
  /** There are more than are listed. */
  more: z.boolean(),
  /** After so long without the person a session ends, and at the latest after so many hours. */
  idleMinutes: z.number(),
  hours: z.number(),
})
export type SessionsList = z.infer<typeof sessionsList>

/** `DELETE /api/sessions`: how many others of the person's own ended. */
export const sessionsEnded = z.object({ ended: z.number() })

/** `DELETE /api/session`: where the browser goes after the session is over; another site where that one has a session too. */
export const signedOut = z.object({ next: z.string() })
