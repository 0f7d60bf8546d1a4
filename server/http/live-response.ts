import { type Runtime, runtime } from '#server/runtime.ts'
import { ServiceError } from '#server/services/errors.ts'
import type { Session } from '#server/services/people/sessions.ts'
import { API_HEADERS } from './problem.ts'
import { lookAgain } from './request-session.ts'

/** After this long somebody who found no place may ask again. */
const RETRY_SECONDS = 60

/** The event stream of a session, open until the session ends, loses its rights or the reader leaves. @throws ServiceError `too_many_streams` */
export async function liveResponse(request: Request, { id, scope }: Session): Promise<Response> {
  const again = lookAgain(request)
  const look = async () => (await again())?.scope ?? null
  return streamResponse({ session: id, scope, look })
}

/** The same for whoever reads. @throws ServiceError `too_many_streams` */
export async function streamResponse(viewer: Parameters<Runtime['live']['open']>[0]): Promise<Response> {
  const stream = await runtime().live.open(viewer)
  if (stream === null) {
    const detail = 'This session, or the dashboard, has as many event streams as it may have. Ask for what is new instead.'
    throw new ServiceError('too_many_streams', detail, { retryAfterSeconds: RETRY_SECONDS })
  }
  return new Response(stream, {
    headers: {
      ...API_HEADERS,
      // A proxy that packs or collects the answer would hold events back.
      'cache-control': 'no-store, no-transform',
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    },
  })
}
