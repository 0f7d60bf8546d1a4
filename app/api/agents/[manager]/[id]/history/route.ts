import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { queryParams } from '#server/http/query-params.ts'
import { getHistory } from '#server/services/agent/get-history.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'agents',
    handler: async ({ ctx, url, params }) => {
      const own = { manager: params['manager'] ?? '', id: params['id'] ?? '' }
      return getHistory({ ctx, input: { ...own, ...queryParams(url, ['range', 'of', 'limit', 'after']) } })
    },
  }),
})
