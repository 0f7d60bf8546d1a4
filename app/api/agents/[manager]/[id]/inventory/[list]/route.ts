import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { runtime } from '#server/runtime.ts'
import { getAgentInventoryList } from '#server/services/agent/get-agent-inventory-list.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'agents',
    handler: async ({ ctx, session, params }) =>
      getAgentInventoryList({
        ctx: { ...ctx, session, desk: runtime().desk },
        input: { manager: params['manager'] ?? '', id: params['id'] ?? '', list: params['list'] ?? '' },
      }),
  }),
})
