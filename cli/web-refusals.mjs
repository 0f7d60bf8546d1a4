// What is answered in front of Next, which has a bare 500 or an empty answer for it.
import { randomUUID } from 'node:crypto'
import { SECURITY_HEADERS } from './security-headers.mjs'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** No route takes a body of more; the largest is an alert, `lib/contract/limits.ts`. */
const BODY_BYTES_MAX = 1_048_576

/** Answers a request that no route can take. @param {string | null} refusedHeader that it has and may not have @returns whether it did */
export function refuse(request, response, refusedHeader) {
  if (refusedHeader !== null) {
    const detail = `The header ${refusedHeader} is not taken from outside.`
    answer(request, response, { status: 400, code: 'bad_request', title: 'Bad request', detail })
    return true
  }
  if (!METHODS.includes(request.method)) {
    response.setHeader('Allow', METHODS.join(', '))
    answer(request, response, {
      status: 405,
      code: 'method_not_allowed',
      title: 'Method not allowed',
      detail: 'No address here takes this method.',
    })
    return true
  }
  if (request.method === 'POST' && /^\/sign-in(\?|$)/.test(request.url)) {
    // The form sent itself before the page's code was there to do it: the page again, with the password in nobody's address.
    response.writeHead(303, { ...SECURITY_HEADERS, Location: request.url, 'Cache-Control': 'no-store' }).end()
    return true
  }
  if (isChanging(request) && !/^\/api(\/|\?|$)/.test(request.url)) {
    response.setHeader('Allow', 'GET, HEAD, OPTIONS')
    const detail = 'Pages are only read; what changes something is under /api.'
    answer(request, response, { status: 405, code: 'method_not_allowed', title: 'Method not allowed', detail })
    return true
  }
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) {
    const detail = `The body may have ${BODY_BYTES_MAX} bytes at most.`
    answer(request, response, { status: 413, code: 'too_large', title: 'Too large', detail })
    return true
  }
  // To some programs what follows two slashes is another server, and what is a whole address names one.
  if (!/^\/(?![/\\])/.test(request.url)) {
    const detail = 'The address has to begin with one slash.'
    answer(request, response, { status: 400, code: 'bad_request', title: 'Bad request', detail })
    return true
  }
  if (isDecodable(request.url.split('?', 1)[0])) return false
  answer(request, response, {
    status: 400,
    code: 'bad_request',
    title: 'Bad request',
    detail: 'The address holds a % that can’t be decoded.',
  })
  return true
}

/** For one more of too many cookies that are nobody's: said at once, whatever the address is of; a screen that waits to be connected asks again. */
export function tooMuch(request, response) {
  askAgain(response, 2)
  const detail = 'Too many requests with cookies that are over or nobody’s came from your address. Sign in at /sign-in.'
  answer(request, response, { status: 429, code: 'too_many_requests', title: 'Too much at once', detail })
}

/** For what escapes Next. */
export function fail(request, response) {
  if (response.headersSent) return response.end()
  const detail = 'Try again; if it stays, look into the log.'
  answer(request, response, { status: 500, code: 'internal', title: 'Something went wrong here', detail })
}

/**
 * For a page when as many are being made as there may be. Browsers load it again by themselves: nobody stands in front of a wall screen.
 * @param {{ code: string, detail: string, retryAfterSeconds: number }} why
 */
export function tooBusy(request, response, { code, detail, retryAfterSeconds }) {
  const [status, title] = code === 'too_busy' ? [503, 'Too busy'] : [429, 'Too much at once']
  askAgain(response, retryAfterSeconds)
  answer(request, response, { status, code, title, detail })
}

/** Programs are told when; a browser loads a page again by itself, and not all do so at the same moment. */
function askAgain(response, seconds) {
  response.setHeader('Retry-After', String(seconds))
  response.setHeader('Refresh', String(seconds + Math.floor(Math.random() * 5)))
}

/** A problem as `lib/contract/problem.ts` has it to programs, a line of text to people. */
function answer(request, response, { status, code, title, detail }) {
  const isApi = /^\/api(\/|\?|$)/.test(request.url)
  const requestId = randomUUID()
  const body = isApi ? JSON.stringify({ type: 'about:blank', title, status, code, detail, requestId }) : `${title}. ${detail}\n`
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
    // Without it the head is written before the length is known, and the answer goes out in pieces.
    'Content-Length': Buffer.byteLength(body),
    'Content-Type': isApi ? 'application/problem+json' : 'text/plain; charset=utf-8',
    'X-Request-Id': requestId,
  })
  response.end(body)
}

/** Whether the method changes something, and so may bring a body; Next would read it for pages too. */
function isChanging({ method }) {
  return method === 'POST' || method === 'PUT' || method === 'PATCH' || method === 'DELETE'
}

function isDecodable(path) {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
