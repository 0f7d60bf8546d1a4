import type { Clock } from '#server/clock.ts'
import type { Turn } from './budget.ts'
import type { Calls, ReadInTurns } from './calls.ts'
import { ManagerError, type ManagerErrorCode } from './errors.ts'
import type { Policies } from './policies.ts'
import type { Token } from './token.ts'

/** A person waits for this answer: better a clear refusal than a minute of silence. */
export const PERSON_WAIT_MS = 5000
const SAME_SECOND_MS = 1100

export type CredentialCheck =
  | { ok: true; policies: Policies /** A credential: never logged, never stored. */; token: Token }
  | { ok: false; reason: ManagerErrorCode; message: string; retryAfterMs: number | null }

interface Options {
  calls: Calls
  clock: Clock
  username: string
  password: string
  readPolicies: ReadInTurns<Policies>
  signal: AbortSignal | undefined
}

/**
 * Asks the manager whether it knows this account and what its rights are, with a token of its own. Log-out is never
 * called, as it would end the user's tokens everywhere.
 */
export async function verifyCredentials(options: Options): Promise<CredentialCheck> {
  const { username, password } = options
  // A colon ends the name in Basic authentication, so such a name can't exist; nor can an empty password.
  if (username === '' || username.includes(':') || password.trim() === '') return wrongCredentials
  const turn = { signal: options.signal, maxWaitMs: PERSON_WAIT_MS }
  try {
    const found = (await readRights(options, turn)) ?? (await readRightsAgain(options, turn))
    if (found) return { ok: true, ...found }
    return {
      ok: false,
      reason: 'degraded',
      message: 'The manager refuses the token that it has just issued.',
      retryAfterMs: null,
    }
  } catch (error) {
    if (!(error instanceof ManagerError)) throw error
    return { ok: false, reason: error.code, message: error.message, retryAfterMs: error.retryAfterMs }
  }
}

const wrongCredentials: CredentialCheck = {
  ok: false,
  reason: 'wrong_credentials',
  message: 'The manager refuses this user name and password.',
  retryAfterMs: null,
}

type Found = { policies: Policies; token: Token } | null

async function readRights({ calls, username, password, readPolicies }: Options, turn: Turn): Promise<Found> {
  const token = await calls.logIn(username, password, turn)
  const policies = await calls.getWith(token, '/security/users/me/policies', readPolicies, [password, token.value], turn)
  return policies && { policies, token }
}

/** A token issued in the same second as a change of rights is born dead; the next second's is not. */
async function readRightsAgain(options: Options, turn: Turn): Promise<Found> {
  await options.clock.sleep(SAME_SECOND_MS, turn.signal)
  return readRights(options, turn)
}
