import { defineRoute, readJson } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { API_HEADERS } from '#server/http/problem.ts'
import { runtime } from '#server/runtime.ts'
import { changeView, removeView } from '#server/services/fleet/views.ts'

const change = defineRoute({
  access: 'agents',
  handler: async ({ session, request, params, audit }) => {
    const view = await changeView({
      ctx: { ...runtime(), who: session },
      input: { id: params['id'] ?? '', change: await readJson(request) },
    })
    audit({ kind: 'view_changed', outcome: 'ok', subject: view.name, detail: { action: 'changed', shared: view.shared } })
    return view
  },
})

const remove = defineRoute({
  access: 'agents',
  handler: async ({ session, params, audit }) => {
    await removeView({ ctx: { ...runtime(), who: session }, input: { id: params['id'] ?? '' } })
    audit({ kind: 'view_changed', outcome: 'ok', subject: params['id'] ?? '', detail: { action: 'removed' } })
    return new Response(null, { status: 204, headers: API_HEADERS })
  },
})

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ PATCH: change, DELETE: remove })
