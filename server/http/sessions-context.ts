import { runtime } from '#server/runtime.ts'
import type { listSessions } from '#server/services/people/list-sessions.ts'
import type { Session } from '#server/services/people/sessions.ts'

/** What verbs about sessions need, for the person who asks. */
export function sessionsContext(who: Session): Parameters<typeof listSessions>[0]['ctx'] {
  const { config, sessions, live } = runtime()
  return { config, sessions, who, lookAgain: () => void live.lookAgain() }
}
