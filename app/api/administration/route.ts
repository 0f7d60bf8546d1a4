import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { runtime } from '#server/runtime.ts'
import { administers } from '#server/services/administrators.ts'
import { getAdministration } from '#server/services/get-administration.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'administrator',
    handler: async ({ session }) =>
      getAdministration({ ctx: { ...runtime(), administered: administers(session, runtime().config) } }),
  }),
})
