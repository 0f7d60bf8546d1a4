import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { runtime } from '#server/runtime.ts'
import type { Session } from '#server/services/sessions.ts'
import { readSessionToken } from './cookie.ts'

/** The session of the person who opens a page, or `null`. */
export async function pageSession(): Promise<Session | null> {
  const token = readSessionToken((await cookies()).toString(), runtime().config)
  return token === null ? null : runtime().sessions.find(token)
}

/** The same, but sends whoever is not signed in to the sign-in page, which leads back here. */
export async function requireSession(): Promise<Session> {
  const session = await pageSession()
  if (session) return session
  const path = (await headers()).get('x-path') ?? '/'
  redirect(path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`)
}
