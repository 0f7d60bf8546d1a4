import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { administers } from '#server/services/administrators.ts'
import { getSync } from '#server/services/get-sync.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'session',
    handler: async ({ ctx, session }) => {
      const own = administers(session, ctx.config)
      return getSync({ ctx, input: { administers: (id) => own === 'all' || (own !== 'none' && own.includes(id)) } })
    },
  }),
})
