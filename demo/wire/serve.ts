import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Fault, FaultDesk } from '../control/faults.ts'
import type { Ledger } from '../control/ledger.ts'
import { spoil } from '../control/spoil.ts'
import type { DemoState } from './call.ts'
import { BorderError, ManagerError, tooManyRequests } from './manager-error.ts'
import { answer, type Incoming } from './pipeline.ts'
import { commonHeaders, errorReply, type Reply } from './reply.ts'
import { readRequestBody } from './request-body.ts'
import type { RequestLimit } from './request-limit.ts'

/** Answers one HTTP request: the pipeline, with the faults that strike it before and after. */
export async function serve(
  parts: { demo: DemoState; limit: RequestLimit; desk: FaultDesk; ledger: Ledger },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const incoming = await readIncoming(request)
  const faults = parts.desk.strike(incoming.path)
  for (const fault of faults) if (fault.kind === 'slow') await delay(fault.ms)
  if (faults.some((fault) => fault.kind === 'drop')) {
    parts.ledger.note(incoming.method, incoming.path, 0)
    request.socket.destroy()
    return
  }
  const reply = spoil(failure(parts.demo, incoming, faults) ?? (await answer(parts.demo, parts.limit, incoming)), faults)
  parts.ledger.note(incoming.method, incoming.path, reply.status)
  const body = Buffer.from(reply.body)
  if (faults.some((fault) => fault.kind === 'garbage' && fault.as === 'bad-utf8')) body[body.length >> 1] = 0xff
  response.writeHead(reply.status, { ...reply.headers, ...commonHeaders, 'content-length': body.length })
  response.end(incoming.method === 'HEAD' ? undefined : body)
}

async function readIncoming(request: IncomingMessage): Promise<Incoming> {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  const rawPath = mark < 0 ? url : url.slice(0, mark)
  return {
    method: request.method ?? 'GET',
    path: decodePath(rawPath),
    query: mark < 0 ? '' : url.slice(mark + 1),
    authorization: request.headers.authorization,
    address: request.socket.remoteAddress ?? '',
    host: request.headers.host ?? 'localhost',
    expect: request.headers.expect,
    body: await readRequestBody(request),
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** The answer of a fault that keeps the request from being served at all. */
function failure(demo: DemoState, incoming: Incoming, faults: readonly Fault[]): Reply | undefined {
  const nodeName = demo.fleet.identity.nodeName
  for (const fault of faults) {
    switch (fault.kind) {
      case 'too-many':
        return errorReply(tooManyRequests(), nodeName)
      case 'not-ready': {
        const text = `in node "${nodeName}" (wazuh-remoted->stopped)`
        return errorReply(new ManagerError(1017, text, 'internal'), nodeName)
      }
      case 'timeout':
        if (fault.aboveLimit !== undefined && limitOf(incoming) <= fault.aboveLimit) break
        return errorReply(new ManagerError(3021, undefined, 'internal'), nodeName)
      case 'expired':
        if (!/^bearer /i.test(incoming.authorization ?? '')) break
        return errorReply(new BorderError(401, 'Unauthorized', 'Invalid token'), nodeName)
      case 'redirect':
        return { status: 307, headers: { location: fault.to }, body: '' }
      default:
        break
    }
  }
  return undefined
}

function limitOf(incoming: Incoming): number {
  return Number(new URLSearchParams(incoming.query).get('limit') ?? 500)
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
