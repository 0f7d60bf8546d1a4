import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { queryParams } from '#server/http/query-params.ts'
import { getStrips } from '#server/services/fleet/get-strips.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'agents',
    handler: async ({ ctx, url }) => getStrips({ ctx, input: queryParams(url, ['agents']) }),
  }),
})
