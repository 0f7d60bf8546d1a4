import type { Session } from '#server/services/people/sessions.ts'
import { lookAgain } from './request-session.ts'

/** Tells, for an answer that takes a while, whether the session of its request still sees what it saw. */
export function sessionHolds(request: Request, { scope }: Session): () => Promise<boolean> {
  const look = lookAgain(request)
  // Rights that stay the same stay the same object.
  return async () => (await look())?.scope === scope
}
