import type { IncomingMessage, ServerResponse } from 'node:http'
import pino from 'pino'
import { expect } from 'vitest'
import { createManagerClient, type ManagerClient } from '#server/manager/client.ts'
import { ManagerError } from '#server/manager/errors.ts'
import type { Limits } from '#server/manager/http.ts'
import { HastyClock } from './manager-clock.ts'
import {
  type Certificate,
  makeCertificate,
  makeToken,
  managerAt,
  PASSWORD,
  startHttps,
  type TestServer,
} from './manager-server.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const INFO = { api_version: '4.14.7', hostname: 'manager-host', timestamp: '2026-11-21T09:49:09Z' }
export const PAGE = { kind: 'all', afterId: 0, limit: 5000 } as const
let certificate: Promise<Certificate> | undefined

/** A client, and a server that logs it in, tells its version and answers the rest as the test says. */
export class ManagerRig {
  readonly clock = new HastyClock()
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers'] }[] = []
  /** Everything but a log-in and the version; an empty page if the test says nothing. */
  answer: Answer = (_, response) => json(response, list([]))
  logInAnswer: Answer = (_, response) => json(response, { data: { token: makeToken() }, error: 0 })
  readonly certificate: Certificate
  client: ManagerClient
  readonly #server: TestServer
  readonly #logLines: string[] = []

  static async start(): Promise<ManagerRig> {
    certificate ??= makeCertificate()
    const own = await certificate
    const box: { rig?: ManagerRig } = {}
    const server = await startHttps(own, (request, response) => box.rig?.handle(request, response))
    box.rig = new ManagerRig(own, server)
    return box.rig
  }

  private constructor(own: Certificate, server: TestServer) {
    this.certificate = own
    this.#server = server
    this.client = this.#createClient({}, 1000)
  }

  /** Another client in place of the first. */
  async restart(limits: Partial<Limits>, budgetPerMinute = 1000): Promise<void> {
    await this.client.close()
    this.client = this.#createClient(limits, budgetPerMinute)
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers })
    if (request.url === '/security/user/authenticate') this.logInAnswer(request, response)
    else if (request.url === '/') json(response, { data: INFO, error: 0 })
    else this.answer(request, response)
  }

  logIns(): number {
    return this.requests.filter(({ url }) => url.endsWith('/authenticate')).length
  }

  /** Requests apart from log-ins and the version. */
  calls(): number {
    return this.requests.filter(({ url }) => !url.endsWith('/authenticate') && url !== '/').length
  }

  /** Whatever happened: nothing secret was written anywhere, and nobody was logged out. */
  async stop(): Promise<void> {
    await this.client.close()
    await this.#server.close()
    expectNoSecret(this.#logLines.join('\n'))
    expect(this.requests.filter(({ method }) => method !== 'GET' && method !== 'POST')).toEqual([])
  }

  #createClient(limits: Partial<Limits>, budgetPerMinute: number): ManagerClient {
    const log = pino({ level: 'trace' }, { write: (line) => this.#logLines.push(line) })
    const manager = managerAt(this.#server.url, { fingerprint: this.certificate.fingerprint })
    return createManagerClient({ manager, clock: this.clock, log, budgetPerMinute, limits, random: () => 0.5 })
  }
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': status < 300 ? 'application/json' : 'application/problem+json; charset=utf-8' })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

export function list(items: unknown[], total = items.length) {
  return { data: { affected_items: items, total_affected_items: total, failed_items: [] }, error: 0 }
}

export function item(id: number) {
  return { id: String(id).padStart(3, '0'), name: `n${id}`, status: 'active' }
}

export function unauthorized(response: ServerResponse, detail = 'Invalid token'): void {
  json(response, { title: 'Unauthorized', detail }, 401)
}

/** The error of a call that must fail, which must not give anything away. */
export async function errorOf(call: Promise<unknown>): Promise<ManagerError> {
  const error: unknown = await call.then(
    () => null,
    (reason) => reason,
  )
  if (!(error instanceof ManagerError)) throw new Error(`expected a ManagerError, got ${String(error)}`)
  for (const text of [error.message, String(error.stack), JSON.stringify(error)]) expectNoSecret(text)
  return error
}

function expectNoSecret(text: string): void {
  expect(text).not.toContain(PASSWORD)
  expect(text).not.toContain(Buffer.from(`reader:${PASSWORD}`).toString('base64'))
  expect(text).not.toMatch(/eyJ/)
}
