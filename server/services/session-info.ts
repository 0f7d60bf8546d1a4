import type { SessionInfo } from '#lib/contract/session.ts'
import type { Session } from './sessions.ts'

/** What a browser may know of its own session. */
export function sessionInfo(session: Session): SessionInfo {
  return { username: session.username, manager: session.manager, expiresAt: new Date(session.expiresAt).toISOString() }
}
