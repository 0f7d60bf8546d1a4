import { randomUUID } from 'node:crypto'
import { type Scope, scopeKind } from '#lib/agent/scope.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import type { ProblemCode } from '#lib/contract/problem.ts'
import { counters } from '#server/counters.ts'
import { log } from '#server/log.ts'
import { runtime } from '#server/runtime.ts'
import type { AuditEvent } from '#server/services/audit/audit-log.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { isServiceError, ServiceError, storeFailure } from '#server/services/errors.ts'
import type { Kiosk } from '#server/services/kiosk/kiosks.ts'
import { administers } from '#server/services/people/administrators.ts'
import type { Session } from '#server/services/people/sessions.ts'
import { voucherName } from '#server/services/people/vouchers.ts'
import type { RequestPlace } from '#server/services/request-places.ts'
import { isDeeperThan } from './json-depth.ts'
import { requireKiosk } from './kiosk-screen.ts'
import { isOperator } from './operator.ts'
import { API_HEADERS, problemResponse } from './problem.ts'
import { requestSession } from './request-session.ts'
import { isSameOrigin } from './same-origin.ts'

/**
 * Who may call a route: everybody; whoever is signed in; of those, whose rights show at least some agents; administrators. `operator` is
 * a program that looks after us (`operator.ts`), not a person. `kiosk` is a screen that somebody approved: it may call nothing else, and
 * nobody else what is for screens.
 */
type Access = 'open' | 'session' | 'agents' | 'administrator' | 'operator' | 'kiosk'

interface Call<Need extends Access> {
  readonly request: Request
  readonly url: URL
  readonly params: Readonly<Record<string, string>>
  readonly requestId: string
  /** Who asks and what they may see; verbs take it. */
  readonly ctx: ServiceContext
  readonly session: Need extends 'open' | 'operator' | 'kiosk' ? null : Session
  readonly kiosk: Need extends 'kiosk' ? Kiosk : null
  /** Address of the peer that opened the connection. */
  readonly address: string
  /** Writes down what this request did; who asked is known. */
  readonly audit: (event: Omit<AuditEvent, 'manager' | 'username' | 'address' | 'requestId'>) => void
}

const SCOPE_NOTHING: Scope = { kind: 'limited', managers: new Map() }

type RouteContext = { params: Promise<Record<string, string>> }

/**
 * One HTTP route: who may call it, then one verb. Everything that changes something needs a request from our own origin.
 * The handler answers a value (sent as JSON) or a whole Response.
 */
export function defineRoute<Need extends Access>(route: {
  access: Need
  /** Waits for nothing, so that it takes no place: whoever watches us is answered whatever else is under way. */
  instant?: boolean
  handler: (call: Call<Need>) => Promise<unknown>
}) {
  return async (request: Request, context: RouteContext): Promise<Response> => {
    const requestId = randomUUID()
    const address = request.headers.get('x-rollcall-peer') ?? 'unknown'
    let session: Session | null = null
    let place: RequestPlace | null = null
    const audit: Call<Need>['audit'] = (event) => {
      const { manager = null, username = null } = session ?? {}
      runtime().audit.record({ ...event, manager, username, address, requestId })
    }
    try {
      const { fleet, prisma, clock, log, config, places } = runtime()
      place = route.instant ? null : places.arrive(address)
      if (request.method !== 'GET' && request.method !== 'HEAD' && !isSameOrigin(request, config.publicOrigin)) {
        throw new ServiceError('forbidden_origin', 'This request came from another site and was not carried out.')
      }
      const isPerson = route.access !== 'open' && route.access !== 'operator' && route.access !== 'kiosk'
      session = isPerson ? await currentSession(request) : null
      const screen = route.access === 'kiosk' ? await requireKiosk(request.headers.get('cookie')) : null
      place?.belongsTo(session?.id ?? screen?.kiosk.id ?? null)
      if (route.access === 'operator' && !isOperator(request, config))
        throw new ServiceError('unauthenticated', 'This is for programs that bear the token in METRICS_TOKEN_FILE.')
      if (session && route.access === 'agents') refuseWithoutRights(session)
      if (session && route.access === 'administrator') refuseOthers(session)
      const scope = screen?.ctx.scope ?? session?.scope ?? SCOPE_NOTHING
      const ctx: ServiceContext = { fleet, prisma, clock, log, config, scope }
      const params = await context.params
      const url = new URL(request.url)
      const call = { request, url, params, requestId, ctx, session, kiosk: screen?.kiosk ?? null, address, audit }
      // The session and the screen are null except for routes that need one, which is what Call says of them.
      const value = await route.handler(call as Call<Need>)
      if (value instanceof Response) {
        value.headers.set('x-request-id', requestId)
        return value
      }
      const headers = { ...API_HEADERS, 'content-type': 'application/json', 'x-request-id': requestId }
      return new Response(JSON.stringify(value), { headers })
    } catch (error) {
      if (isServiceError(error) && isUnknownScreen(request, route.access, error.code))
        audit({ kind: 'kiosk_used', outcome: 'refused', detail: { code: error.code } })
      else if (isServiceError(error) && isRefusal(request, error.code))
        audit({
          kind: 'access_refused',
          outcome: 'refused',
          subject: subjectOf(request, error.code),
          detail: { code: error.code },
        })
      return toProblem(error, requestId)
    } finally {
      place?.leave()
    }
  }
}

const REFUSALS: readonly ProblemCode[] = ['no_permission', 'forbidden_origin', 'not_owner']

/** Whether somebody wanted what they may not have. Who is not signed in and does not claim to be has tried nothing. */
function isRefusal(request: Request, code: ProblemCode): boolean {
  return (
    REFUSALS.includes(code) || (code === 'unauthenticated' && (request.headers.get('cookie') ?? '').includes('rollcall_session='))
  )
}

/** Whether a browser claims to be a screen that is none, or is none any more. */
function isUnknownScreen(request: Request, access: Access, code: ProblemCode): boolean {
  return access === 'kiosk' && code === 'unauthenticated' && (request.headers.get('cookie') ?? '').includes('rollcall_kiosk=')
}

/** What was asked for; forged cookies come in numbers and count together. */
function subjectOf(request: Request, code: ProblemCode): string | null {
  return code === 'unauthenticated' ? null : `${request.method} ${new URL(request.url).pathname}`
}

async function currentSession(request: Request): Promise<Session> {
  const session = await requestSession(request)
  if (!session) throw new ServiceError('unauthenticated', 'You are not signed in, or the session is over.')
  return session
}

/** A true refusal, so that nobody takes it for a fleet without agents. It is the same for every agent, whether it exists or not. */
function refuseWithoutRights({ scope, manager }: Session): void {
  if (scopeKind(scope) !== 'nothing') return
  throw new ServiceError(
    'no_permission',
    `${voucherName(manager, runtime().config)} gives this account no right to read agents (agent:read).`,
  )
}

function refuseOthers(session: Session): void {
  if (administers(session, runtime().config) === 'none')
    throw new ServiceError('no_permission', 'Only administrators may see this.')
}

function toProblem(error: unknown, requestId: string): Response {
  counters.count('problems', isServiceError(error) ? error.code : (storeFailure(error)?.code ?? 'internal'))
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
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
    if (!isDeeperThan(text, LIMITS.bodyDepth)) return JSON.parse(text)
  } catch {
    throw new ServiceError('bad_request', 'The body is not valid JSON.')
  }
  throw new ServiceError('bad_request', `The body may nest ${LIMITS.bodyDepth} levels deep at most.`)
}
