import { agentAddress, annotationEvent } from '#server/http/annotating.ts'
import { defineRoute, readJson } from '#server/http/define-route.ts'
import { defineRoutes } from '#server/http/define-routes.ts'
import { queryParams } from '#server/http/query-params.ts'
import { runtime } from '#server/runtime.ts'
import { getEnrolments, setApart } from '#server/services/agent/enrolments.ts'

const read = defineRoute({
  access: 'agents',
  handler: ({ ctx, session, url, params }) =>
    getEnrolments({ ctx: { ...ctx, session }, input: { ...agentAddress(params), at: queryParams(url, ['at']).at } }),
})

const set = defineRoute({
  access: 'agents',
  handler: async ({ ctx, session, params, request, audit }) => {
    const input = { ...agentAddress(params), body: await readJson(request) }
    const done = await setApart({ ctx: { ...ctx, session, who: session, apart: runtime().apart }, input })
    audit(annotationEvent(params, 'enrolments'))
    return done
  },
})

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({ GET: read, PUT: set })
