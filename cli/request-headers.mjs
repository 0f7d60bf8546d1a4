// Headers that only our own server and Next may set. Several past holes of frameworks began with one that came from outside.

/** Sent by nobody who means well: the request is refused. Server actions do not exist here. */
const REFUSED = /^(next-action|x-middleware-.*|x-nextjs-.*|x-invoke-.*|x-rollcall-.*|x-nonce|x-path|x-matched-path)$/
/** Sent by proxies as a matter of course: taken away, so that nothing behind can believe it. */
const REMOVED = /^(forwarded|x-forwarded-.*|x-real-ip)$/
// The development server pairs its debug channel with a request by these; without them following a link never ends.
const DEVELOPMENT_ONLY = /^x-nextjs-(html-)?request-id$/

/** How browsers and Next's router say that a page is fetched before anybody asked for it. Next takes its own header from what pages see. */
const AHEAD = ['sec-purpose', 'purpose', 'x-moz']

/**
 * Removes what a client may not tell us, and puts in who it is, and whether it only fetches ahead.
 * @param {import('node:http').IncomingMessage} request @param {{ development: boolean }} options
 * @returns {string | null} the header for which the request is to be refused
 */
export function checkHeaders(request, { development }) {
  for (const name of Object.keys(request.headers)) {
    // `x_forwarded_for` is the same name to many programs, and passes by whoever looks for the right one.
    const meant = name.replaceAll('_', '-')
    if (development && DEVELOPMENT_ONLY.test(name)) continue
    if (REFUSED.test(meant) || (meant !== name && REMOVED.test(meant))) return name
    if (REMOVED.test(name) || meant !== name) delete request.headers[name]
  }
  if (isAhead(request.headers)) request.headers['x-rollcall-ahead'] = '1'
  request.headers['x-rollcall-peer'] = request.socket.remoteAddress ?? 'unknown'
  return null
}

function isAhead(headers) {
  return 'next-router-prefetch' in headers || AHEAD.some((name) => headers[name]?.toString().includes('prefetch'))
}
