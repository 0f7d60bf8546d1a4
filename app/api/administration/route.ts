import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { runtime } from '#server/runtime.ts'
import { getAdministration } from '#server/services/administration/get-administration.ts'
import { administers } from '#server/services/people/administrators.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'administrator',
    handler: async ({ session }) =>
      getAdministration({ ctx: { ...runtime(), administered: administers(session, runtime().config) } }),
  }),
})
