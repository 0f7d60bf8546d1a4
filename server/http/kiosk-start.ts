import { runtime } from '#server/runtime.ts'
import { isServiceError, ServiceError } from '#server/services/errors.ts'
import { kioskCookie } from './kiosk-cookie.ts'
import { kioskStateOf } from './kiosk-screen.ts'

/** Say on the way back that a cookie was given, as a browser that keeps none must not go round for ever; or that there is no room. */
const STARTED = 'started'
const CROWDED = 'crowded'

/**
 * Gives a browser that wants to be a screen its cookie and a code, and sends it back to the page of the screen with the options that
 * it came with. One that is a screen already, or waits, keeps what it has. @throws ServiceError `bad_request`
 */
export async function startKiosk(request: Request, url: URL, address: string): Promise<Response> {
  const mode = request.headers.get('sec-fetch-mode')
  // Pictures and scripts of other pages must not make codes.
  if (mode !== null && mode !== 'navigate') throw new ServiceError('bad_request', 'This address is for opening it as a page.')
  const { config } = runtime()
  const options = new URLSearchParams([...url.searchParams].filter(([name]) => name !== STARTED && name !== CROWDED))
  const headers = new Headers({ 'cache-control': 'no-store' })
  const { screen } = await kioskStateOf(request.headers.get('cookie'))
  if (screen.state === 'none' || screen.state === 'ended') {
    const token = startPairing(address, request)
    if (token !== null) headers.set('set-cookie', kioskCookie(token, config))
    options.set(token === null ? CROWDED : STARTED, '1')
  }
  headers.set('location', options.size === 0 ? '/kiosk' : `/kiosk?${options.toString()}`)
  return new Response(null, { status: 303, headers })
}

/** @returns the token of a new code, `null` when too many wait */
function startPairing(address: string, request: Request): string | null {
  try {
    return runtime().kiosks.pairings.start(address, request.headers.get('user-agent') ?? '').token
  } catch (error) {
    if (isServiceError(error) && error.code === 'too_many_attempts') return null
    throw error
  }
}
