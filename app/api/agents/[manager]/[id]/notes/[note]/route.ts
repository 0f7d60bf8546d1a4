import { agentAddress, annotating, annotationEvent } from '#server/http/annotating.ts'
import { defineRoute, readJson } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { queryParams } from '#server/http/query-params.ts'
import { changeNote, removeNote } from '#server/services/agent/annotations.ts'

const change = defineRoute({
  access: 'agents',
  handler: async ({ ctx, session, params, request, audit }) => {
    const input = { ...agentAddress(params), note: params['note'] ?? '', body: await readJson(request) }
    const done = await changeNote({ ctx: annotating(ctx, session), input })
    audit(annotationEvent(params, 'note changed'))
    return done
  },
})

const remove = defineRoute({
  access: 'agents',
  handler: async ({ ctx, session, params, url, audit }) => {
    const { version } = queryParams(url, ['version'])
    const input = { ...agentAddress(params), note: params['note'] ?? '', version }
    const done = await removeNote({ ctx: annotating(ctx, session), input })
    audit(annotationEvent(params, 'note removed'))
    return done
  },
})

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ PATCH: change, DELETE: remove })
