import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DemoControl } from './control.ts'
import { readFault } from './faults.ts'
import type { LineState } from './line.ts'

type Verb = (control: DemoControl, body: Body, id: string) => unknown
type Body = Readonly<Record<string, unknown>>

/** Plain HTTP on loopback, JSON in and out: the same verbs as `DemoControl`. */
const verbs: Readonly<Record<string, Verb>> = {
  'GET /requests': (control) => control.requests(),
  'DELETE /requests': (control) => control.resetRequests(),
  'GET /faults': (control) => control.faults(),
  'POST /faults': (control, body) => ({ id: control.inject(readFault(body)) }),
  'DELETE /faults': (control) => control.clearFaults(),
  'DELETE /faults/:id': (control, _body, id) => control.clearFaults(Number(id)),
  'POST /line': (control, body) => control.setLine(lineState(body.state)),
  'POST /certificate': (control, body) => control.swapCertificate(body.expired === true ? 'expired' : 'another'),
  'POST /clock': (control, body) => {
    control.advance(Number(body.advanceMs ?? 0))
    return { now: control.now() }
  },
  'POST /agents': (control, body) => ({ id: control.addAgent(body) }),
  'PATCH /agents/:id': (control, body, id) => ({ found: control.setAgent(id, body) }),
  'DELETE /agents/:id': (control, _body, id) => ({ found: control.removeAgent(id) }),
  'POST /agents/:id/re-enrol': (control, body, id) => ({
    found: control.reEnrolAgent(id, typeof body.name === 'string' ? body.name : undefined),
  }),
  'POST /fleet': (control, body) => control.replaceFleet({ agents: Number(body.agents ?? 2000), seed: Number(body.seed ?? 1) }),
  'POST /tokens/expire': (control) => control.expireTokens(),
  'POST /policies': (control, body) => control.applyPolicies(body),
  'POST /login-block/reset': (control) => control.resetLoginBlock(),
  'POST /limit': (control, body) => control.setRequestsPerMinute(Number(body.requestsPerMinute ?? 300)),
}

/** Listens on 127.0.0.1; resolves with the port and a way to stop. */
export async function startControlServer(control: DemoControl, port: number): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    serve(control, request)
      .then((result) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(result ?? {}))
      })
      .catch((error: unknown) => {
        response.writeHead(400, { 'content-type': 'application/json' })
        response.end(JSON.stringify({ error: error instanceof Error ? error.message : 'failed' }))
      })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: portOf(server.address()),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function serve(control: DemoControl, request: IncomingMessage): Promise<unknown> {
  const [, collection = '', id = '', ...rest] = (request.url ?? '/').split('?')[0]?.split('/') ?? []
  const plain = `${request.method} /${[collection, id, ...rest].filter(Boolean).join('/')}`
  const withId = `${request.method} /${[collection, ':id', ...rest].join('/')}`
  const verb = verbs[plain] ?? (id === '' ? undefined : verbs[withId])
  if (!verb) throw new Error(`no such control: ${plain}`)
  return verb(control, await readBody(request), id)
}

async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const text = Buffer.concat(chunks).toString('utf8')
  const parsed: unknown = text === '' ? {} : JSON.parse(text)
  if (typeof parsed !== 'object' || parsed === null) throw new Error('the body is not an object')
  return Object.fromEntries(Object.entries(parsed))
}

function lineState(value: unknown): LineState {
  if (value !== 'open' && value !== 'refused' && value !== 'silent') throw new Error('state is one of open, refused, silent')
  return value
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}
