import { defineRoute, readJson } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { API_HEADERS } from '#server/http/problem.ts'
import { queryParams } from '#server/http/query-params.ts'
import { runtime } from '#server/runtime.ts'
import { createView, listViews } from '#server/services/fleet/views.ts'

const list = defineRoute({
  access: 'agents',
  handler: async ({ session, url }) => {
    queryParams(url, [])
    return listViews({ ctx: { ...runtime(), who: session } })
  },
})

const create = defineRoute({
  access: 'agents',
  handler: async ({ session, request, audit }) => {
    const view = await createView({ ctx: { ...runtime(), who: session }, input: await readJson(request) })
    audit({ kind: 'view_changed', outcome: 'ok', subject: view.name, detail: { action: 'added', shared: view.shared } })
    return Response.json(view, { status: 201, headers: API_HEADERS })
  },
})

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ GET: list, POST: create })
