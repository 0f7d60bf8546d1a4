import { runtime } from '#server/runtime.ts'
import type { Session } from '#server/services/sessions.ts'
import { readSessionToken } from './cookie.ts'

/** Tells, for an answer that takes a while, whether the session of its request still sees what it saw. */
export function sessionHolds(request: Request, { scope }: Session): () => Promise<boolean> {
  const { config, sessions } = runtime()
  const token = readSessionToken(request.headers.get('cookie'), config) ?? ''
  // Rights that stay the same stay the same object.
  return async () => (await sessions.find(token))?.scope === scope
}
