/** For tests that call routes themselves: a request with a session. */
export function get(path: string, cookie: string): Request {
  return new Request(`http://rollcall${path}`, { headers: { cookie } })
}

/** The same with a body of JSON. */
export function sent(method: string, cookie: string, body: string): Request {
  return new Request('http://rollcall/api', { method, headers: { cookie, 'content-type': 'application/json' }, body })
}

/** What must not tell two answers apart. */
export function withoutId(headers: Headers): [string, string][] {
  return [...headers].filter(([name]) => name !== 'x-request-id')
}
