import { createHash, timingSafeEqual } from 'node:crypto'
import type { Config } from '#server/config.ts'
import { isLoopback } from '#server/services/is-loopback.ts'

/**
 * Whether a request may read how Rollcall itself is doing: it bears the token, where one is set; else it comes from this machine, to an
 * address of this machine. Behind a proxy everything comes from this machine, so there only the token counts.
 */
export function isOperator(
  request: Request,
  { metricsToken, publicOrigin }: Pick<Config, 'metricsToken' | 'publicOrigin'>,
): boolean {
  if (metricsToken !== null) {
    const given = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(request.headers.get('authorization') ?? '')?.[1]
    return given !== undefined && timingSafeEqual(digest(given), digest(metricsToken))
  }
  const host = request.headers.get('host') ?? ''
  // A page of another site whose name was made to lead here has that name in Host.
  return publicOrigin === null && isLoopback(request.headers.get('x-rollcall-peer') ?? '') && isLoopback(nameOf(host))
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
}

/** Of equal length whatever it is of, so that comparing takes equally long. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
