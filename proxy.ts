import { type NextRequest, NextResponse } from 'next/server'

/** Gives every page a Content-Security-Policy with a fresh nonce. It decides nothing about rights: each route does that itself. */
export function proxy(request: NextRequest) {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const embedders = isKiosk(request.nextUrl.pathname) ? readEmbedders() : []
  const development = process.env.NODE_ENV === 'development'
  const policy = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // React writes computed sizes into style attributes; they can't load or run anything.
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors ${embedders.length === 0 ? "'none'" : embedders.join(' ')}`,
  ].join('; ')
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  // The path is passed on so that the sign-in gate can say where to return to.
  headers.set('x-path', request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('cache-control', 'no-store')
  if (embedders.length === 0) response.headers.set('x-frame-options', 'DENY')
  return response
}

/** Origins of the sites that may show a screen; the setting was checked when the process started. */
function readEmbedders(): string[] {
  const sites = (process.env['KIOSK_EMBED_ORIGINS'] ?? '').split(/[\s,]+/).filter(Boolean)
  return sites.map((site) => new URL(site).origin)
}

/** The one page that other sites may be allowed to show in a frame. */
function isKiosk(path: string): boolean {
  return path === '/kiosk' || path === '/kiosk/start'
}

// Left out is only what never answers with a page; a name that merely starts the same may.
export const config = { matcher: ['/((?!api$|api/|_next/static/|icon\\.svg$).*)'] }
