import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Wait } from '../clock.ts'
import type { Fault } from '../control/faults.ts'
import { commonHeaders, type Reply } from './reply.ts'

const GIGABYTE = 2 ** 30
const MEGABYTE = 2 ** 20

type Flood = Extract<Fault, { kind: 'flood' }>

/** How an answer is written. */
interface Manner {
  readonly faults: readonly Fault[]
  readonly isHead: boolean
  readonly wait: Wait
}

/** Writes an answer, in the way the faults want it. Ends when it is written, or when the client is gone. */
export async function send(response: ServerResponse, reply: Reply, { faults, isHead, wait }: Manner): Promise<void> {
  const flood = faults.find((fault) => fault.kind === 'flood')
  if (flood) return sendFlood(response, reply, flood)
  const body = Buffer.from(reply.body)
  if (faults.some((fault) => fault.kind === 'garbage' && fault.as === 'bad-utf8')) body[body.length >> 1] = 0xff
  response.writeHead(reply.status, { ...reply.headers, ...commonHeaders, 'content-length': body.length })
  const drip = faults.find((fault) => fault.kind === 'drip')
  if (isHead) response.end()
  else if (drip) await sendSlowly(response, body, 1000 / (drip.bytesPerSecond ?? 1), wait)
  else response.end(body)
}

async function sendSlowly(response: ServerResponse, body: Buffer, msPerByte: number, wait: Wait): Promise<void> {
  for (let at = 0; at < body.length && !response.destroyed; at += 1) {
    response.write(body.subarray(at, at + 1))
    await wait(msPerByte)
  }
  response.end()
}

/** A list that is well formed and has no end in sight, or white space that was a thousandth of its size on the way. */
async function sendFlood(response: ServerResponse, reply: Reply, { as, bytes = GIGABYTE }: Flood): Promise<void> {
  const isBomb = as === 'gzip-bomb'
  response.writeHead(200, { ...reply.headers, ...commonHeaders, ...(isBomb ? { 'content-encoding': 'gzip' } : {}) })
  const pack = (text: string): Buffer => (isBomb ? gzipSync(text) : Buffer.from(text))
  const item = '{"id": "001", "name": "again", "status": "active"}, '
  const piece = pack(isBomb ? ' '.repeat(MEGABYTE) : item.repeat(Math.ceil(MEGABYTE / item.length)))
  await write(response, pack('{"data": {"affected_items": ['))
  for (let sent = 0; sent < bytes && !response.destroyed; sent += MEGABYTE) await write(response, piece)
  response.end(pack('], "total_affected_items": 0, "total_failed_items": 0, "failed_items": []}, "error": 0}'))
}

/** Waits until the client has taken the bytes, so that only one piece is in memory. */
function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed || response.write(bytes)) return resolve()
    const go = () => {
      response.off('drain', go).off('close', go)
      resolve()
    }
    response.once('drain', go).once('close', go)
  })
}
