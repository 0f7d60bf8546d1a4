import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { getSync } from '#server/services/fleet/get-sync.ts'
import { administersManager } from '#server/services/people/administrators.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'session',
    handler: async ({ ctx, session }) => getSync({ ctx, input: { administers: administersManager(session, ctx.config) } }),
  }),
})
