import { health } from '#lib/contract/sync.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'

export const dynamic = 'force-dynamic'

/** Open to everybody, so it says only that we answer, not for whom or about what. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'open',
    instant: true,
    handler: async ({ ctx }) =>
      health.parse({
        status: ctx.fleet.snapshot().loaded ? 'ok' : 'degraded',
        uptimeSeconds: Math.floor(process.uptime()),
      }),
  }),
})
