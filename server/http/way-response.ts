import { safeReturnPath } from '#lib/api/return-path.ts'
import type { WayProblem } from '#lib/format/text-ways.ts'
import { runtime } from '#server/runtime.ts'
import { isServiceError } from '#server/services/errors.ts'
import type { Session } from '#server/services/people/sessions.ts'
import { sessionCookie } from './cookie.ts'
import { API_HEADERS } from './problem.ts'

type From = 'oidc' | 'proxy'

/** Sends a browser on, to a page of ours or to the issuer. */
export function goTo(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ ...API_HEADERS, location })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/** Back to where somebody wanted to go, signed in. */
export function signedIn(
  { token, session }: { token: string; session: Session },
  next: string,
  cookies: readonly string[] = [],
): Response {
  return goTo(safeReturnPath(next), [sessionCookie(token, session.expiresAt, runtime().config), ...cookies])
}

/** Back to the sign-in page, which says why; still on the way to where they wanted to go. */
export function notSignedIn(problem: WayProblem, from: From, next: string, cookies: readonly string[] = []): Response {
  const query = new URLSearchParams({ problem, from })
  const path = safeReturnPath(next)
  if (path !== '/') query.set('next', path)
  return goTo(`/sign-in?${query}`, cookies)
}

/** What the sign-in page says of an error, or `null` when it is none that was expected. */
export function problemOf(error: unknown): WayProblem | null {
  if (!isServiceError(error)) return null
  if (error.code === 'no_permission') return 'norole'
  if (error.code === 'too_many_attempts') return 'busy'
  return error.code === 'insecure_transport' ? 'insecure' : null
}
