import { problem } from '#lib/contract/problem.ts'
import type { Schema } from '#lib/contract/zod.ts'
import { ApiError } from './api-error.ts'

interface Options {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  signal?: AbortSignal | undefined
  /** The person did something since the last call that said so; it keeps their session going. */
  active?: boolean
}

/**
 * Calls our API and checks what it answers.
 * @throws ApiError for every answer that is not the data asked for; an abort is passed on as it is
 */
export async function fetchJson<T>(path: string, schema: Schema<T>, options: Options = {}): Promise<T> {
  const response = await send(path, options)
  const body = await readBody(response)
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new ApiError({
    code: 'bad_answer',
    status: response.status,
    detail: 'The dashboard’s answer has another shape than this page knows. Reload the page.',
    requestId: response.headers.get('x-request-id'),
  })
}

/** The same for calls that answer nothing. @throws ApiError */
export async function fetchNothing(path: string, options: Options): Promise<void> {
  await send(path, options)
}

/** Calls our API; the answer's body is the caller's to read. @throws ApiError for every answer but a good one; an abort is passed on */
export async function send(path: string, { method = 'GET', body, signal, active }: Options): Promise<Response> {
  const init: RequestInit = { method, credentials: 'same-origin', cache: 'no-store', headers: { accept: 'application/json' } }
  if (signal) init.signal = signal
  if (active) init.headers = { ...init.headers, 'rollcall-active': '1' }
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { ...init.headers, 'content-type': 'application/json' }
  }
  let response: Response
  try {
    response = await fetch(path, init)
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError({ code: 'network', status: 0, detail: 'The dashboard does not answer.' })
  }
  if (response.ok) return response
  throw await toError(response)
}

async function toError(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('x-request-id')
  const parsed = problem.safeParse(await readBody(response).catch(() => null))
  if (!parsed.success) {
    const detail = `The dashboard answered with status ${response.status}.`
    return new ApiError({ code: response.status >= 500 ? 'internal' : 'bad_answer', status: response.status, detail, requestId })
  }
  const { code, status, detail, retryAfterSeconds, query } = parsed.data
  return new ApiError({ code, status, detail, requestId: parsed.data.requestId, retryAfterSeconds, query })
}

async function readBody(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    throw new ApiError({ code: 'bad_answer', status: response.status, detail: 'The dashboard’s answer is not JSON.' })
  }
}
