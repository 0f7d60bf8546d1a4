import { runtime } from '#server/runtime.ts'
import { ServiceError } from '#server/services/errors.ts'
import type { OidcIssuer } from '#server/services/people/oidc-issuer.ts'
import { isSecure } from './cookie.ts'

const MINUTES_10 = 600

/** The issuer that people sign in with. @throws ServiceError `not_found` */
export function oidcIssuer(): OidcIssuer {
  const { oidc } = runtime()
  if (oidc === null) throw new ServiceError('not_found', 'Nobody signs in by OpenID Connect here.')
  return oidc
}

/** Where the issuer sends browsers back to; it knows this address, and refuses any other. */
export function redirectUri(request: Request): string {
  return `${ownOrigin(request)}/api/session/oidc/callback`
}

/** Origin of our pages as this browser reaches them. */
export function ownOrigin(request: Request): string {
  const { publicOrigin, tls } = runtime().config
  return publicOrigin ?? `${tls === null ? 'http' : 'https'}://${request.headers.get('host') ?? 'localhost'}`
}

/** The attempt that this browser has under way, sealed. */
export function readAttempt(request: Request): string | null {
  const name = `${attemptName()}=`
  const parts = request.headers.get('cookie')?.split(';') ?? []
  return (
    parts
      .map((part) => part.trim())
      .find((part) => part.startsWith(name))
      ?.slice(name.length) || null
  )
}

/** A Set-Cookie value that keeps an attempt for the browser's way to the issuer and back; with '' it removes it. */
export function attemptCookie(sealed: string): string {
  const secure = isSecure(runtime().config) ? '; Secure' : ''
  return `${attemptName()}=${sealed}; Path=/; HttpOnly; SameSite=Lax${secure}; Max-Age=${sealed === '' ? 0 : MINUTES_10}`
}

function attemptName(): string {
  return isSecure(runtime().config) ? '__Host-rollcall_oidc' : 'rollcall_oidc'
}
