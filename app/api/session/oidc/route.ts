import { safeReturnPath } from '#lib/api/return-path.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { attemptCookie, oidcIssuer, redirectUri } from '#server/http/oidc.ts'
import { queryParams } from '#server/http/query-params.ts'
import { goTo, notSignedIn } from '#server/http/way-response.ts'

/** Sends the browser to the issuer. */
const start = defineRoute({
  access: 'open',
  handler: async ({ request, url }) => {
    const next = safeReturnPath(queryParams(url, ['next']).next)
    const begun = await oidcIssuer().begin({ redirectUri: redirectUri(request), next })
    return begun.ok ? goTo(begun.location, [attemptCookie(begun.sealed)]) : notSignedIn(begun.problem, 'oidc', next)
  },
})

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ GET: start })
