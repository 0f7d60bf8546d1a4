import { signIn } from '#lib/contract/session.ts'
import { readSessionToken } from '#server/http/cookie.ts'
import { defineRoute, readJson } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { agentOf, requestSession } from '#server/http/request-session.ts'
import { runtime } from '#server/runtime.ts'
import { ServiceError } from '#server/services/errors.ts'
import { addManager } from '#server/services/people/add-manager.ts'
import { refuseMapped } from '#server/services/people/joined-sessions.ts'
import { sessionInfo } from '#server/services/people/session-info.ts'

/** Adds an account at another manager to the session. */
const add = defineRoute({
  access: 'session',
  handler: async ({ request, address, session: own }) => {
    refuseMapped(own)
    const input = signIn.safeParse(await readJson(request))
    if (!input.success)
      throw new ServiceError('bad_request', 'Send a manager, a user name and a password, as text that is not empty.')
    const token = readSessionToken(request.headers.get('cookie'), runtime().config) ?? ''
    await addManager({ ctx: runtime(), input: { ...input.data, address, agent: agentOf(request), token } })
    const session = await requestSession(request)
    if (session === null) throw new ServiceError('unauthenticated', 'The session is over.')
    return sessionInfo(session, runtime().config)
  },
})

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ POST: add })
