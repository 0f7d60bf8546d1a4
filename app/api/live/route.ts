import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { liveResponse } from '#server/http/live-response.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({ access: 'session', handler: ({ request, session }) => liveResponse(request, session) }),
})
