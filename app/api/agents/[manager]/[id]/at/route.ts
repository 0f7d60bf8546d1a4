import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { queryParams } from '#server/http/query-params.ts'
import { getMoment } from '#server/services/agent/get-moment.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'agents',
    handler: async ({ ctx, url, params }) =>
      getMoment({ ctx, input: { manager: params['manager'] ?? '', id: params['id'] ?? '', ...queryParams(url, ['at']) } }),
  }),
})
