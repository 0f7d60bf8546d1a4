import { endpoints } from '../endpoints/registry.ts'
import type { Account } from '../security/accounts.ts'
import { type ProcessedPolicies, processPolicies } from '../security/processed-policies.ts'
import { namedRights } from '../security/rbac.ts'
import { validateQuery } from '../spec/validate.ts'
import type { DemoState, Endpoint } from './call.ts'
import { BorderError, loginBlocked, tooManyRequests } from './manager-error.ts'
import { errorReply, problemReply, type Reply } from './reply.ts'
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
}

const signInPaths = new Set(['/security/user/authenticate', '/security/user/authenticate/run_as'])

/** The order of the manager's checks: limit, login block, route, identity, parameters, rights, function. */
export async function answer(demo: DemoState, limit: RequestLimit, incoming: Incoming): Promise<Reply> {
  const isSignIn = signInPaths.has(incoming.path) && (incoming.method === 'GET' || incoming.method === 'POST')
  try {
    if (!limit.admit()) throw tooManyRequests()
    if (incoming.expect !== undefined && incoming.expect.toLowerCase() !== '100-continue') {
      throw new BorderError(417, 'Expectation failed', 'Unknown Expect')
    }
    if (isSignIn && !demo.loginGate.admits(incoming.address)) throw loginBlocked()
    const match = matchRoute(incoming.method, incoming.path)
    if (match.kind !== 'found') return withoutRoute(match, incoming)
    return await answerRoute(demo, match, incoming)
  } catch (error) {
    if (isSignIn && error instanceof BorderError && error.status === 401) demo.loginGate.fail(incoming.address)
    return errorReply(error, demo.fleet.identity.nodeName)
  }
}

function withoutRoute(match: Exclude<RouteMatch, { kind: 'found' }>, incoming: Incoming): Reply {
  if (match.kind === 'redirect') {
    const query = incoming.query === '' ? '' : `?${incoming.query}`
    return { status: 307, headers: { location: `https://${incoming.host}${match.to}${query}` }, body: '' }
  }
  if (match.kind === 'wrong-verb') return problemReply(405, { title: 'Method Not Allowed', detail: '405: Method Not Allowed' })
  return problemReply(404, { title: 'Not Found', detail: '404: Not Found' })
}

async function answerRoute(demo: DemoState, match: Extract<RouteMatch, { kind: 'found' }>, incoming: Incoming): Promise<Reply> {
  const endpoint = endpoints[`${match.verb} ${match.path}`]
  const account = await identify(demo, endpoint?.auth ?? (signInPaths.has(match.path) ? 'basic' : 'bearer'), incoming)
  if (!endpoint) {
    const detail = `The demo manager knows ${match.verb} ${match.path} but does not answer it yet`
    return problemReply(501, { title: 'Not Implemented', detail })
  }
  const values = validateQuery(new URLSearchParams(incoming.query), endpoint.parameters)
  const policies = processPolicies(account.roles)
  const nowSeconds = demo.clock.seconds()
  demo.fleet.refresh(nowSeconds)
  try {
    const reply = await endpoint.handle({ demo, values, captures: match.captures, account, policies, nowSeconds })
    return deprecated(endpoint, reply)
  } catch (error) {
    return errorReply(error, nodeNameFor(demo, policies))
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

/** @throws BorderError 401 */
async function identify(demo: DemoState, auth: Endpoint['auth'], incoming: Incoming): Promise<Account> {
  const [scheme = '', ...rest] = (incoming.authorization ?? '').trim().split(/\s+/)
  const credential = rest.join(' ')
  if (auth === 'basic') {
    const account = scheme.toLowerCase() === 'basic' ? checkPassword(demo, credential) : undefined
    if (!account) throw unauthorized('Invalid credentials')
    return account
  }
  if (incoming.authorization === undefined || incoming.authorization === '') throw unauthorized('No authorization token provided')
  if (credential === '') throw unauthorized('Invalid authorization header')
  if (scheme.toLowerCase() !== 'bearer') throw unauthorized('No authorization token provided')
  const username = await demo.tokens.verify(credential)
  const account = demo.accounts.find((candidate) => candidate.username === username)
  if (!account) throw unauthorized('Invalid token')
  return account
}

function checkPassword(demo: DemoState, credential: string): Account | undefined {
  const text = Buffer.from(credential, 'base64').toString('latin1')
  const colon = text.indexOf(':')
  if (colon < 0) return undefined
  const [username, password] = [text.slice(0, colon), text.slice(colon + 1)]
  return demo.accounts.find((account) => account.username === username && account.password === password)
}

function unauthorized(detail: string): BorderError {
  return new BorderError(401, 'Unauthorized', detail)
}
