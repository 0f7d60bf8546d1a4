import { Pool } from 'undici'
import type { ManagerConfig } from '#server/config.ts'
import { inTurns } from '#server/in-turns.ts'
import { ManagerError } from './errors.ts'
import { jsonSteps } from './json-steps.ts'
import { createConnector, type SeenCertificate } from './tls.ts'

export interface Limits {
  connectMs: number
  /** From the call, a wait for one of the two connections included, to the last byte read. */
  totalMs: number
  bodyBytes: number
}
export const LIMITS: Limits = { connectMs: 10_000, totalMs: 30_000, bodyBytes: 64 * 1024 * 1024 }

export interface HttpRequest {
  method: 'GET' | 'POST'
  path: string
  /** A credential: never logged. */
  authorization: string
  signal?: AbortSignal | undefined
  /** The thread answers requests too: a long answer is read a few milliseconds at a time. */
  inTurns?: boolean
}

export interface HttpAnswer {
  status: number
  /** `null` when the answer is no JSON. */
  json: unknown
}

/** At most two kept-alive connections to one manager. Reads JSON only, up to a cap; follows no redirect and no proxy. */
export class ManagerHttp {
  readonly #pool: Pool
  readonly #limits: Limits
  readonly #origin: string
  /** `null` before the first connection. */
  certificate: SeenCertificate | null = null

  constructor(manager: ManagerConfig, limits: Limits) {
    this.#limits = limits
    this.#origin = manager.url.origin
    this.#pool = new Pool(manager.url.origin, {
      connect: createConnector(manager.tls, limits.connectMs, (seen) => {
        this.certificate = seen
      }),
      connections: 2,
      pipelining: 1,
      headersTimeout: limits.totalMs,
      bodyTimeout: limits.totalMs,
      maxHeaderSize: 16_384,
    })
  }

  /** Sends one request. Rejects with a `ManagerError`, or with the reason of the caller's signal. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    request.signal?.throwIfAborted()
    const stop = new AbortController()
    const onAbort = () => stop.abort(request.signal?.reason)
    request.signal?.addEventListener('abort', onAbort, { once: true })
    const tooLate = new ManagerError('timeout', `The manager did not answer within ${this.#limits.totalMs / 1000} s.`)
    const timer = setTimeout(() => stop.abort(tooLate), this.#limits.totalMs)
    try {
      return await this.#exchange(request, stop.signal)
    } catch (error) {
      if (stop.signal.aborted) throw stop.signal.reason
      throw error instanceof ManagerError ? error : this.#explain(error)
    } finally {
      clearTimeout(timer)
      request.signal?.removeEventListener('abort', onAbort)
    }
  }

  /** Drops the connections at once. */
  close(): Promise<void> {
    return this.#pool.destroy()
  }

  async #exchange({ method, path, authorization, inTurns: gently }: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { statusCode, headers, body } = await this.#pool.request({
      method,
      path,
      headers: { authorization, accept: 'application/json' },
      signal,
    })
    const chunks: Buffer[] = []
    let bytes = 0
    // Leaving the loop destroys the body, and with it the connection.
    for await (const chunk of body) {
      const piece: unknown = chunk
      if (!Buffer.isBuffer(piece)) break
      bytes += piece.length
      if (bytes > this.#limits.bodyBytes) {
        throw new ManagerError('too_large', `The manager's answer is larger than ${this.#limits.bodyBytes} bytes.`, {
          status: statusCode,
        })
      }
      chunks.push(piece)
    }
    const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity'
    const isJson = /^application\/(problem\+)?json\b/i.test(String(headers['content-type']))
    if (!isPlain || !isJson) return { status: statusCode, json: null }
    const text = Buffer.concat(chunks).toString('utf8')
    return { status: statusCode, json: gently ? await inTurns(jsonSteps(text)).catch(() => null) : parse(text) }
  }

  #explain(error: unknown): ManagerError {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code)) {
      return new ManagerError('timeout', `The manager did not answer within ${this.#limits.totalMs / 1000} s.`)
    }
    return new ManagerError(
      'unreachable',
      `The manager at ${this.#origin} can't be reached: ${NETWORK_REASONS[code] ?? fallback(code)}.`,
    )
  }
}

const NETWORK_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to that address',
  ENETUNREACH: 'there is no way to that network',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  EPROTO: 'it does not speak TLS',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
}

function fallback(code: string): string {
  return code === '' ? 'the connection failed' : `the connection failed (${code.slice(0, 64)})`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
