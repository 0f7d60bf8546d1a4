import { runtime } from '#server/runtime.ts'
import { ServiceError } from '#server/services/errors.ts'
import type { Session } from '#server/services/sessions.ts'
import { readSessionToken } from './cookie.ts'
import { API_HEADERS } from './problem.ts'

/** After this long somebody who found no place may ask again. */
const RETRY_SECONDS = 60

/** The event stream of a session, open until the session ends, loses its rights or the reader leaves. @throws ServiceError `too_many_streams` */
export async function liveResponse(request: Request, { scope }: Session): Promise<Response> {
  const { config, live, sessions } = runtime()
  const token = readSessionToken(request.headers.get('cookie'), config) ?? ''
  const look = async () => (await sessions.find(token))?.scope ?? null
  const stream = await live.open({ session: token, scope, look })
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
