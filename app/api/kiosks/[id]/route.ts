import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { kioskPeopleContext } from '#server/http/kiosk-people.ts'
import { revokeKiosk } from '#server/services/kiosk/kiosk-people.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  DELETE: defineRoute({
    access: 'session',
    handler: async ({ params, session, audit }) => {
      const kiosk = await revokeKiosk({ ctx: kioskPeopleContext(session), input: { id: params['id'] ?? '' } })
      audit({
        kind: 'kiosk_changed',
        outcome: 'ok',
        subject: kiosk.name,
        detail: { action: 'disconnected', by: kiosk.own ? 'approver' : 'administrator' },
      })
      return kiosk
    },
  }),
})
