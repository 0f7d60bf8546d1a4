import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { API_HEADERS } from '#server/http/problem.ts'
import { sessionsContext } from '#server/http/sessions-context.ts'
import { endOneSession } from '#server/services/people/list-sessions.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  DELETE: defineRoute({
    access: 'session',
    handler: async ({ session, params, audit }) => {
      const subject = await endOneSession({ ctx: sessionsContext(session), input: { id: params['id'] ?? '' } })
      audit({ kind: 'session_ended', outcome: 'ok', subject, detail: { why: 'revoked' } })
      return new Response(null, { status: 204, headers: API_HEADERS })
    },
  }),
})
