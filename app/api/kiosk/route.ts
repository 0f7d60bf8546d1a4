import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { kioskStateOf } from '#server/http/kiosk-screen.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({ access: 'open', handler: ({ request }) => kioskStateOf(request.headers.get('cookie')) }),
})
