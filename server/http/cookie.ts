import type { Config } from '#server/config.ts'

type Place = Pick<Config, 'publicOrigin' | 'tls'>

/** The session token in a Cookie header, or `null`. */
export function readSessionToken(header: string | null, place: Place): string | null {
  for (const part of header?.split(';') ?? []) {
    const [name, value] = part.trim().split('=', 2)
    if (name === cookieName(place) && value) return value
  }
  return null
}

/** A Set-Cookie value that stores the token until `expiresAt` (epoch milliseconds). */
export function sessionCookie(token: string, expiresAt: number, place: Place): string {
  return `${cookieName(place)}=${token}; ${attributes(place)}; Expires=${new Date(expiresAt).toUTCString()}`
}

/** A Set-Cookie value that removes the token. */
export function endedCookie(place: Place): string {
  return `${cookieName(place)}=; ${attributes(place)}; Max-Age=0`
}

/** With `__Host-` no other host and no plain connection can set it; that needs Secure, so it is not possible over plain HTTP. */
function cookieName(place: Place): string {
  return isSecure(place) ? '__Host-rollcall_session' : 'rollcall_session'
}

function attributes(place: Place): string {
  return `Path=/; HttpOnly; SameSite=Lax${isSecure(place) ? '; Secure' : ''}`
}

/** Whether browsers reach us over TLS alone, our own or a proxy's. */
export function isSecure({ publicOrigin, tls }: Place): boolean {
  return publicOrigin !== null || tls !== null
}
