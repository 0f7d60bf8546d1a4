// The web process: Next behind our own HTTP server, which tells routes the real peer and drops headers that nobody outside may set.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import next from 'next'
import { harden } from '../server/harden.mjs'
import { answerDirectly } from './direct-routes.mjs'
import { lastInLine } from './last-in-line.mjs'
import { whyNotListening } from './listening.mjs'
import { measureLoop } from './measure-loop.mjs'
import { throughPageGate } from './page-gate.mjs'
import { checkHeaders } from './request-headers.mjs'
import { staticFiles } from './static-files.mjs'
import { warmUp } from './warm-up.mjs'
import { fail, refuse, tooMuch } from './web-refusals.mjs'
import { createWebServer } from './web-server.mjs'

const hostname = process.env.HOST?.trim() || '127.0.0.1'
const port = Number(process.env.PORT?.trim() || 3000)
const development = process.env.ROLLCALL_DEV === '1'
/** No route takes a body anywhere near this long, so its connection is not worth keeping. */
const LONG_BODY_BYTES = 65_536
const cert = process.env.TLS_CERT_FILE?.trim()
const key = process.env.TLS_KEY_FILE?.trim()
/** Whoever came over TLS comes over TLS from now on; sent where pages are reached that way only. */
const HSTS = (cert && key) || process.env.PUBLIC_URL?.trim() ? 'max-age=31536000' : null

const server = createWebServer(cert && key ? { cert, key } : null)
const app = next({ dev: development, dir: process.cwd(), hostname, port, httpServer: server })
const handle = app.getRequestHandler()
const { forwardedReader } = await import(pathToFileURL(path.resolve('dist', 'forwarded.mjs')).href)
const readForwarded = forwardedReader(process.env)
const { cookieGate } = await import(pathToFileURL(path.resolve('dist', 'cookie-gate.mjs')).href)
const gate = cookieGate(process.env)
const afterOthers = lastInLine()
const serveStatic = development ? () => false : staticFiles(path.join(process.env.NEXT_DIST_DIR ?? '.next', 'static'))

// The same place as in server/counters.ts.
globalThis.rollcallCounts ??= new Map()
const answered = new Map()
globalThis.rollcallCounts.set('responses', answered)

server.on('request', (request, response) => {
  // For `server/asked.ts`.
  globalThis.rollcallAskedAt = performance.now()
  if (HSTS !== null) response.setHeader('Strict-Transport-Security', HSTS)
  const told = readForwarded(request)
  const refusedHeader = told.refused ?? checkHeaders(request, { development })
  Object.assign(request.headers, told.headers)
  // An answer that came before the whole body leaves the rest on the line, and the next request there would wait behind it.
  const isLong =
    !(Number(request.headers['content-length'] ?? 0) <= LONG_BODY_BYTES) || request.headers['transfer-encoding'] !== undefined
  if (isLong) response.setHeader('connection', 'close')
  const { socket } = request
  response.once('finish', () => {
    const kind = `${Math.floor(response.statusCode / 100)}xx`
    answered.set(kind, (answered.get(kind) ?? 0) + 1)
    if (request.complete) return
    if (isLong) socket.destroySoon()
    else request.resume()
  })
  if (refuse(request, response, refusedHeader) || serveStatic(request, response)) return
  if (gate.passesAtOnce(request)) return pass(request, response)
  // Cookies that nobody here has seen come in floods; whoever is known does not wait behind one.
  afterOthers(() => {
    if (response.destroyed) return
    if (gate.mayPass(request)) pass(request, response)
    else tooMuch(request, response)
  })
})

function pass(request, response) {
  // A failure inside Next or a route is answered there; this is for what escapes them.
  const direct = development ? null : answerDirectly(request, response)
  const answer = direct ?? throughPageGate(request, response, () => handle(request, response))
  answer.catch(() => fail(request, response))
}
// No route of ours upgrades; only the development server's reload socket does.
if (!development) server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'))

server.on('error', (error) => {
  console.error(`rollcall: ${whyNotListening(error, hostname, port)}`)
  process.exit(78)
})

// Before anything that takes time: an end that comes meanwhile must be heard.
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    if (!server.listening) process.exit(0)
    server.close(() => process.exit(0))
    // Event streams end by themselves now (`server/runtime.ts`), and leave their connections idle.
    setInterval(() => server.closeIdleConnections(), 100).unref()
    setTimeout(() => process.exit(0), 5000).unref()
  })
}
// Without a listener Node opens a debugger, to whoever is on this machine.
if (!development) process.on('SIGUSR1', () => undefined)
// The supervisor is gone: nobody would end this process any more.
if (process.connected === false) process.exit(0)
process.once('disconnect', () => process.exit(0))

if (process.env.ROLLCALL_MEASURE) measureLoop(process.env.ROLLCALL_MEASURE)
await app.prepare()
if (!development) {
  await warmUp((request, response) => server.emit('request', request, response))
  harden()
}
// With a callback, a supervisor that ended meanwhile is no error: this process ends on `disconnect`.
server.listen(port, hostname, () => process.send?.({ type: 'listening', port: server.address().port }, () => undefined))
