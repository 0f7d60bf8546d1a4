import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { queryParams } from '#server/http/query-params.ts'
import { runtime } from '#server/runtime.ts'
import { listAudit } from '#server/services/audit/list-audit.ts'
import { administers } from '#server/services/people/administrators.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'administrator',
    handler: async ({ ctx, url, session }) =>
      listAudit({
        ctx: { db: runtime().auditDb, administered: administers(session, ctx.config), config: runtime().config },
        input: queryParams(url, ['kind', 'outcome', 'text', 'from', 'to', 'before', 'limit']),
      }),
  }),
})
