import { defineRoute } from '#server/http/define-route.ts'

export const dynamic = 'force-dynamic'

/** Open to everybody, so it says only that we answer, not for whom or about what. */
export const GET = defineRoute({
  access: 'open',
  handler: async ({ ctx }) => ({
    status: ctx.fleet.snapshot().loaded ? 'ok' : 'degraded',
    uptimeSeconds: Math.floor(process.uptime()),
  }),
})
