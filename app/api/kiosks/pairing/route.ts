import { defineRoute, readJson } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { kioskPeopleContext } from '#server/http/kiosk-people.ts'
import { findPairing } from '#server/services/kiosk/kiosk-people.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  POST: defineRoute({
    access: 'agents',
    handler: async ({ request, session }) => findPairing({ ctx: kioskPeopleContext(session), input: await readJson(request) }),
  }),
})
