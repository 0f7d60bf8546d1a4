import { readAlert } from '#lib/contract/alert-question.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { defineRoute, readJson } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { resolve } from '#server/services/agent/resolve.ts'
import { resolveLimit } from '#server/services/agent/resolve-limit.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  POST: defineRoute({
    access: 'agents',
    handler: async ({ ctx, request, session }) => {
      resolveLimit(ctx.clock).take(session)
      return resolve({ ctx, input: readAlert(await readJson(request, LIMITS.alertBytes)) })
    },
  }),
})
