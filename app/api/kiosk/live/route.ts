import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { kioskLiveResponse } from '#server/http/kiosk-live.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'kiosk',
    handler: async ({ request, kiosk, ctx, audit }) => {
      const response = await kioskLiveResponse(request, kiosk, ctx)
      audit({ kind: 'kiosk_used', outcome: 'ok', subject: kiosk.name })
      return response
    },
  }),
})
