import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { API_HEADERS } from '#server/http/problem.ts'
import { queryParams } from '#server/http/query-params.ts'
import { listAgentsJson } from '#server/services/fleet/list-agents-json.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'agents',
    handler: async ({ ctx, url, requestId }) => {
      const body = await listAgentsJson({ ctx, input: queryParams(url, ['q', 'sort', 'limit', 'after', 'before', 'at']) })
      return new Response(body, { headers: { ...API_HEADERS, 'content-type': 'application/json', 'x-request-id': requestId } })
    },
  }),
})
