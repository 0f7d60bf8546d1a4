import { runtime } from '#server/runtime.ts'
import type { Seen, Session } from '#server/services/people/sessions.ts'
import { readSessionToken } from './cookie.ts'
import { proxyPerson } from './proxy-person.ts'

/** What a page sends with a request that it makes because of something its person did; whatever asks for news by itself does not. */
const ACTIVE_HEADER = 'rollcall-active'

/** The session behind a request, or `null` when nobody is signed in. @throws the store's error */
export function requestSession(request: Request): Promise<Session | null> {
  const { headers, method } = request
  const isChange = method !== 'GET' && method !== 'HEAD'
  return findSession(headers, isChange || headers.get(ACTIVE_HEADER) === '1')
}

/** The same where only headers are at hand. */
export async function findSession(headers: Headers, active: boolean): Promise<Session | null> {
  const token = readSessionToken(headers.get('cookie'), runtime().config)
  return token === null ? null : runtime().sessions.find(token, seenIn(headers, active))
}

/** For an answer that takes a while: looks the session of its request up again, which is no activity. */
export function lookAgain(request: Request): () => Promise<Session | null> {
  const { config, sessions } = runtime()
  const token = readSessionToken(request.headers.get('cookie'), config) ?? ''
  const seen = seenIn(request.headers, false)
  return () => sessions.find(token, seen)
}

function seenIn(headers: Headers, active: boolean): Seen {
  return { active, proxy: proxyPerson(headers) }
}

/** What the browser calls itself. */
export function agentOf({ headers }: Request): string {
  return headers.get('user-agent') ?? ''
}
