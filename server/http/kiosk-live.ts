import type { ServiceContext } from '#server/services/context.ts'
import { isServiceError } from '#server/services/errors.ts'
import type { Kiosk } from '#server/services/kiosk/kiosks.ts'
import { requireKiosk } from './kiosk-screen.ts'
import { streamResponse } from './live-response.ts'

/** The event stream of a screen, open until it is disconnected, its end comes or nobody vouches for it. @throws ServiceError `too_many_streams` */
export function kioskLiveResponse(request: Request, kiosk: Kiosk, { scope }: ServiceContext): Promise<Response> {
  const cookie = request.headers.get('cookie')
  const look = async () => {
    try {
      return (await requireKiosk(cookie)).ctx.scope
    } catch (error) {
      if (isServiceError(error)) return null
      throw error
    }
  }
  // No session's id has a colon.
  return streamResponse({ session: `kiosk:${kiosk.id}`, scope, look })
}
