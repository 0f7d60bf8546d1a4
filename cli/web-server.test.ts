import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server, ServerResponse } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import tls from 'node:tls'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Certificate, makeCertificate } from '#test/manager-server.ts'
import { createWebServer } from './web-server.mjs'

/** Connections that say nothing more; `test/slow-clients.test.ts` has thousands. */
const HALF_OPEN = 200
const QUICK = { headersTimeout: 3000, requestTimeout: 4000, connectionsCheckingInterval: 50 }
let server: Server | null = null
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-web-'))
})
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function listen(made: Server): Promise<number> {
  server = made
  server.on('request', (_request, response) => response.end('ok'))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

/** Everything that a raw connection is answered until it is closed. */
async function send(port: number, text: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (part: string) => {
    answer += part
  })
  socket.on('error', () => undefined).write(text)
  await once(socket, 'close')
  return answer
}

it('cuts off who never ends a request, and serves others meanwhile', async () => {
  const port = await listen(createWebServer(null, QUICK))
  const headers = Array.from({ length: HALF_OPEN }, () => send(port, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '))
  const body = send(port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc')
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('ok')
  for (const answer of await Promise.all(headers)) expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  expect(await body).toMatch(/^HTTP\/1\.1 (200|408) /)
})

it('refuses headers that are too large before anything reads them', async () => {
  const port = await listen(createWebServer(null, QUICK))
  expect(await send(port, `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(1_000_000)}`)).toMatch(/^HTTP\/1\.1 431 /)
})

it('gives one peer so many connections and no more, and a place back when one ends', () => {
  const made = createWebServer(null, { peerConnections: 2 })
  const connect = (remoteAddress: string) => {
    const socket = Object.assign(new EventEmitter(), { remoteAddress, destroyed: false, destroy: () => undefined })
    socket.destroy = () => {
      socket.destroyed = true
    }
    // Node's own listener would read from it.
    for (const listener of made.listeners('connection').slice(1)) listener.call(made, socket)
    return socket
  }
  const first = connect('192.0.2.1')
  expect([connect('192.0.2.1'), connect('192.0.2.1'), connect('192.0.2.2')].map((socket) => socket.destroyed)).toEqual([
    false,
    true,
    false,
  ])
  first.emit('close')
  expect(connect('192.0.2.1').destroyed).toBe(false)
  for (let at = 0; at < 5; at++) expect(connect('::ffff:127.0.0.1').destroyed).toBe(false)
})

const write = ({ pem, key }: Pick<Certificate, 'pem' | 'key'>) => {
  writeFileSync(path.join(folder, 'cert.pem'), pem)
  writeFileSync(path.join(folder, 'key.pem'), key)
  return { cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') }
}

async function shown(port: number, options: tls.ConnectionOptions = {}): Promise<string> {
  const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options })
  await once(socket, 'secureConnect')
  const { fingerprint256 } = socket.getPeerCertificate()
  socket.destroy()
  return fingerprint256.replaceAll(':', '').toLowerCase()
}

it('speaks TLS from 1.2 on, and takes a renewed certificate while it runs', async () => {
  const [first, second] = [await makeCertificate(), await makeCertificate()]
  const said: string[] = []
  const port = await listen(createWebServer(write(first), { certificateLookMs: 20, say: (line: string) => said.push(line) }))
  expect(await shown(port)).toBe(first.fingerprint)
  await expect(shown(port, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })).rejects.toThrow()
  write({ pem: second.pem, key: first.key })
  while (said.length < 2) await new Promise((resolve) => setImmediate(resolve))
  expect(said[1]).toMatch(/can’t be used, the one before stays/)
  expect(await shown(port)).toBe(first.fingerprint)
  write(second)
  while (said.length < 3) await new Promise((resolve) => setImmediate(resolve))
  expect(await shown(port)).toBe(second.fingerprint)
})

it('finds the connection of a request over TLS too, when another has to give way', async () => {
  const made = createWebServer(write(await makeCertificate()), { allConnections: 2, say: () => undefined })
  const waiting: ServerResponse[] = []
  made.prependListener('request', (_request, response) => waiting.push(response))
  server = made
  await once(made.listen(0, '127.0.0.1'), 'listening')
  const { port } = made.address() as AddressInfo
  const connect = async () => {
    const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    return socket
  }
  const ask = async () => {
    const socket = await connect()
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    return text(socket)
  }
  const first = ask()
  while (waiting.length < 1) await new Promise((resolve) => setImmediate(resolve))
  const silent = await connect()
  const gone = new Promise((resolve) => silent.on('error', () => undefined).once('close', resolve))
  const second = ask()
  await gone
  while (waiting.length < 2) await new Promise((resolve) => setImmediate(resolve))
  // Requests are under way on both.
  await expect(connect()).rejects.toThrow()
  for (const response of waiting) response.end('ok')
  for (const answer of [await first, await second]) expect(answer).toMatch(/ok/)
})

it('says that a certificate ends soon, and does not start with one of another key', async () => {
  const [own, other] = [await makeCertificate(), await makeCertificate()]
  const said: string[] = []
  createWebServer(write(own), { say: (line: string) => said.push(line) })
  expect(said).toEqual([expect.stringMatching(/expires in [01] days/)])
  expect(() => createWebServer(write({ pem: own.pem, key: other.key }))).toThrow()
})
