import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { runtime } from '#server/runtime.ts'
import { getKioskBoard } from '#server/services/kiosk/get-kiosk-board.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'kiosk',
    handler: async ({ ctx, kiosk, address }) => {
      runtime().kiosks.seen(kiosk, address)
      return getKioskBoard({ ctx, input: { kiosk } })
    },
  }),
})
