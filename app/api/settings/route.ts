import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { queryParams } from '#server/http/query-params.ts'
import { getSettings } from '#server/services/administration/get-settings.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({ access: 'session', handler: async ({ ctx, url }) => getSettings({ ctx, input: queryParams(url, []) }) }),
})
