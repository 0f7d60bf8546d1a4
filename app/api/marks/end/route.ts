import { defineRoute, readJson } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { runtime } from '#server/runtime.ts'
import { endMarks } from '#server/services/fleet/marks.ts'

const end = defineRoute({
  access: 'agents',
  handler: async ({ ctx, session, request, audit }) => {
    const { marks, fleet } = runtime()
    const done = await endMarks({
      ctx: { ...ctx, marks, who: session, refresh: () => fleet.refresh() },
      input: await readJson(request),
    })
    audit({ kind: 'mark_ended', outcome: 'ok', detail: { agents: done.agents } })
    return done
  },
})

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ POST: end })
