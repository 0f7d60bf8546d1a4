import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Wait } from '../clock.ts'
import type { Fault, FaultDesk } from '../control/faults.ts'
import type { Ledger } from '../control/ledger.ts'
import { spoil } from '../control/spoil.ts'
import type { DemoState } from './call.ts'
import { type Latency, REQUEST_TIMEOUT_MS } from './latency.ts'
import { BorderError, loginBlocked, ManagerError, tooManyRequests } from './manager-error.ts'
import { answer, type Incoming, isSignIn } from './pipeline.ts'
import { errorReply, internalError, type Reply } from './reply.ts'
import { readRequestBody } from './request-body.ts'
import type { RequestLimit } from './request-limit.ts'
import { send } from './send.ts'

/** What serving takes; without a latency, every answer comes as fast as it can. */
export interface ServingParts {
  readonly demo: DemoState
  readonly limit: RequestLimit
  readonly desk: FaultDesk
  readonly ledger: Ledger
  readonly latency?: Latency | undefined
  readonly wait: Wait
}

/** Answers one HTTP request: the pipeline, with the faults that strike it before and after. */
export async function serve(parts: ServingParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const incoming = await readIncoming(request)
  const faults = parts.desk.strike(incoming.path)
  for (const fault of faults) if (fault.kind === 'slow') await parts.wait(fault.ms)
  const unanswered = faults.find((fault) => fault.kind === 'drop' || fault.kind === 'silence')
  if (unanswered) {
    parts.ledger.note(incoming.method, incoming.path, 0)
    if (unanswered.kind === 'drop') request.socket.destroy()
    return
  }
  const made = failure(parts.demo, incoming, faults) ?? (await answerInTime(parts, incoming))
  const reply = spoil(made, faults)
  parts.ledger.note(incoming.method, incoming.path, reply.status)
  await send(response, reply, { faults, isHead: incoming.method === 'HEAD', wait: parts.wait })
}

/** The answer after the time the real manager would take; the function gives up after ten seconds. */
async function answerInTime({ demo, limit, latency, wait }: ServingParts, incoming: Incoming): Promise<Reply> {
  const reply = await answer(demo, limit, incoming)
  if (!latency) return reply
  if (isSignIn(incoming)) {
    // A wrong password takes as long to find out as a right one.
    if (reply.status === 200 || reply.status === 401) await wait(latency.signIn())
    return reply
  }
  if (reply.rows === undefined) return reply
  const ms = latency.request(demo.fleet.rows().length, reply.rows)
  const isPatient = new URLSearchParams(incoming.query).get('wait_for_complete') === 'true'
  await wait(isPatient ? ms : Math.min(ms, REQUEST_TIMEOUT_MS))
  if (isPatient || ms <= REQUEST_TIMEOUT_MS) return reply
  return errorReply(new ManagerError(3021, undefined, 'internal'), demo.fleet.identity.nodeName)
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

/** As Python's `unquote`: what is no UTF-8 becomes replacement characters, a lone `%` stays. */
function decodePath(path: string): string {
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
}

/** The answer of a fault that keeps the request from being served at all. */
function failure(demo: DemoState, incoming: Incoming, faults: readonly Fault[]): Reply | undefined {
  const nodeName = demo.fleet.identity.nodeName
  for (const fault of faults) {
    switch (fault.kind) {
      case 'broken':
        return broken(fault.status ?? 500)
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
      case 'login-block':
        if (!isSignIn(incoming)) break
        return errorReply(loginBlocked(), nodeName)
      case 'redirect':
        return { status: 307, headers: { location: fault.to }, body: '' }
      default:
        break
    }
  }
  return undefined
}

function broken(status: 500 | 502 | 503): Reply {
  if (status === 500) return internalError()
  const words = { 502: 'Bad Gateway', 503: 'Service Unavailable' }
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: `<html><body><h1>${status} ${words[status]}</h1></body></html>`,
  }
}

function limitOf(incoming: Incoming): number {
  return Number(new URLSearchParams(incoming.query).get('limit') ?? 500)
}
