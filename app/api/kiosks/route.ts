import { defineRoute, readJson } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { kioskPeopleContext, sessionLookups } from '#server/http/kiosk-people.ts'
import { API_HEADERS } from '#server/http/problem.ts'
import { approveKiosk, listKiosks } from '#server/services/kiosk/kiosk-people.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({ access: 'agents', handler: ({ session }) => listKiosks({ ctx: kioskPeopleContext(session) }) }),
  POST: defineRoute({
    access: 'agents',
    handler: async ({ request, session, audit }) => {
      const input = { body: await readJson(request), sessions: sessionLookups(request) }
      const kiosk = await approveKiosk({ ctx: kioskPeopleContext(session), input })
      const { name, q, names, expiresAt, lastAddress } = kiosk
      audit({
        kind: 'kiosk_paired',
        outcome: 'ok',
        subject: name,
        detail: { screen: lastAddress, filter: q, names, until: expiresAt },
      })
      return Response.json(kiosk, { status: 201, headers: API_HEADERS })
    },
  }),
})
