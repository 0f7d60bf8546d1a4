import { randomUUID } from 'node:crypto'
import { type Scope, scopeKind } from '#lib/agent/scope.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { log } from '#server/log.ts'
import { runtime } from '#server/runtime.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { isServiceError, ServiceError, storeFailure } from '#server/services/errors.ts'
import type { Session } from '#server/services/sessions.ts'
import { readSessionToken } from './cookie.ts'
import { API_HEADERS, problemResponse } from './problem.ts'
import { isSameOrigin } from './same-origin.ts'

/** Who may call a route: everybody; whoever is signed in; or, of those, whose rights show at least some agents. */
type Access = 'open' | 'session' | 'agents'

interface Call<Need extends Access> {
  readonly request: Request
  readonly url: URL
  readonly params: Readonly<Record<string, string>>
  readonly requestId: string
  /** Who asks and what they may see; verbs take it. */
  readonly ctx: ServiceContext
  readonly session: Need extends 'open' ? null : Session
  /** Address of the peer that opened the connection. */
  readonly address: string
}

const SCOPE_NOTHING: Scope = { kind: 'limited', managers: new Map() }

type RouteContext = { params: Promise<Record<string, string>> }

/**
 * One HTTP route: who may call it, then one verb. Everything that changes something needs a request from our own origin.
 * The handler answers a value (sent as JSON) or a whole Response.
 */
export function defineRoute<Need extends Access>(route: { access: Need; handler: (call: Call<Need>) => Promise<unknown> }) {
  return async (request: Request, context: RouteContext): Promise<Response> => {
    const requestId = randomUUID()
    try {
      const { fleet, prisma, clock, log, config } = runtime()
      if (request.method !== 'GET' && request.method !== 'HEAD' && !isSameOrigin(request, config.publicOrigin)) {
        throw new ServiceError('forbidden_origin', 'This request came from another site and was not carried out.')
      }
      const session = route.access === 'open' ? null : await currentSession(request)
      if (session && route.access === 'agents') refuseWithoutRights(session)
      const ctx: ServiceContext = { fleet, prisma, clock, log, config, scope: session?.scope ?? SCOPE_NOTHING }
      const params = await context.params
      const address = request.headers.get('x-rollcall-peer') ?? 'unknown'
      const call = { request, url: new URL(request.url), params, requestId, ctx, session, address }
      // The session is null exactly for open routes, which is what Call says of it.
      const value = await route.handler(call as Call<Need>)
      if (value instanceof Response) {
        value.headers.set('x-request-id', requestId)
        return value
      }
      const headers = { ...API_HEADERS, 'content-type': 'application/json', 'x-request-id': requestId }
      return new Response(JSON.stringify(value), { headers })
    } catch (error) {
      return toProblem(error, requestId)
    }
  }
}

async function currentSession(request: Request): Promise<Session> {
  const token = readSessionToken(request.headers.get('cookie'), runtime().config)
  const session = token === null ? null : await runtime().sessions.find(token)
  if (!session) throw new ServiceError('unauthenticated', 'You are not signed in, or the session is over.')
  return session
}

/** A true refusal, so that nobody takes it for a fleet without agents. It is the same for every agent, whether it exists or not. */
function refuseWithoutRights({ scope, manager }: Session): void {
  if (scopeKind(scope) !== 'nothing') return
  const { name } = runtime().config.managers.find(({ id }) => id === manager) ?? { name: manager }
  throw new ServiceError('no_permission', `${name} gives this account no right to read agents (agent:read).`)
}

function toProblem(error: unknown, requestId: string): Response {
  if (isServiceError(error)) return problemResponse(error.code, error.message, requestId, error.extra)
  const failure = storeFailure(error)
  if (failure) {
    log.warn({ requestId, err: error }, 'the store failed')
    return problemResponse(failure.code, failure.message, requestId)
  }
  // An unknown error never shows its message; the request id finds it in the log.
  log.error({ requestId, err: error }, 'request failed')
  return problemResponse('internal', `Try again; if it stays, look for request ${requestId} in the log.`, requestId)
}

/** Reads a JSON body of at most so many bytes. @throws ServiceError `too_large` or `bad_request` */
export async function readJson(request: Request, maxBytes: number = LIMITS.bodyBytes): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    throw new ServiceError('bad_request', 'The body must be JSON, with the content type application/json.')
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw new ServiceError('too_large', `The body may have ${maxBytes} bytes at most.`)
    chunks.push(chunk)
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)))
  } catch {
    throw new ServiceError('bad_request', 'The body is not valid JSON.')
  }
}
