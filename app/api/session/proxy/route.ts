import { readSessionToken } from '#server/http/cookie.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { proxyPerson } from '#server/http/proxy-person.ts'
import { queryParams } from '#server/http/query-params.ts'
import { agentOf } from '#server/http/request-session.ts'
import { notSignedIn, problemOf, signedIn } from '#server/http/way-response.ts'
import { runtime } from '#server/runtime.ts'
import { ServiceError } from '#server/services/errors.ts'
import { signInMapped } from '#server/services/people/sign-in-mapped.ts'

/** Signs in whom the trusted proxy in front names. The browser has nothing to send: another site that leads here signs nobody in as somebody else. */
const start = defineRoute({
  access: 'open',
  handler: async ({ request, url, address }) => {
    const { config } = runtime()
    if (config.ways.proxy === null) throw new ServiceError('not_found', 'No proxy signs people in here.')
    const { next = '/' } = queryParams(url, ['next'])
    const who = proxyPerson(request.headers)
    if (who === null) return notSignedIn('nobody', 'proxy', next)
    const previous = readSessionToken(request.headers.get('cookie'), config)
    try {
      return signedIn(
        await signInMapped({ ctx: runtime(), input: { who, address, agent: agentOf(request), previous }, way: '@proxy' }),
        next,
      )
    } catch (error) {
      const problem = problemOf(error)
      if (problem === null) throw error
      return notSignedIn(problem, 'proxy', next)
    }
  },
})

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ GET: start })
