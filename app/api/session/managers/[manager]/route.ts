import { readSessionToken } from '#server/http/cookie.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { API_HEADERS } from '#server/http/problem.ts'
import { runtime } from '#server/runtime.ts'
import { refuseMapped } from '#server/services/people/joined-sessions.ts'
import { voucherName } from '#server/services/people/vouchers.ts'

/** Signs out at one added manager; the session goes on with the others. */
const remove = defineRoute({
  access: 'session',
  handler: async ({ request, params, session, audit }) => {
    refuseMapped(session)
    const token = readSessionToken(request.headers.get('cookie'), runtime().config) ?? ''
    const manager = params['manager'] ?? ''
    const wasThere = await runtime().sessions.remove(token, manager)
    if (wasThere) audit({ kind: 'sign_out', outcome: 'ok', detail: { from: voucherName(manager, runtime().config) } })
    return new Response(null, { status: 204, headers: API_HEADERS })
  },
})

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ DELETE: remove })
