import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { API_HEADERS } from '#server/http/problem.ts'
import { queryParams } from '#server/http/query-params.ts'
import { getAgentJson } from '#server/services/agent/get-agent-json.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'agents',
    handler: async ({ ctx, url, params, requestId }) => {
      const input = { manager: params['manager'] ?? '', id: params['id'] ?? '', ...queryParams(url, ['transitions']) }
      const body = await getAgentJson({ ctx, input })
      return new Response(body, { headers: { ...API_HEADERS, 'content-type': 'application/json', 'x-request-id': requestId } })
    },
  }),
})
