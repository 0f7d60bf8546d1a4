import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { startKiosk } from '#server/http/kiosk-start.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({ access: 'open', handler: async ({ request, url, address }) => startKiosk(request, url, address) }),
})
