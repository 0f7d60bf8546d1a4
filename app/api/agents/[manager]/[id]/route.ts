import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { getAgent } from '#server/services/get-agent.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'agents',
    handler: async ({ ctx, params }) => getAgent({ ctx, input: { manager: params['manager'] ?? '', id: params['id'] ?? '' } }),
  }),
})
