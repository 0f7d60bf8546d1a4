import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { runtime } from '#server/runtime.ts'
import { getAgentInventory } from '#server/services/agent/get-agent-inventory.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'agents',
    handler: async ({ ctx, session, params }) =>
      getAgentInventory({
        ctx: { ...ctx, session, desk: runtime().desk, serials: runtime().serials },
        input: { manager: params['manager'] ?? '', id: params['id'] ?? '' },
      }),
  }),
})
