import { defineRoute } from '#server/http/define-route.ts'
import { queryParams } from '#server/http/query-params.ts'
import { getSummary } from '#server/services/get-summary.ts'

export const GET = defineRoute({
  access: 'session',
  handler: async ({ ctx, url }) => getSummary({ ctx, input: queryParams(url, ['q']) }),
})
