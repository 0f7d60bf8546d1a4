import { readFileSync } from 'node:fs'
import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Rollcall, startRollcall } from '#e2e/rollcall.ts'
import { sessionsList } from '#lib/contract/session.ts'
import { makeCertificate, startHttps, type TestServer } from './manager-server.ts'

const HOST = 'dashboard.example.com'
const ORIGIN = `https://${HOST}`
const BODY = JSON.stringify({ username: 'analyst', password: 'analyst' })

/** What nginx is told to send on, as docs/deploy.md has it. */
const rules = [...readFileSync('docs/deploy.md', 'utf8').matchAll(/proxy_set_header (\S+) (\S+);/g)].map(
  ([, name = '', value = '']) => [name.toLowerCase(), value] as const,
)

let rollcall: Rollcall
let proxy: TestServer
let ca = ''
beforeAll(async () => {
  rollcall = await startRollcall({ demo: { agents: 20 }, env: { PUBLIC_URL: ORIGIN, TRUSTED_PROXIES: '127.0.0.1' } })
  const certificate = await makeCertificate({ host: HOST })
  ca = certificate.pem
  proxy = await startHttps(certificate, (incoming, answer) => {
    const headers = { ...incoming.headers }
    for (const [name, value] of rules) {
      const known = new Map([
        ['$host', HOST],
        ['$remote_addr', incoming.socket.remoteAddress ?? ''],
      ])
      if (value === '""') delete headers[name]
      else headers[name] = known.get(value) ?? value
    }
    const { method, url } = incoming
    const onward = plainRequest(rollcall.url + url, { method, headers, localAddress: '127.0.0.1' }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers)
      given.pipe(answer)
      answer.on('close', () => given.destroy())
    })
    onward.on('error', () => answer.destroy())
    incoming.pipe(onward)
  })
})
afterAll(async () => {
  await proxy.close()
  await rollcall.stop()
})

interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: string
  /** Address of the client's own machine. */
  from?: string
  direct?: boolean
}
/** The head of an answer; its body is there to be read. */
function send(path: string, { method = 'GET', headers = {}, body, from = '127.0.0.5', direct = false }: Sent = {}) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const options = { method, headers, localAddress: from }
    const sent = direct
      ? plainRequest(rollcall.url + path, options, resolve)
      : tlsRequest(new URL(path, proxy.url), { ...options, ca, servername: HOST }, resolve)
    sent.on('error', reject)
    sent.end(body)
  })
}
async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of answer) text += String(part)
  return text
}
const json = { 'content-type': 'application/json' }
async function signIn(more: Sent = {}): Promise<IncomingMessage> {
  const answer = await send('/api/session', {
    method: 'POST',
    body: BODY,
    ...more,
    headers: { ...json, origin: ORIGIN, ...more.headers },
  })
  await textOf(answer)
  return answer
}
const cookieOf = ({ headers }: IncomingMessage) => headers['set-cookie']?.[0]?.split(';')[0] ?? ''
const addressesOf = async (cookie: string) => {
  const listed = await textOf(await send('/api/sessions', { headers: { cookie } }))
  return sessionsList.parse(JSON.parse(listed)).sessions.map(({ address }) => address)
}

it('has the rules for headers that the page gives nginx', () => {
  expect(Object.fromEntries(rules)).toEqual({ connection: '""', host: '$host', 'x-forwarded-for': '$remote_addr' })
})

it('takes changes from its public address only, and keeps the cookie on TLS', async () => {
  expect((await signIn({ headers: { origin: rollcall.url } })).statusCode).toBe(403)
  expect((await signIn({ headers: { origin: proxy.url.origin } })).statusCode).toBe(403)
  const answer = await signIn()
  expect(answer.statusCode).toBe(201)
  expect(answer.headers['set-cookie']?.[0]).toMatch(
    /^__Host-rollcall_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Expires=/,
  )
  expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
  const cookie = cookieOf(answer)
  expect((await send('/', { headers: { cookie } })).statusCode).toBe(200)
  const ended = await send('/api/session', { method: 'DELETE', headers: { cookie, origin: ORIGIN } })
  expect([ended.statusCode, JSON.parse(await textOf(ended))]).toEqual([200, { next: '/sign-in' }])
  // Answers that a route makes whole carry it too.
  for (const { headers } of [answer, ended]) expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
})

it('knows people by the address that the proxy saw, whatever they or others write', async () => {
  const lies = {
    ...{ 'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9', forwarded: 'for=203.0.113.9' },
    ...{ 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
  }
  const cookie = cookieOf(await signIn({ headers: lies, from: '127.0.0.7' }))
  expect(await addressesOf(cookie)).toContain('127.0.0.7')
  // Past the proxy nobody is believed.
  await signIn({ headers: lies, from: '127.0.0.8', direct: true })
  expect(await addressesOf(cookie)).toContain('127.0.0.8')
  expect(await addressesOf(cookie)).not.toContain('203.0.113.9')
  // What only we may say, and what is meant to be taken for it, is no mistake.
  for (const name of ['x-rollcall-peer', 'x_forwarded_for'])
    expect((await send('/api/session', { headers: { cookie, [name]: '203.0.113.9' } })).statusCode).toBe(400)
  const away = await send('/agents', { headers: { ...lies, host: 'evil.example' } })
  expect(away.headers.location ?? '').not.toMatch(/evil|203/)
})

it('streams through a proxy that is asked not to hold answers back, and shows it no metrics', async () => {
  const cookie = cookieOf(await signIn())
  const stream = await send('/api/live', { headers: { cookie } })
  expect([stream.statusCode, stream.headers['x-accel-buffering'], stream.headers['cache-control']]).toEqual([
    200,
    'no',
    'no-store, no-transform',
  ])
  for await (const part of stream) {
    expect(String(part)).toContain('event: hello')
    break
  }
  stream.destroy()
  for (const direct of [true, false]) expect((await send('/metrics', { direct, from: '127.0.0.1' })).statusCode).toBe(401)
})
