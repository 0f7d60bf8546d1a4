import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { loadCertificate } from './certificate.ts'
import { type DemoClock, steerableClock } from './clock.ts'
import { openFleet } from './fleet/fleet.ts'
import { generateSource } from './fleet/generated-source.ts'
import { type FleetFile, listSource } from './fleet/listed-source.ts'
import { accounts } from './security/accounts.ts'
import { openLoginGate } from './security/login-gate.ts'
import { openTokenOffice } from './security/tokens.ts'
import type { DemoState } from './wire/call.ts'
import { answer } from './wire/pipeline.ts'
import { commonHeaders } from './wire/reply.ts'
import { openRequestLimit } from './wire/request-limit.ts'

export interface DemoOptions {
  /** Number of generated agents, without agent 000. */
  readonly agents?: number
  readonly seed?: number
  /** 0 takes a free port. */
  readonly port?: number
  readonly host?: string
  readonly clock?: DemoClock
  /** Agents to serve instead of generated ones. */
  readonly fleet?: FleetFile
  /** Stops all lives; the default for a given fleet, while generated ones live. */
  readonly frozen?: boolean
  /** Where the certificate is kept between starts. */
  readonly certDir?: string
  /** 0 switches the limit off. */
  readonly requestsPerMinute?: number
  /** Epoch milliseconds around which a generated fleet's past is laid out; the clock's now by default. */
  readonly bornAt?: number
}

export interface Demo {
  readonly url: string
  readonly port: number
  /** SHA-256 of the certificate, lower-case hex without colons. */
  readonly fingerprint: string
  /** The certificate to trust, as PEM. */
  readonly caPem: string
  stop(): Promise<void>
}

/** Starts a demo manager on HTTPS and resolves when it listens. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const clock = steerableClock(options.clock)
  const certificate = await loadCertificate(options.certDir)
  const bornAt = Math.floor((options.bornAt ?? clock.now()) / 1000)
  const source = options.fleet
    ? listSource(options.fleet, options.frozen === false)
    : generateSource({ agents: options.agents ?? 2000, seed: options.seed ?? 1, bornAt, frozen: options.frozen ?? false })
  const demo: DemoState = {
    clock,
    tokens: await openTokenOffice(clock),
    loginGate: openLoginGate(clock),
    fleet: openFleet(source),
    accounts,
    rbacMode: 'white',
  }
  const limit = openRequestLimit(clock, options.requestsPerMinute ?? 300)
  const server = createServer({ cert: certificate.certPem, key: certificate.keyPem, keepAlive: true }, (request, response) => {
    const [rawPath = '/', query = ''] = splitOnce(request.url ?? '/')
    request.resume()
    answer(demo, limit, {
      method: request.method ?? 'GET',
      path: decodePath(rawPath),
      query,
      authorization: request.headers.authorization,
      address: request.socket.remoteAddress ?? '',
      host: request.headers.host ?? 'localhost',
    }).then((reply) => {
      const body = Buffer.from(reply.body)
      response.writeHead(reply.status, { ...reply.headers, ...commonHeaders, 'content-length': body.length })
      response.end(request.method === 'HEAD' ? undefined : body)
    })
  })
  const host = options.host ?? '127.0.0.1'
  const port = await listen(server, options.port ?? 0, host)
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    fingerprint: certificate.fingerprint,
    caPem: certificate.certPem,
    stop: () => close(server),
  }
}

function splitOnce(url: string): [string, string] {
  const mark = url.indexOf('?')
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(boundPort(server.address()))
    })
  })
}

function boundPort(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
