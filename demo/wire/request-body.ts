import type { IncomingMessage } from 'node:http'

/** Bytes a body may have, as in the manager's default configuration. */
const MAX_BYTES = 10_485_760

/** What is kept of a body for reading; more than that is only counted. */
const KEPT_BYTES = 2 * MAX_BYTES

/** The body of a request as it was sent. */
export interface RequestBody {
  /** The media type without its parameters, when the request names one. */
  readonly type?: string
  readonly bytes: Buffer
  /** How many bytes were sent, of which `bytes` may hold only the first. */
  readonly size: number
  readonly limit: number
}

/** Reads a request to its end. Rejects when the client goes away before that. */
export async function readRequestBody(request: IncomingMessage): Promise<RequestBody> {
  const type = request.headers['content-type']?.split(';')[0]
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    if (size < KEPT_BYTES) chunks.push(bytes)
    size += bytes.length
  }
  return { ...(type === undefined ? {} : { type }), bytes: Buffer.concat(chunks), size, limit: MAX_BYTES }
}
