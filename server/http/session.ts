import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { SessionInfo } from '#lib/contract/session.ts'
import { viewHref } from '#lib/contract/views.ts'
import { END_TEXT } from '#lib/format/text-sessions.ts'
import { isWayProblem, WAYS_TEXT } from '#lib/format/text-ways.ts'
import { runtime } from '#server/runtime.ts'
import { defaultView } from '#server/services/fleet/views.ts'
import { sessionInfo } from '#server/services/people/session-info.ts'
import type { Session } from '#server/services/people/sessions.ts'
import { voucherName } from '#server/services/people/vouchers.ts'
import { readSessionToken } from './cookie.ts'
import { proxyPerson } from './proxy-person.ts'
import { findSession } from './request-session.ts'

/** What was found for a page; Next gives all that one is made of the same headers. */
const found = new WeakMap<Headers, Promise<Session | null>>()

/** The session of the person who opens a page, or `null`; layout, page and what they ask look it up once. @throws the store's error */
export async function pageSession(): Promise<Session | null> {
  const own = await headers()
  const known = found.get(own)
  if (known) return known
  // A page that is fetched ahead is not looked at yet; our own HTTP server says which are (`cli/request-headers.mjs`).
  const looked = findSession(own, !own.has('x-rollcall-ahead'))
  found.set(own, looked)
  return looked
}

/** Whom a trusted proxy names as the person who opens a page, or `null`. */
export async function pageProxyUser(): Promise<string | null> {
  return runtime().config.ways.proxy === null ? null : (proxyPerson(await headers())?.username ?? null)
}

/**
 * Why the person who opens the sign-in page is not signed in, in a sentence for them: another way did not lead in, or their session ended
 * before its time. `null` when there is nothing to say. @param problem @param from as the address says: one of our codes, and which way it was
 */
export async function signInProblem(problem: unknown, from: unknown): Promise<string | null> {
  const { config, sessions } = runtime()
  if (isWayProblem(problem)) return WAYS_TEXT.problems[problem](voucherName(from === 'proxy' ? '@proxy' : '@oidc', config))
  const token = readSessionToken((await cookies()).toString(), config)
  const session = token === null ? null : await sessions.look(token)
  if (!session?.ended) return null
  return END_TEXT[session.ended](voucherName(session.manager, config), config.sessions.idleMs / 60_000)
}

/** Sends a person who opens the bare list to the view they start with; without one, and when the store fails, nothing happens. */
export async function goToDefaultView(): Promise<void> {
  const session = await pageSession()
  if (!session) return
  const view = await defaultView({ ctx: { views: runtime().views, who: session } }).catch(() => null)
  if (view) redirect(viewHref(view))
}

/** The session, or on to the sign-in page, which leads back here. */
async function requireSession(): Promise<Session> {
  const session = await pageSession()
  if (session) return session
  const path = (await headers()).get('x-path') ?? '/'
  redirect(path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`)
}

/** What the browser of a signed-in person may know of the session; others are sent to the sign-in page. */
export async function requireSessionInfo(): Promise<SessionInfo> {
  return sessionInfo(await requireSession(), runtime().config)
}
