import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { runtime } from '#server/runtime.ts'
import { getAgentLive } from '#server/services/agent/get-agent-live.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'agents',
    handler: async ({ ctx, session, params }) =>
      getAgentLive({
        ctx: { ...ctx, session, desk: runtime().desk },
        input: { manager: params['manager'] ?? '', id: params['id'] ?? '' },
      }),
  }),
})
