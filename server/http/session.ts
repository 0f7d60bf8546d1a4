import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { SessionInfo } from '#lib/contract/session.ts'
import { viewHref } from '#lib/contract/views.ts'
import { runtime } from '#server/runtime.ts'
import { sessionInfo } from '#server/services/session-info.ts'
import type { Session } from '#server/services/sessions.ts'
import { defaultView } from '#server/services/views.ts'
import { readSessionToken } from './cookie.ts'

/** The session of the person who opens a page, or `null`. */
export async function pageSession(): Promise<Session | null> {
  const token = readSessionToken((await cookies()).toString(), runtime().config)
  return token === null ? null : runtime().sessions.find(token)
}

/** Why the session of the person who opens a page ended before its time, in a sentence for them; `null` when it did not. */
export async function pageSessionEnd(): Promise<string | null> {
  const { config, sessions } = runtime()
  const token = readSessionToken((await cookies()).toString(), config)
  const end = token === null ? null : await sessions.endOf(token)
  if (end === null) return null
  const name = config.managers.find(({ id }) => id === end.manager)?.name ?? end.manager
  return `You were signed out: ${name} no longer accepts the name and password of your session. Its password was changed, or the account was removed.`
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
