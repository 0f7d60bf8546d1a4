import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Rollcall, startRollcall } from '#e2e/rollcall.ts'
import { kioskState } from '#lib/contract/kiosk.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { sessionsList } from '#lib/contract/session.ts'
import { makeCertificate } from './manager-server.ts'
import { type FrontProxy, HOST, isInstalled, PROXIES, SENT_ON } from './proxies.ts'

const ORIGIN = `https://${HOST}`
const BODY = JSON.stringify({ username: 'analyst', password: 'analyst' })

let rollcall: Rollcall
beforeAll(async () => {
  rollcall = await startRollcall({ demo: { agents: 20 }, env: { PUBLIC_URL: ORIGIN, TRUSTED_PROXIES: '127.0.0.1' } })
})
afterAll(() => rollcall.stop())

interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: string
  /** Address of the client's own machine. */
  from?: string
  direct?: boolean
}
async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of answer) text += String(part)
  return text
}
const json = { 'content-type': 'application/json' }
const cookieOf = ({ headers }: IncomingMessage) => headers['set-cookie']?.[0]?.split(';')[0] ?? ''

it('has the rules for headers that the page gives nginx', () => {
  expect(Object.fromEntries(SENT_ON)).toEqual({ connection: '""', host: '$host', 'x-forwarded-for': '$remote_addr' })
})

it('holds back an address that sends ever other cookies that are nobody’s, before any route works; signing in it may', async () => {
  let sent = 0
  const forge = async (path: string, from: string) => {
    const cookie = `__Host-rollcall_session=${Buffer.from(`forged ${sent++}`.padEnd(32)).toString('base64url')}`
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = plainRequest(rollcall.url + path, { headers: { cookie }, localAddress: from }, resolve)
      asked.on('error', reject).end()
    })
    return { status: answer.statusCode, headers: answer.headers, text: await textOf(answer) }
  }
  const answers: Awaited<ReturnType<typeof forge>>[] = []
  while (!answers.some(({ status }) => status === 429))
    answers.push(...(await Promise.all(Array.from({ length: 200 }, () => forge('/api/session', '127.0.0.9')))))
  for (const { status, headers, text } of answers) {
    if (status === 401) continue
    expect([status, JSON.parse(text).code, Number(headers['retry-after']) > 0]).toEqual([429, 'too_many_requests', true])
  }
  expect((await forge('/sign-in', '127.0.0.9')).status).toBe(200)
  expect((await forge('/api/session', '127.0.0.10')).status).toBe(401)
})

describe.each(PROXIES)('behind $name', ({ name, binary, start }) => {
  if (!isInstalled(binary)) {
    process.stdout.write(`${name} is not installed: its configuration is not tried\n`)
    it.skip(`nothing is tried, as ${name} is not installed`, () => undefined)
    return
  }
  let proxy: FrontProxy
  let ca = ''
  /** One person for all tests here: sign-ins are few a minute. */
  let cookie = ''
  beforeAll(async () => {
    const certificate = await makeCertificate({ host: HOST })
    ca = certificate.pem
    proxy = await start(certificate, new URL(rollcall.url))
  })
  afterAll(() => proxy?.close())

  /** The head of an answer; its body is there to be read. */
  function send(path: string, { method = 'GET', headers = {}, body, from = '127.0.0.5', direct = false }: Sent = {}) {
    return new Promise<IncomingMessage>((resolve, reject) => {
      // Through the proxy as a browser has it: by the name alone.
      const host = direct ? {} : { host: HOST }
      const options = { method, headers: { ...host, ...headers }, localAddress: from }
      const sent = direct
        ? plainRequest(rollcall.url + path, options, resolve)
        : tlsRequest({ ...options, hostname: '127.0.0.1', port: proxy.url.port, path, ca, servername: HOST }, resolve)
      sent.on('error', reject)
      sent.end(body)
    })
  }
  async function signIn(more: Sent = {}): Promise<IncomingMessage> {
    const headers = { ...json, origin: ORIGIN, ...more.headers }
    const answer = await send('/api/session', { method: 'POST', body: BODY, ...more, headers })
    await textOf(answer)
    return answer
  }
  const change = (path: string, method: string, body?: unknown) =>
    send(path, {
      method,
      headers: { ...json, origin: ORIGIN, cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const addresses = async () => {
    const listed = await textOf(await send('/api/sessions', { headers: { cookie } }))
    return sessionsList.parse(JSON.parse(listed)).sessions.map(({ address }) => address)
  }

  it('takes changes from its public address only, and keeps the cookie on TLS', async () => {
    expect((await signIn({ headers: { origin: rollcall.url } })).statusCode).toBe(403)
    expect((await signIn({ headers: { origin: proxy.url.origin } })).statusCode).toBe(403)
    const answer = await signIn()
    expect(answer.statusCode).toBe(201)
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^__Host-rollcall_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Expires=/,
    )
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
    cookie = cookieOf(answer)
    const page = await send('/', { headers: { cookie } })
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(await textOf(page)).toContain('</html>')
    const ended = await change('/api/session', 'DELETE')
    expect([ended.statusCode, JSON.parse(await textOf(ended))]).toEqual([200, { next: '/sign-in' }])
    // Answers that a route makes whole carry it too.
    for (const { headers } of [answer, ended]) expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
  })

  it('knows people by the address that the proxy saw, whatever they or others write', async () => {
    const lies = {
      ...{ 'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9', forwarded: 'for=203.0.113.9' },
      ...{ 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
    }
    cookie = cookieOf(await signIn({ headers: lies, from: '127.0.0.7' }))
    expect(await addresses()).toContain('127.0.0.7')
    // Past the proxy nobody is believed.
    await signIn({ headers: lies, from: '127.0.0.8', direct: true })
    expect(await addresses()).toContain('127.0.0.8')
    expect(await addresses()).not.toContain('203.0.113.9')
    // What only we may say, and what is meant to be taken for it, is no mistake; some proxies keep the second to themselves.
    expect((await send('/api/session', { headers: { cookie, 'x-rollcall-peer': '203.0.113.9' } })).statusCode).toBe(400)
    const twin = await send('/api/session', { headers: { cookie, x_forwarded_for: '203.0.113.9' } })
    expect([200, 400]).toContain(twin.statusCode)
    const away = await send('/agents', { headers: { ...lies, cookie: '' } })
    expect(away.headers.location ?? '').not.toMatch(/evil|203/)
  })

  it('streams as things happen, and shows nobody the metrics', async () => {
    const stream = await send('/api/live', { headers: { cookie } })
    expect([stream.statusCode, stream.headers['cache-control']]).toEqual([200, 'no-store, no-transform'])
    for await (const part of stream) {
      expect(String(part)).toContain('event: hello')
      break
    }
    stream.destroy()
    expect((await send('/metrics', { direct: true, from: '127.0.0.1' })).statusCode).toBe(401)
    for (const path of ['/metrics', '/%6detrics', '/metrics/', '//metrics', '/x/../metrics']) {
      const answer = await send(path, { from: '127.0.0.1' })
      expect((await textOf(answer)).includes('rollcall_agents{'), path).toBe(false)
      if (binary !== null && !path.includes('/', 1)) expect(answer.statusCode, path).toBe(404)
    }
  })

  it('lets pass what we take, however long, and stops what nobody takes', async () => {
    const alert = JSON.stringify({ agent: { id: '001' }, full_log: 'x'.repeat(LIMITS.alertBytes - 100) })
    const sent = { method: 'POST', headers: { ...json, origin: ORIGIN, cookie } }
    const found = await send('/api/resolve', { ...sent, body: alert })
    expect([found.statusCode, JSON.parse(await textOf(found)).kind]).toEqual([200, 'one'])
    const long = await send('/api/resolve', { ...sent, body: alert.padEnd(LIMITS.alertBytes + 1) })
    expect([long.statusCode, JSON.parse(await textOf(long)).code]).toEqual([413, 'too_large'])
    // Who still sends when that is answered may find the line cut. Caddy before 2.7 says 502 where it means 413.
    const stopped = await send('/api/resolve', { ...sent, body: 'x'.repeat(600_000) }).catch(() => null)
    expect([413, 502, undefined]).toContain(stopped?.statusCode)
    // A filter may be long, and each of its letters may take nine in an address.
    const q = `name=${'あ'.repeat(1300)}`
    const counted = await send(`/api/summary?q=${encodeURIComponent(q)}`, { headers: { cookie } })
    expect([counted.statusCode, JSON.parse(await textOf(counted)).total]).toEqual([200, 0])
  })

  it('has screens connect, show, and go dark when somebody ends them', async () => {
    const given = await send('/kiosk/start', { from: '127.0.0.9' })
    expect([given.statusCode, given.headers.location]).toEqual([303, '/kiosk?started=1'])
    expect(given.headers['set-cookie']?.[0]).toMatch(/^__Host-rollcall_kiosk=.*; Secure/)
    const screen = { headers: { cookie: cookieOf(given) }, from: '127.0.0.9' }
    const waiting = kioskState.parse(JSON.parse(await textOf(await send('/api/kiosk', screen)))).screen
    const code = waiting.state === 'waiting' ? waiting.code : ''
    const asked = await change('/api/kiosks/pairing', 'POST', { code })
    expect(JSON.parse(await textOf(asked))).toMatchObject({ address: '127.0.0.9' })
    const until = new Date(Date.now() + 3_600_000).toISOString()
    const made = await change('/api/kiosks', 'POST', { code, name: 'wall', q: '', names: true, until })
    expect(made.statusCode).toBe(201)
    const { id } = JSON.parse(await textOf(made))
    expect((await send('/kiosk', screen)).statusCode).toBe(200)
    const stream = await send('/api/kiosk/live', screen)
    const parts = stream[Symbol.asyncIterator]()
    expect(String((await parts.next()).value)).toContain('event: hello')
    expect((await change(`/api/kiosks/${id}`, 'DELETE')).statusCode).toBe(200)
    while (!(await parts.next()).done);
    expect((await send('/api/kiosk/board', screen)).statusCode).toBe(401)
  })

  it.runIf(binary !== null)('sends who comes without TLS to where there is some', async () => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { host: HOST }
      plainRequest(new URL('/agents?q=x', proxy.plain ?? ''), { headers }, resolve)
        .on('error', reject)
        .end()
    })
    expect(answer.statusCode).toBeGreaterThan(300)
    // Caddy names its port, which is 443 but in tests.
    expect(answer.headers.location?.replace(/:\d+\//, '/')).toBe(`${ORIGIN}/agents?q=x`)
  })
})
