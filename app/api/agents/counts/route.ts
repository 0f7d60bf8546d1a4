import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { queryParams } from '#server/http/query-params.ts'
import { countQueries } from '#server/services/fleet/count-queries.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'agents',
    handler: async ({ ctx, url }) => {
      const others = new URL(url)
      // Only this parameter may come more than once.
      others.searchParams.delete('q')
      queryParams(others, [])
      return countQueries({ ctx, input: { q: url.searchParams.getAll('q') } })
    },
  }),
})
