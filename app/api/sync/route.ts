import { defineRoute } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { getSync } from '#server/services/get-sync.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  GET: defineRoute({
    access: 'session',
    handler: async ({ ctx, session }) => {
      const administered = [session, ...session.others].filter(({ administrator }) => administrator)
      return getSync({ ctx, input: { administers: (id) => administered.some(({ manager }) => manager === id) } })
    },
  }),
})
