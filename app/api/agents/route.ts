import { defineRoute } from '#server/http/define-route.ts'
import { queryParams } from '#server/http/query-params.ts'
import { listAgents } from '#server/services/list-agents.ts'

export const GET = defineRoute({
  access: 'session',
  handler: async ({ ctx, url }) => listAgents({ ctx, input: queryParams(url, ['q', 'sort', 'limit', 'after', 'before']) }),
})
