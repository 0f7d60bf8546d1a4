import { readSessionToken } from '#server/http/cookie.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { attemptCookie, oidcIssuer, readAttempt, redirectUri } from '#server/http/oidc.ts'
import { agentOf } from '#server/http/request-session.ts'
import { notSignedIn, problemOf, signedIn } from '#server/http/way-response.ts'
import { runtime } from '#server/runtime.ts'
import { takePlace } from '#server/services/people/sign-in.ts'
import { signInMapped } from '#server/services/people/sign-in-mapped.ts'

/** Where the issuer sends the browser back to. Whatever comes of it, the attempt is used up. */
const finish = defineRoute({
  access: 'open',
  handler: async ({ request, url, address }) => {
    const issuer = oidcIssuer()
    let next = '/'
    try {
      // Each try costs the issuer a request.
      const place = takePlace(runtime().limits, { manager: null, username: null, address })
      const found = await issuer.finish({ redirectUri: redirectUri(request), search: url.search, sealed: readAttempt(request) })
      next = found.next
      if (!found.ok) {
        if (found.problem !== 'failed') place.release()
        runtime().audit.record({
          kind: 'sign_in',
          outcome: 'failed',
          manager: '@oidc',
          address,
          detail: { problem: found.problem },
        })
        return notSignedIn(found.problem, 'oidc', next, [attemptCookie('')])
      }
      place.release()
      const previous = readSessionToken(request.headers.get('cookie'), runtime().config)
      const input = { who: { ...found.who, refreshToken: found.refreshToken }, address, agent: agentOf(request), previous }
      return signedIn(await signInMapped({ ctx: runtime(), input, way: '@oidc' }), next, [attemptCookie('')])
    } catch (error) {
      const problem = problemOf(error)
      if (problem === null) throw error
      return notSignedIn(problem, 'oidc', next, [attemptCookie('')])
    }
  },
})

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ GET: finish })
