import { runtime } from '#server/runtime.ts'
import type { KioskPeopleContext } from '#server/services/kiosk/kiosk-people.ts'
import { memberToken, sessionKeys } from '#server/services/people/session-keys.ts'
import type { Session } from '#server/services/people/sessions.ts'
import { readSessionToken } from './cookie.ts'

/** What verbs about screens may use for a person. */
export function kioskPeopleContext(session: Session): KioskPeopleContext {
  const { kiosks, clock, config, live } = runtime()
  return { kiosks, clock, config, session, lookAgain: () => void live.lookAgain() }
}

/** What finds the accounts of a request's session in the store. */
export function sessionLookups(request: Request): string[] {
  const { config } = runtime()
  const token = readSessionToken(request.headers.get('cookie'), config)
  if (token === null) return []
  const tokens = [token, ...config.managers.map(({ id }) => memberToken(token, id))]
  return tokens.flatMap((one) => sessionKeys(one)?.lookup ?? [])
}
