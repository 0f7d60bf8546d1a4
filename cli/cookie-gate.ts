import { type Clock, systemClock } from '#server/clock.ts'
import { loadConfig } from '#server/config-env.ts'
import { readSessionToken } from '#server/http/cookie.ts'
import { readKioskToken } from '#server/http/kiosk-cookie.ts'
import { kioskTokenHash } from '#server/services/kiosk/kiosk-token.ts'
import { ForgedCookies } from '#server/services/people/forged-cookies.ts'
import { lookupOnce } from '#server/services/people/session-keys.ts'
import { openReader } from '#server/store/reader.ts'

/** A read that finds the store locked is no reason to keep anybody out. */
const LOCK_WAIT_MS = 25

/** A request as far as it is looked at here. */
interface Asked {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: { readonly cookie?: string | undefined; readonly 'x-rollcall-peer'?: string | string[] | undefined }
}

/** What the web process's HTTP server asks before anything behind it works. */
interface CookieGate {
  /** Whether a request may go on at once: nothing that it brings has to be looked up. */
  passesAtOnce(request: Asked): boolean
  /** Whether it may go on, or brings one more of too many cookies that are nobody's (`ForgedCookies`). */
  mayPass(request: Asked): boolean
}

export function cookieGate(env: NodeJS.ProcessEnv, clock: Pick<Clock, 'now'> = systemClock): CookieGate {
  const loaded = loadConfig(env)
  // As in `forwarded.ts`.
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'))
  const { config } = loaded
  const store = openReader(config.databaseFile, LOCK_WAIT_MS)
  const forged = new ForgedCookies({
    clock,
    isKnown: (token) => {
      try {
        const [session, kiosk] = [lookupOnce(token) ?? '', kioskTokenHash(token) ?? '']
        return store.get(KNOWN, session, kiosk, clock.now()) !== undefined
      } catch {
        return true
      }
    },
  })
  const tokensOf = ({ method, url = '', headers: { cookie } }: Asked) => {
    // Who holds a cookie of a session that ended must be able to sign in, whatever others do at the same address; with all that the page loads.
    if (cookie === undefined || FOR_SIGN_IN.test(url) || (method === 'POST' && url === '/api/session')) return []
    return [readSessionToken(cookie, config), readKioskToken(cookie, config)].filter((token) => token !== null)
  }
  return {
    passesAtOnce: (request) => forged.remembers(tokensOf(request)),
    mayPass(request) {
      const peer = request.headers['x-rollcall-peer']
      return forged.mayPass(tokensOf(request), typeof peer === 'string' ? peer : 'unknown')
    },
  }
}

/** The page, what it loads, and the other ways in, from where an issuer sends people back with whatever cookie they still have. */
const FOR_SIGN_IN = /^\/(_next\/static\/|(sign-in|icon\.svg|favicon\.ico|api\/session\/(oidc(\/callback)?|proxy))(\?|$))/
const KNOWN = `SELECT 1 WHERE EXISTS (SELECT 1 FROM "Session" WHERE "tokenHash" = ?1 AND "ended" IS NULL AND "expiresAt" > ?3)
  OR EXISTS (SELECT 1 FROM "Kiosk" WHERE "tokenHash" = ?2 AND "revokedAt" IS NULL AND "expiresAt" > ?3)`
