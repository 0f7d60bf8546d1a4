import type { Config } from '#server/config.ts'
import { isSecure } from './cookie.ts'

type Place = Pick<Config, 'publicOrigin' | 'tls' | 'kioskEmbedOrigins'>

/** Browsers keep no cookie for longer; how long it is good for is for the store to say. */
const AGE_SECONDS = 400 * 86_400

/** The token of a screen in a Cookie header, or `null`. It is no session, and a session is no screen. */
export function readKioskToken(header: string | null, place: Place): string | null {
  for (const part of header?.split(';') ?? []) {
    const [name, value] = part.trim().split('=', 2)
    if (name === cookieName(place) && value) return value
  }
  return null
}

/**
 * A Set-Cookie value that stores a screen's token. Only where embedding is allowed it is one for frames of other sites, and then for
 * each of them apart.
 */
export function kioskCookie(token: string, place: Place): string {
  const sites = place.kioskEmbedOrigins.length > 0 ? 'SameSite=None; Partitioned' : 'SameSite=Lax'
  const secure = isSecure(place) ? '; Secure' : ''
  return `${cookieName(place)}=${token}; Path=/; HttpOnly; ${sites}${secure}; Max-Age=${AGE_SECONDS}`
}

/** With `__Host-` no other host and no plain connection can set it. */
function cookieName(place: Place): string {
  return isSecure(place) ? '__Host-rollcall_kiosk' : 'rollcall_kiosk'
}
