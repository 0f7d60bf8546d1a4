import { agentAddress } from '#server/http/annotating.ts'
import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { getAgentSync } from '#server/services/agent/get-agent-sync.ts'

const read = defineRoute({
  access: 'agents',
  handler: ({ ctx, params }) => getAgentSync({ ctx, input: agentAddress(params) }),
})

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ GET: read })
