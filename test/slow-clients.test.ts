import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Server, ServerResponse } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createWebServer } from '#cli/web-server.mjs'
import { buildPrograms } from './kill/programs.ts'

const LONG = process.env['ROLLCALL_LONG'] === '1'
/** What one process may have open, where the system tells; each connection is one at either end. */
const OPEN_FILES = openFiles()
const HALF_OPEN = Math.min(LONG ? 10_000 : 2_000, OPEN_FILES - 1_000)
const isTooFew = HALF_OPEN < 100
if (isTooFew) process.stdout.write(`not tried: ${OPEN_FILES} open files are too few for clients by the hundred\n`)
/** Nobody is cut off before the test says so. */
const PATIENT = { headersTimeout: 3_600_000, requestTimeout: 3_600_000, connectionsCheckingInterval: 50 }
const COOKIE_BYTES = 100_000_000

let programs: Awaited<ReturnType<typeof buildPrograms<'halfOpen'>>>
let server: Server | null = null
beforeAll(async () => {
  programs = await buildPrograms({ halfOpen: 'test/half-open.ts' })
})
afterAll(() => programs?.remove())
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

function openFiles(): number {
  if (process.platform !== 'linux') return 3_000
  return Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 3_000)
}

/** A server that answers at once, but for what asks for `/held`. */
async function listen(options: Parameters<typeof createWebServer>[1]) {
  const held: ServerResponse[] = []
  const made = createWebServer(null, options)
  server = made
  made.on('request', (request, response) => {
    if (request.url === '/held') held.push(response)
    else response.end('ok')
  })
  await once(made.listen(0, '127.0.0.1'), 'listening')
  const { port } = made.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  // Each over a connection of its own.
  const ask = async (target = '/') => (await fetch(url + target, { headers: { connection: 'close' } })).text()
  return { made, port, ask, held }
}

it.skipIf(isTooFew)(
  `${HALF_OPEN} connections that never end their headers keep nobody out, and end when the time for headers is over`,
  async () => {
    const { made, port, ask } = await listen({ ...PATIENT, allConnections: HALF_OPEN + 100 })
    const clients = programs.start('halfOpen', {}, [String(port), String(HALF_OPEN)])
    await clients.said('connected')
    await expect.poll(() => countOf(made)).toBe(HALF_OPEN)
    for (let at = 0; at < 20; at++) expect(await ask()).toBe('ok')
    expect(await countOf(made)).toBeGreaterThanOrEqual(HALF_OPEN)
    made.headersTimeout = 1
    await clients.said('all ended')
    const [, still, timedOut] = /(\d+) of those that kept still, (\d+) timed out/.exec(clients.text) ?? []
    expect(Number(still)).toBeGreaterThan(HALF_OPEN * 0.9)
    expect(timedOut).toBe(still)
    await expect.poll(() => countOf(made)).toBe(0)
  },
)

it.skipIf(isTooFew)(
  'more connections than there may be take the places of silent ones, not of who comes with a request or waits for an answer',
  async () => {
    const places = HALF_OPEN / 4
    const { made, port, ask, held } = await listen({ ...PATIENT, allConnections: places })
    const waiting = ask('/held')
    await expect.poll(() => held.length).toBe(1)
    const clients = programs.start('halfOpen', {}, [String(port), String(HALF_OPEN)])
    await clients.said('connected')
    for (let at = 0; at < 20; at++) expect(await ask()).toBe('ok')
    await expect.poll(() => countOf(made)).toBeLessThanOrEqual(places)
    held[0]?.end('at last')
    expect(await waiting).toBe('at last')
    made.headersTimeout = 1
    await clients.said('all ended')
  },
)

it('a cookie of 100 MB is refused at its beginning, and nobody waits for the rest', async () => {
  const { made, port, ask } = await listen(PATIENT)
  const read: net.Socket[] = []
  made.on('connection', (socket) => read.push(socket))
  const ends = await Promise.all(Array.from({ length: 10 }, () => sendCookie(port)))
  for (const { sent, answer } of ends) {
    expect(sent).toBeLessThan(COOKIE_BYTES)
    // The end of the connection may overtake the answer.
    expect(['', 'HTTP/1.1 431']).toContain(answer.slice(0, 12))
  }
  for (const { bytesRead } of read) expect(bytesRead).toBeLessThan(1_000_000)
  expect(await ask()).toBe('ok')
})

function countOf(made: Server): Promise<number> {
  return new Promise((resolve, reject) => made.getConnections((error, count) => (error ? reject(error) : resolve(count))))
}

/** Sends as much of a cookie as is taken. */
async function sendCookie(port: number): Promise<{ sent: number; answer: string }> {
  const socket = net.connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', (part: string) => {
    answer += part
  })
  socket.on('error', () => undefined)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nCookie: a=')
  const part = 'a'.repeat(65_536)
  let sent = 0
  for (; sent < COOKIE_BYTES && socket.writable; sent += part.length)
    if (!socket.write(part)) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed])
  socket.end()
  await closed
  return { sent, answer }
}
