import { z } from 'zod'
import { type Sealing, seal, unseal } from './session-keys.ts'

/** A sign-in at the issuer that is under way. */
export interface OidcAttempt {
  readonly state: string
  readonly nonce: string
  /** Of PKCE; a secret until it is used. */
  readonly verifier: string
  /** A path of ours, already checked. */
  readonly next: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** For so long somebody may look for their password or second factor. */
export const ATTEMPT_MS = 10 * 60_000

const stored = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), next: z.string(), at: z.number() })

export function sealAttempt(attempt: OidcAttempt, sealing: Sealing): string {
  return seal(JSON.stringify(attempt), sealing)
}

/** The attempt, or `null` when it was sealed elsewhere, was changed, or is over. */
export function openAttempt(sealed: string | null, sealing: Sealing, now: number): OidcAttempt | null {
  const text = sealed === null ? null : unseal(sealed, sealing)
  if (text === null) return null
  const attempt = stored.safeParse(JSON.parse(text)).data
  return attempt && now >= attempt.at && now - attempt.at <= ATTEMPT_MS ? attempt : null
}
