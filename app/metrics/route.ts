import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { API_HEADERS } from '#server/http/problem.ts'
import { runtime } from '#server/runtime.ts'
import { getMetrics } from '#server/services/administration/get-metrics.ts'

/** For a monitoring system, not for browsers. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'operator',
    handler: async () => {
      const text = await getMetrics({ ctx: runtime() })
      return new Response(text, { headers: { ...API_HEADERS, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } })
    },
  }),
})
