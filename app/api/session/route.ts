import { signIn } from '#lib/contract/session.ts'
import { endedCookie, readSessionToken, sessionCookie } from '#server/http/cookie.ts'
import { defineRoute, readJson } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { ownOrigin } from '#server/http/oidc.ts'
import { API_HEADERS } from '#server/http/problem.ts'
import { agentOf } from '#server/http/request-session.ts'
import { runtime } from '#server/runtime.ts'
import { ServiceError } from '#server/services/errors.ts'
import { sessionInfo } from '#server/services/people/session-info.ts'
import type { Session } from '#server/services/people/sessions.ts'
import { signInPerson } from '#server/services/people/sign-in.ts'

const current = defineRoute({ access: 'session', handler: async ({ session }) => sessionInfo(session, runtime().config) })

const start = defineRoute({
  access: 'open',
  handler: async ({ request, address }) => {
    const input = signIn.safeParse(await readJson(request))
    if (!input.success) throw new ServiceError('bad_request', 'Send a user name and a password, both as text that is not empty.')
    const previous = readSessionToken(request.headers.get('cookie'), runtime().config)
    const { token, session } = await signInPerson({
      ctx: runtime(),
      input: { ...input.data, address, agent: agentOf(request), previous },
    })
    return Response.json(sessionInfo(session, runtime().config), {
      status: 201,
      headers: { 'set-cookie': sessionCookie(token, session.expiresAt, runtime().config), 'cache-control': 'no-store' },
    })
  },
})

const end = defineRoute({
  access: 'session',
  handler: async ({ request, session, audit }) => {
    const token = readSessionToken(request.headers.get('cookie'), runtime().config)
    if (token !== null) await runtime().sessions.end(token)
    audit({ kind: 'sign_out', outcome: 'ok' })
    void runtime().live.lookAgain()
    const next = await pageAfter(request, session)
    return Response.json({ next }, { headers: { ...API_HEADERS, 'set-cookie': endedCookie(runtime().config) } })
  },
})

/** Where a person goes who has signed out. */
async function pageAfter(request: Request, { manager }: Session): Promise<string> {
  // A proxy would sign them in again at once.
  if (manager === '@proxy') return '/sign-in?out=1'
  const url = manager === '@oidc' ? await runtime().oidc?.signOutUrl(`${ownOrigin(request)}/sign-in`) : null
  return url ?? '/sign-in'
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ GET: current, POST: start, DELETE: end })
