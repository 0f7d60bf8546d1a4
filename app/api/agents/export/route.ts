import { EXPORT_ROWS_HEADER } from '#lib/contract/export.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { API_HEADERS } from '#server/http/problem.ts'
import { queryParams } from '#server/http/query-params.ts'
import { isSameOrigin } from '#server/http/same-origin.ts'
import { sessionHolds } from '#server/http/session-holds.ts'
import { runtime } from '#server/runtime.ts'
import { ServiceError } from '#server/services/errors.ts'
import { exportAgents } from '#server/services/export/export-agents.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'agents',
    handler: async ({ ctx, url, request, session, audit }) => {
      // A picture or frame on another site would make a file be written for nobody.
      if (!isSameOrigin(request, runtime().config.publicOrigin))
        throw new ServiceError('forbidden_origin', 'Open exports from the dashboard itself.')
      const input = queryParams(url, ['q', 'sort', 'cols', 'format'])
      const ended = runtime().exports.take(session)
      const { name, contentType, rows, body } = await exportAgents({
        ctx: { ...ctx, holds: sessionHolds(request, session), ended },
        input,
      }).catch((error: unknown) => {
        ended()
        throw error
      })
      audit({ kind: 'export', outcome: 'ok', subject: name, detail: { rows, ...input } })
      const headers = { 'content-type': contentType, 'content-disposition': `attachment; filename="${name}"` }
      return new Response(body, { headers: { ...API_HEADERS, ...headers, [EXPORT_ROWS_HEADER]: String(rows) } })
    },
  }),
})
