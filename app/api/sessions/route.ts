import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { queryParams } from '#server/http/query-params.ts'
import { sessionsContext } from '#server/http/sessions-context.ts'
import { endOtherSessions, listSessions } from '#server/services/people/list-sessions.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'session',
    handler: async ({ session, url }) => listSessions({ ctx: sessionsContext(session), input: queryParams(url, ['of']) }),
  }),
  DELETE: defineRoute({
    access: 'session',
    handler: async ({ session, audit }) => {
      const { ended } = await endOtherSessions({ ctx: sessionsContext(session) })
      if (ended > 0)
        audit({
          kind: 'session_ended',
          outcome: 'ok',
          subject: 'all other sessions of the person',
          detail: { why: 'revoked', ended },
        })
      return { ended }
    },
  }),
})
