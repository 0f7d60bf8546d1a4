import { agentAddress, annotating, annotationEvent } from '#server/http/annotating.ts'
import { defineRoute, readJson } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { API_HEADERS } from '#server/http/problem.ts'
import { addNote } from '#server/services/agent/annotations.ts'

const add = defineRoute({
  access: 'agents',
  handler: async ({ ctx, session, params, request, audit }) => {
    const input = { ...agentAddress(params), body: await readJson(request) }
    const done = await addNote({ ctx: annotating(ctx, session), input })
    audit(annotationEvent(params, 'note added'))
    return Response.json(done, { status: 201, headers: API_HEADERS })
  },
})

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ POST: add })
