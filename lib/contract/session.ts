import { LIMITS } from './limits.ts'
import { z } from './zod.ts'

/** `POST /api/session`. Empty and non-string passwords are refused here, before anything else looks at them. */
export const signIn = z.strictObject({
  username: z.string().min(1).max(LIMITS.userNameLength),
  password: z.string().min(1).max(LIMITS.passwordLength),
  manager: z.string().min(1).max(64).optional(),
})

export const sessionInfo = z.object({ username: z.string(), manager: z.string(), expiresAt: z.iso.datetime() })
export type SessionInfo = z.infer<typeof sessionInfo>
