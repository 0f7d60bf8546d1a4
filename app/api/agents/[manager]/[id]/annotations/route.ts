import { agentAddress, annotating, annotationEvent } from '#server/http/annotating.ts'
import { defineRoute, readJson } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { getAnnotations, setAnnotations } from '#server/services/agent/annotations.ts'

const read = defineRoute({
  access: 'agents',
  handler: ({ ctx, session, params }) => getAnnotations({ ctx: { ...ctx, who: session }, input: agentAddress(params) }),
})

const set = defineRoute({
  access: 'agents',
  handler: async ({ ctx, session, params, request, audit }) => {
    const input = { ...agentAddress(params), body: await readJson(request) }
    const done = await setAnnotations({ ctx: annotating(ctx, session), input })
    audit(annotationEvent(params, 'alias and tags'))
    return done
  },
})

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ GET: read, PUT: set })
