import { defineRoute } from '#server/http/define-route.ts'
import { getSync } from '#server/services/get-sync.ts'

export const GET = defineRoute({ access: 'session', handler: async ({ ctx }) => getSync({ ctx, input: {} }) })
