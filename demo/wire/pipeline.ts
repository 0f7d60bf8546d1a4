import { endpoints } from '../endpoints/registry.ts'
import { identify } from '../security/identify.ts'
import { type ProcessedPolicies, processPolicies } from '../security/processed-policies.ts'
import { namedRights } from '../security/rbac.ts'
import { acceptBody, refuseNesting, validateBody } from '../spec/body.ts'
import { validatePath, validateQuery } from '../spec/validate.ts'
import type { DemoState, Endpoint } from './call.ts'
import { authContextTooLarge, BorderError, loginBlocked, tooManyRequests } from './manager-error.ts'
import { errorReply, problemReply, type Reply } from './reply.ts'
import type { RequestBody } from './request-body.ts'
import type { RequestLimit } from './request-limit.ts'
import { matchRoute, type RouteMatch } from './router.ts'

/** A request as far as the manager looks at it. */
export interface Incoming {
  readonly method: string
  /** Decoded path, without the query. */
  readonly path: string
  /** The query as it was sent, without the question mark. */
  readonly query: string
  readonly authorization: string | undefined
  readonly address: string
  readonly host: string
  readonly expect?: string | undefined
  readonly body: RequestBody
}

type Found = Extract<RouteMatch, { kind: 'found' }>

const runAsPath = '/security/user/authenticate/run_as'
const signInPaths = new Set(['/security/user/authenticate', runAsPath])

/**
 * The order of the manager's checks: nesting of the body, verb, limit, login block, size of a context, identity,
 * parameters, content type, body, `Expect`, path, and then the function with its rights.
 */
export async function answer(demo: DemoState, limit: RequestLimit, incoming: Incoming): Promise<Reply> {
  const pretty = new URLSearchParams(incoming.query).getAll('pretty').at(-1) === 'true'
  try {
    refuseNesting(incoming.body)
    const match = matchRoute(incoming.method, incoming.path, demo.apiVersion)
    if (match.kind === 'wrong-verb') throw new BorderError(405, 'Method Not Allowed', '405: Method Not Allowed')
    if (match.kind === 'redirect') return redirect(match.to, incoming)
    if (!limit.admit()) throw tooManyRequests()
    checkSignIn(demo, incoming)
    if (match.kind === 'found') return await answerRoute(demo, match, incoming, pretty)
    checkExpect(incoming)
    throw new BorderError(404, 'Not Found', '404: Not Found')
  } catch (error) {
    if (isSignIn(incoming) && error instanceof BorderError && error.status === 401) demo.loginGate.fail(incoming.address)
    return errorReply(error, demo.fleet.identity.nodeName, pretty)
  }
}

/** Whether this request asks for a token. */
export function isSignIn({ path, method }: Incoming): boolean {
  return signInPaths.has(path) && (method === 'GET' || method === 'POST')
}

/** @throws BorderError 403, 413 */
function checkSignIn(demo: DemoState, incoming: Incoming): void {
  if (isSignIn(incoming) && !demo.loginGate.admits(incoming.address)) throw loginBlocked()
  if (incoming.path === runAsPath && incoming.method === 'POST' && incoming.body.size > 8192) throw authContextTooLarge()
}

/** @throws BorderError 417 */
function checkExpect({ expect, body }: Incoming): void {
  if (expect === undefined) return
  if (expect.toLowerCase() !== '100-continue') throw new BorderError(417, 'Expectation failed', 'Unknown Expect')
  if (body.size <= body.limit) return
  const detail = `Maximum content size limit (${body.limit}) exceeded (${body.size} bytes read)`
  throw new BorderError(417, 'Expectation failed', detail)
}

function redirect(to: string, { host, query }: Incoming): Reply {
  return { status: 307, headers: { location: `https://${host}${to}${query === '' ? '' : `?${query}`}` }, body: '' }
}

async function answerRoute(demo: DemoState, match: Found, incoming: Incoming, pretty: boolean): Promise<Reply> {
  const endpoint = endpoints[`${match.verb} ${match.path}`]
  const auth = endpoint?.auth ?? (signInPaths.has(match.path) ? 'basic' : 'bearer')
  const { account, roles } = await identify(demo, auth, incoming.authorization)
  if (!endpoint) {
    const detail = `The demo manager knows ${match.verb} ${match.path} but does not answer it yet`
    return problemReply(501, { title: 'Not Implemented', detail })
  }
  const values = validateQuery(new URLSearchParams(incoming.query), endpoint.parameters)
  const captures = validatePath(match.captures, endpoint.path ?? [])
  const body = endpoint.body ? validateBody(endpoint.body, incoming.body) : {}
  checkExpect(incoming)
  if (endpoint.body) acceptBody(endpoint.body, incoming.body, body)
  const policies = processPolicies(roles)
  const nowSeconds = demo.clock.seconds()
  demo.fleet.refresh(nowSeconds)
  try {
    const call = { demo, values, captures, body, account, roles, policies, nowSeconds }
    return deprecated(endpoint, await endpoint.handle(call))
  } catch (error) {
    return errorReply(error, auth === 'basic' ? demo.fleet.identity.nodeName : nodeNameFor(demo, policies), pretty)
  }
}

function deprecated(endpoint: Endpoint, reply: Reply): Reply {
  if (endpoint.deprecatedLink === undefined) return reply
  return { ...reply, headers: { ...reply.headers, deprecated: 'true', link: endpoint.deprecatedLink } }
}

/** Who may not read the cluster does not learn the name of the node that failed. */
function nodeNameFor(demo: DemoState, policies: ProcessedPolicies): string {
  const { nodeName } = demo.fleet.identity
  return namedRights(policies, demo.rbacMode, 'cluster:read', 'node:id').has(nodeName) ? nodeName : 'unknown-node'
}
