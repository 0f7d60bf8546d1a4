import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { queryParams } from '#server/http/query-params.ts'
import { getChanges } from '#server/services/past/get-changes.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'agents',
    handler: async ({ ctx, url }) => getChanges({ ctx, input: queryParams(url, ['at', 'window', 'field', 'limit', 'after']) }),
  }),
})
