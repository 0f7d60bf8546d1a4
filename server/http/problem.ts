import type { Problem, ProblemCode } from '#lib/contract/problem.ts'

/** The HTTP side of each error code; a new code does not compile without its line here. */
const CODES = {
  bad_request: [400, 'Bad request'],
  bad_query: [400, 'The query can’t be read'],
  bad_cursor: [400, 'The page link can’t be read'],
  unauthenticated: [401, 'Sign in first'],
  wrong_credentials: [401, 'Wrong user name or password'],
  no_permission: [403, 'No permission'],
  forbidden_origin: [403, 'Request from another site'],
  insecure_transport: [403, 'Not over plain HTTP'],
  not_found: [404, 'Not found'],
  not_owner: [403, 'Not yours to change'],
  conflict: [409, 'Not possible as things are'],
  method_not_allowed: [405, 'Method not allowed'],
  too_large: [413, 'Too large'],
  too_many_attempts: [429, 'Too many attempts'],
  too_many_streams: [429, 'Too many event streams'],
  too_many_requests: [429, 'Too much at once'],
  too_busy: [503, 'Too busy'],
  manager_unreachable: [503, 'The manager can’t be reached'],
  not_ready: [503, 'Not ready yet'],
  store_unavailable: [503, 'The store can’t be used'],
  internal: [500, 'Something went wrong here'],
} as const satisfies Record<ProblemCode, readonly [number, string]>

/** Headers of every API answer: nothing is cached, and the answer is never a page. */
export const API_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const

/** An RFC 9457 answer. */
export function problemResponse(
  code: ProblemCode,
  detail: string,
  requestId: string,
  extra: Pick<Problem, 'retryAfterSeconds' | 'query'> = {},
): Response {
  const [status, title] = CODES[code]
  const body: Problem = { type: 'about:blank', title, status, code, detail, requestId, ...extra }
  const headers = new Headers({ ...API_HEADERS, 'content-type': 'application/problem+json', 'x-request-id': requestId })
  if (extra.retryAfterSeconds !== undefined) headers.set('retry-after', String(extra.retryAfterSeconds))
  return new Response(JSON.stringify(body), { status, headers })
}
