import type { IncomingMessage, ServerResponse } from 'node:http'
import pino from 'pino'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createManagerClient, type ManagerClient } from '#server/manager/client.ts'
import { ManagerError } from '#server/manager/errors.ts'
import type { Limits } from '#server/manager/http.ts'
import { HastyClock } from './manager-clock.ts'
import {
  type Certificate,
  makeCertificate,
  makeToken,
  managerAt,
  PASSWORD,
  startHttps,
  type TestServer,
} from './manager-server.ts'

let certificate: Certificate
let server: TestServer
let clock: HastyClock
let client: ManagerClient
let requests: { method: string; url: string; headers: IncomingMessage['headers'] }[]
let logLines: string[]
/** Answers everything but a good log-in; the default is an empty page. */
let answer: (request: IncomingMessage, response: ServerResponse) => void
let logInAnswer: ((request: IncomingMessage, response: ServerResponse) => void) | null

const INFO = { api_version: '4.14.7', hostname: 'manager-host', timestamp: '2026-11-21T09:49:09Z' }
const PAGE = { kind: 'all', afterId: 0, limit: 5000 } as const
const item = (id: number) => ({ id: String(id).padStart(3, '0'), name: `n${id}`, status: 'active' })

function json(response: ServerResponse, body: unknown, status = 200) {
  response.writeHead(status, { 'content-type': status < 300 ? 'application/json' : 'application/problem+json; charset=utf-8' })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
const list = (items: unknown[], total = items.length) => ({
  data: { affected_items: items, total_affected_items: total, failed_items: [] },
  error: 0,
})
const unauthorized = (response: ServerResponse) => json(response, { title: 'Unauthorized', detail: 'Invalid token' }, 401)

beforeAll(async () => {
  certificate = await makeCertificate()
})
beforeEach(async () => {
  requests = []
  logLines = []
  answer = (_, response) => json(response, list([]))
  logInAnswer = null
  clock = new HastyClock()
  server = await startHttps(certificate, (request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers })
    if (request.url === '/security/user/authenticate') {
      if (logInAnswer) return logInAnswer(request, response)
      return json(response, { data: { token: makeToken() }, error: 0 })
    }
    if (request.url === '/') return json(response, { data: INFO, error: 0 })
    answer(request, response)
  })
  client = makeClient()
})
afterEach(async () => {
  await client.close()
  await server.close()
  // Whatever happened: nothing secret was written anywhere, and nobody was logged out.
  const written = logLines.join('\n')
  expect(written).not.toContain(PASSWORD)
  expect(written).not.toContain(Buffer.from(`reader:${PASSWORD}`).toString('base64'))
  expect(written).not.toMatch(/eyJ/)
  expect(requests.filter(({ method }) => method !== 'GET' && method !== 'POST')).toEqual([])
})

function makeClient(limits: Partial<Limits> = {}, budgetPerMinute = 1000) {
  const log = pino({ level: 'trace' }, { write: (line) => logLines.push(line) })
  const manager = managerAt(server.url, { fingerprint: certificate.fingerprint })
  return createManagerClient({ manager, clock, log, budgetPerMinute, limits, random: () => 0.5 })
}

async function errorOf(call: Promise<unknown>): Promise<ManagerError> {
  const error: unknown = await call.then(
    () => null,
    (reason) => reason,
  )
  if (!(error instanceof ManagerError)) throw new Error(`expected a ManagerError, got ${String(error)}`)
  for (const text of [error.message, String(error), JSON.stringify(error)]) {
    expect(text).not.toContain(PASSWORD)
    expect(text).not.toMatch(/eyJ/)
  }
  return error
}

const logIns = () => requests.filter(({ url }) => url.endsWith('/authenticate')).length
const calls = () => requests.filter(({ url }) => !url.endsWith('/authenticate') && url !== '/').length

describe('good answers', () => {
  it('reads a page of agents', async () => {
    answer = (_, response) => json(response, list([item(1), item(2), { id: '003' }, { ...item(4), status: 'new' }], 100))
    const page = await client.listAgents(PAGE)
    expect(page).toMatchObject({ total: 100, badRows: 1, unknownStatuses: 1, lastId: 4, received: 4 })
    expect(page.rows.map(({ id }) => id)).toEqual([1, 2, 4])
  })

  it('sends only what is agreed: a token, no cookie, no wish for compression', async () => {
    await client.listAgents(PAGE)
    const last = requests.at(-1)
    expect(last?.headers.authorization).toMatch(/^Bearer eyJ/)
    expect(Object.keys(last?.headers ?? {}).sort()).toEqual(['accept', 'authorization', 'connection', 'host'])
    expect(requests[0]).toMatchObject({
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`reader:${PASSWORD}`).toString('base64')}` },
    })
  })

  it('reads groups, the summary of old and new managers, and agent 000', async () => {
    answer = (_, response) => json(response, list([{ name: 'default', count: 3, mergedSum: 'a', configSum: '' }]))
    expect(await client.listGroups({ offset: 0, limit: 500 })).toEqual({
      groups: [{ name: 'default', count: 3, mergedSum: 'a', configSum: null }],
      total: 1,
    })
    const connection = { active: 2, disconnected: 1, never_connected: 1, pending: 1, total: 5 }
    const configuration = { synced: 2, not_synced: 3, total: 5 }
    answer = (_, response) => json(response, { data: { connection, configuration }, error: 0 })
    expect(await client.getStatusSummary()).toEqual({ connection, configuration })
    answer = (_, response) => json(response, { data: connection, error: 0 })
    expect(await client.getStatusSummary()).toEqual({ connection, configuration: null })
    answer = (_, response) => json(response, list([item(0)]))
    expect((await client.getManagerAgent())?.id).toBe(0)
  })

  it('gives null for what the account may not see or the manager does not have', async () => {
    answer = (_, response) => json(response, { title: 'Permission Denied', detail: 'no', error: 4000 }, 403)
    expect(await client.getManagerInfo()).toBeNull()
    expect(await client.getManagerAgent()).toBeNull()
    answer = (_, response) => json(response, { title: 'Not Found', detail: '404: Not Found' }, 404)
    expect(await client.getManagerInfo()).toBeNull()
    const failed = [{ error: { code: 1701, message: 'Agent does not exist' }, id: ['000'] }]
    answer = (_, response) =>
      json(response, { data: { affected_items: [], total_affected_items: 0, failed_items: failed }, error: 1 })
    expect(await client.getManagerAgent()).toBeNull()
  })
})

describe('bad answers', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['HTML', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>')],
    [
      'JSON under another type',
      (response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(list([]))),
    ],
    ['no type at all', (response) => response.writeHead(200).end(JSON.stringify(list([])))],
    [
      'a compressed body',
      (response) => response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('{}'),
    ],
    ['an empty body', (response) => json(response, '')],
    ['truncated JSON', (response) => json(response, JSON.stringify(list([item(1)])).slice(0, -9))],
    ['a list', (response) => json(response, [])],
    ['null', (response) => json(response, 'null')],
    ['10,000 nested lists', (response) => json(response, '['.repeat(10_000) + ']'.repeat(10_000))],
    ['no data', (response) => json(response, { error: 0 })],
    ['items that are no list', (response) => json(response, { data: { affected_items: {}, total_affected_items: 1 }, error: 0 })],
    ['a negative total', (response) => json(response, list([], -1))],
    ['more rows than asked for', (response) => json(response, list([item(1), item(2)]))],
    ['only bad rows', (response) => json(response, list([{ id: 'x' }]))],
  ])('asks once more after %s, then reports it', async (_, send) => {
    answer = (_request, response) => send(response)
    expect(await errorOf(client.listAgents({ ...PAGE, limit: 1 }))).toMatchObject({ code: 'bad_answer' })
    expect(calls()).toBe(2)
  })

  it('reports a cut connection after two more tries', async () => {
    answer = (_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': '999' })
        .write('{', () => response.destroy())
    expect(await errorOf(client.listAgents(PAGE))).toMatchObject({ code: 'unreachable' })
    expect(calls()).toBe(3)
    expect(clock.sleeps).toEqual([1000, 2000])
  })

  it('goes on when the next try succeeds', async () => {
    let count = 0
    answer = (request, response) => (++count < 3 ? request.socket.destroy() : json(response, list([item(1)])))
    expect((await client.listAgents(PAGE)).rows).toHaveLength(1)
  })

  it('never follows a redirect', async () => {
    const other: string[] = []
    const elsewhere = await startHttps(certificate, (request, response) => {
      other.push(request.url ?? '')
      response.end()
    })
    answer = (_, response) => response.writeHead(307, { location: elsewhere.url.href }).end()
    expect(await errorOf(client.listAgents(PAGE))).toMatchObject({ code: 'redirect', status: 307 })
    logInAnswer = (_, response) => response.writeHead(302, { location: elsewhere.url.href }).end()
    expect(await client.verifyCredentials('a', 'b')).toMatchObject({ ok: false, reason: 'redirect' })
    expect(calls()).toBe(1)
    expect(other).toEqual([])
    await elsewhere.close()
  })

  it('stops reading beyond the cap and drops the connection', async () => {
    await client.close()
    client = makeClient({ bodyBytes: 1_000_000 })
    let closed = false
    answer = (request, response) => {
      request.socket.on('close', () => {
        closed = true
      })
      response.writeHead(200, { 'content-type': 'application/json' })
      const piece = Buffer.alloc(65_536, 0x20)
      const more = () => {
        if (!response.destroyed) response.write(piece, more)
      }
      more()
    }
    expect(await errorOf(client.listAgents(PAGE))).toMatchObject({ code: 'too_large' })
    await vi.waitFor(() => expect(closed).toBe(true))
    expect(calls()).toBe(1)
  })

  it.each(['headers that never come', 'a body that drips'])('gives up on %s', async (kind) => {
    await client.getInfo()
    await client.close()
    client = makeClient({ totalMs: 300 })
    let drip: NodeJS.Timeout | undefined
    answer = (_, response) => {
      if (kind === 'headers that never come') return
      response.writeHead(200, { 'content-type': 'application/json' })
      drip = setInterval(() => response.write(' '), 20)
    }
    expect(await errorOf(client.listAgents(PAGE))).toMatchObject({ code: 'timeout' })
    clearInterval(drip)
    expect(calls()).toBe(1)
  })

  it('stops with the reason of the caller', async () => {
    const stop = new AbortController()
    answer = () => stop.abort(new Error('shutting down'))
    await expect(client.listAgents(PAGE, stop.signal)).rejects.toThrow('shutting down')
  })
})

describe('refusals', () => {
  it('tells a page that was too slow from a manager that is starting', async () => {
    answer = (_, response) =>
      json(response, { title: 'Wazuh Internal Error', detail: 'Timeout executing API request', error: 3021 }, 500)
    expect(await errorOf(client.listAgents(PAGE))).toMatchObject({ code: 'page_too_slow', managerCode: 3021 })
    const detail = `Some daemons are not ready\r\n\u001b[31m (remoted->stopped) ${PASSWORD} ${makeToken()}`
    answer = (_, response) => json(response, { title: 'Wazuh Internal Error', detail, error: 1017 }, 500)
    const error = await errorOf(client.listAgents(PAGE))
    expect(error).toMatchObject({ code: 'degraded', managerCode: 1017 })
    expect(error.message).toContain('Some daemons are not ready [31m (remoted->stopped) [secret] [secret]')
    answer = (_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
    expect(await errorOf(client.listAgents(PAGE))).toMatchObject({ code: 'degraded', status: 502 })
    expect(calls()).toBe(3)
  })

  it('does not repeat what the manager does not accept', async () => {
    answer = (_, response) =>
      json(response, { title: 'Bad Request', detail: "'x' is wrong. Failed validating 'type' in schema", error: 1724 }, 400)
    const error = await errorOf(client.listAgents(PAGE))
    expect(error).toMatchObject({ code: 'bad_answer', status: 400, managerCode: 1724 })
    expect(error.message).not.toContain('Failed validating')
    expect(calls()).toBe(1)
  })

  it('lets everybody wait after 429', async () => {
    let isLimited = true
    answer = (_, response) =>
      isLimited ? json(response, { title: 'Too Many Requests', error: 6001 }, 429) : json(response, list([]))
    expect(await errorOf(client.listAgents(PAGE))).toMatchObject({ code: 'rate_limited', retryAfterMs: 62_500 })
    expect(await client.verifyCredentials('somebody', 'secret')).toMatchObject({
      ok: false,
      reason: 'rate_limited',
      retryAfterMs: 62_500,
    })
    isLimited = false
    expect(clock.sleeps).toEqual([])
    await client.listAgents(PAGE)
    expect(clock.sleeps).toEqual([62_500])
  })

  it('keeps to its budget, log-ins included', async () => {
    await client.close()
    client = makeClient({}, 5)
    for (let i = 0; i < 4; i++) await client.getStatusSummary().catch(() => undefined)
    expect(clock.sleeps.filter((ms) => ms > 50_000)).toHaveLength(Math.floor((client.requestCount() - 1) / 5))
  })
})

describe('the token', () => {
  it('is fetched once for twenty calls', async () => {
    await Promise.all(Array.from({ length: 20 }, () => client.listGroups({ offset: 0, limit: 1 })))
    expect(logIns()).toBe(1)
    expect(calls()).toBe(20)
  })

  it('is replaced once when the manager refuses it in the middle of many calls', async () => {
    await client.getInfo()
    const old = requests.at(-1)?.headers.authorization
    answer = (request, response) => (request.headers.authorization === old ? unauthorized(response) : json(response, list([])))
    await Promise.all(Array.from({ length: 20 }, () => client.listGroups({ offset: 0, limit: 1 })))
    expect(logIns()).toBe(2)
  })

  it('is not fetched again and again when no token is good enough', async () => {
    await client.getInfo()
    answer = (_, response) => unauthorized(response)
    expect(await errorOf(client.listAgents(PAGE))).toMatchObject({ code: 'degraded', status: 401 })
    expect(calls()).toBe(2)
    expect(logIns()).toBe(2)
  })

  it('is not asked for again with wrong credentials', async () => {
    logInAnswer = (_, response) => json(response, { title: 'Unauthorized', detail: 'Invalid credentials' }, 401)
    for (let i = 0; i < 5; i++) expect(await errorOf(client.getInfo())).toMatchObject({ code: 'wrong_credentials' })
    expect(requests).toHaveLength(1)
  })

  it('is not asked for while log-ins are blocked, by nobody', async () => {
    logInAnswer = (_, response) =>
      json(response, { title: 'Permission Denied', detail: 'Limit of login attempts reached', error: 6000 }, 403)
    expect(await errorOf(client.getInfo())).toMatchObject({ code: 'blocked', retryAfterMs: 300_000 })
    clock.time += 299_999
    expect(await errorOf(client.getInfo())).toMatchObject({ code: 'blocked', retryAfterMs: 1 })
    expect(await client.verifyCredentials('somebody', 'secret')).toMatchObject({ ok: false, reason: 'blocked', retryAfterMs: 1 })
    expect(requests).toHaveLength(1)
    logInAnswer = null
    clock.time += 1
    expect((await client.getInfo()).hostname).toBe('manager-host')
  })

  it('that is none makes a bad answer', async () => {
    logInAnswer = (_, response) => json(response, { data: { token: 'x\r\ny' }, error: 0 })
    expect(await errorOf(client.getInfo())).toMatchObject({ code: 'bad_answer' })
  })
})

describe('verifyCredentials', () => {
  const rights = { data: { 'agent:read': { 'agent:id:*': 'allow' }, rbac_mode: 'white' }, error: 0 }

  it('gives the rights of an account, with a token of its own', async () => {
    answer = (_, response) => json(response, rights)
    await client.getPolicies()
    expect(await client.verifyCredentials('ana lýst', 'pässword')).toMatchObject({ ok: true, policies: { rbacMode: 'white' } })
    const [, own, logIn, theirs] = requests
    expect(logIn?.headers.authorization).toBe(`Basic ${Buffer.from('ana lýst:pässword').toString('base64')}`)
    expect(theirs?.headers.authorization).not.toBe(own?.headers.authorization)
    await client.getPolicies()
    expect(requests.at(-1)?.headers.authorization).toBe(own?.headers.authorization)
    expect(logIns()).toBe(2)
  })

  it('reports wrong credentials and leaves the collector alone', async () => {
    await client.getInfo()
    logInAnswer = (_, response) => json(response, { title: 'Unauthorized', detail: 'Invalid credentials' }, 401)
    expect(await client.verifyCredentials('somebody', 'wrong')).toMatchObject({ ok: false, reason: 'wrong_credentials' })
    expect((await client.getInfo()).hostname).toBe('manager-host')
  })

  it.each([
    ['', 'x'],
    ['a:b', 'x'],
    ['a', ''],
    ['a', ' \t'],
  ])('asks nobody about %j and %j', async (username, password) => {
    expect(await client.verifyCredentials(username, password)).toMatchObject({ ok: false, reason: 'wrong_credentials' })
    expect(requests).toEqual([])
  })

  it('tries once more, a second later, when the token is born dead', async () => {
    let count = 0
    answer = (_, response) => (++count === 1 ? unauthorized(response) : json(response, rights))
    expect(await client.verifyCredentials('somebody', 'secret')).toMatchObject({ ok: true })
    expect(clock.sleeps).toEqual([1100])
    answer = (_, response) => unauthorized(response)
    expect(await client.verifyCredentials('somebody', 'secret')).toMatchObject({ ok: false, reason: 'degraded' })
  })

  it('never repeats what a manager in trouble echoes', async () => {
    logInAnswer = (request, response) =>
      json(response, { title: 'x', detail: `saw secret-9 and ${request.headers.authorization}` }, 500)
    const check = await client.verifyCredentials('somebody', 'secret-9')
    expect(check).toMatchObject({ ok: false, reason: 'degraded' })
    expect(JSON.stringify(check)).not.toContain('secret-9')
    expect(JSON.stringify(check)).not.toContain(Buffer.from('somebody:secret-9').toString('base64'))
  })
})
