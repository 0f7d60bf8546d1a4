import type { APIResponse } from '@playwright/test'
import { problem } from '#lib/contract/problem.ts'
import { sessionsList } from '#lib/contract/session.ts'
import { expect, test } from './fixtures.ts'
import { raw } from './raw-request.ts'
import { startRollcall } from './rollcall.ts'

const DATA = ['/api/summary', '/api/agents', '/api/agents/demo/001', '/api/sync', '/api/session']

test('every data route answers 401 without a session, in every spelling of its path', async ({ request, baseURL }) => {
  for (const path of DATA) {
    for (const variant of [
      path,
      `${path}?x=1`,
      `${path}?_rsc=1`,
      path.replace('/api', '//api'),
      path.toUpperCase(),
      `${path}.rsc`,
      `${path}/`,
    ]) {
      const answer = await request.get(`${baseURL}${variant}`, { headers: { rsc: '1' } })
      expect([400, 401, 404], `${variant}: ${answer.status()}`).toContain(answer.status())
    }
    expect((await request.get(path)).status()).toBe(401)
    expect((await request.get(path, { headers: { cookie: `rollcall_session=${'a'.repeat(43)}` } })).status()).toBe(401)
  }
})

test('pages give nothing away without a session, also as data for the router', async ({ request }) => {
  for (const path of ['/', '/agents/demo/001']) {
    for (const headers of [{}, { rsc: '1' }, { rsc: '1', 'next-router-prefetch': '1' }]) {
      const answer = await request.get(path, { headers, maxRedirects: 0 })
      expect(await answer.text()).not.toMatch(/lastKeepAlive|registerIp|node01/)
    }
  }
})

test('a page that is fetched ahead is no activity of its person; one that is opened is', async ({ page, signIn }) => {
  await signIn(page)
  // What an open page does by itself is another matter.
  await page.goto('about:blank')
  const lastSeen = async () => {
    const { sessions } = sessionsList.parse(await (await page.request.get('/api/sessions')).json())
    return sessions.find(({ current }) => current)?.lastSeenAt ?? ''
  }
  const before = await lastSeen()
  const ahead = [
    { rsc: '1', 'next-router-prefetch': '1' },
    { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
    { 'sec-purpose': 'prefetch' },
    { 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
  ]
  for (const headers of ahead) {
    await page.request.get('/sessions', { headers })
    expect(await lastSeen(), JSON.stringify(headers)).toBe(before)
  }
  await page.request.get('/sessions')
  expect((await lastSeen()) > before).toBe(true)
})

test('every answer carries the headers that keep browsers in bounds', async ({ request }) => {
  for (const path of ['/sign-in', '/api/health', '/api/agents', '/nothing-here', '/icon.svg']) {
    const headers = (await request.get(path)).headers()
    expect(headers['x-content-type-options'], path).toBe('nosniff')
    expect(headers['x-frame-options'], path).toBe('DENY')
    expect(headers['x-powered-by'], path).toBeUndefined()
  }
  const policy = (await request.get('/sign-in')).headers()['content-security-policy'] ?? ''
  expect(policy).toMatch(/script-src [^;]*'nonce-/)
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/)
  expect(policy).toContain("frame-ancestors 'none'")
  expect((await request.get('/api/agents')).headers()['cache-control']).toBe('no-store')
})

test('one agent is answered alike with Next in between and without', async ({ page, signIn }) => {
  await signIn(page)
  const paths = [
    // Next alone takes what is encoded.
    ['/api/agents/demo/001', '/api/agents/demo/%3001', 200],
    ['/api/agents/demo/99999999', '/api/agents/demo/%399999999', 404],
    ['/api/agents/demo/001/at?at=1990-01-01T00:00:00Z', '/api/agents/demo/%3001/at?at=1990-01-01T00:00:00Z', 200],
    ['/api/agents/demo/001/at?at=soon', '/api/agents/demo/%3001/at?at=soon', 400],
  ] as const
  for (const [plain, encoded, status] of paths) {
    const [direct, byNext] = [await page.request.get(plain), await page.request.get(encoded)]
    expect([direct.status(), byNext.status()], plain).toEqual([status, status])
    expect(headersOf(direct), plain).toEqual(headersOf(byNext))
    expect(direct.headers()['content-length'], plain).toBeDefined()
    expect(byNext.headers()['content-length'], encoded).toBeUndefined()
    expect(Object.keys(await direct.json()), plain).toEqual(Object.keys(await byNext.json()))
  }
})

/** Without those that tell of one answer, or of how it was sent. */
function headersOf(answer: APIResponse): [string, string][] {
  const own = ['x-request-id', 'date', 'content-length', 'transfer-encoding', 'connection', 'keep-alive', 'vary']
  return Object.entries(answer.headers())
    .filter(([name]) => !own.includes(name))
    .sort(([a], [b]) => a.localeCompare(b))
}

test('every page carries the policy, whatever its address looks like', async ({ request }) => {
  const paths = [
    '/icon',
    '/iconic',
    '/icon.svg/x',
    '/favicon.ico',
    '/favicons/x',
    '/apis',
    '/API/x',
    '/_next/static/nothing.js',
    '/_next/x',
  ]
  for (const path of paths) {
    const headers = (await request.get(path)).headers()
    if (!headers['content-type']?.startsWith('text/html')) continue
    expect(headers['content-security-policy'], path).toMatch(/script-src [^;]*'nonce-/)
  }
})

test('a request from another site changes nothing', async ({ request }) => {
  const data = { username: 'analyst', password: 'analyst' }
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
    const answer = await request.post('/api/session', { data, headers })
    expect(answer.status()).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'forbidden_origin' })
  }
})

test('credentials that are empty, no text or too large are refused before the manager hears of them', async ({
  request,
  rollcall,
}) => {
  const before = JSON.stringify(rollcall.demo.control.requests())
  const logins = () => (JSON.stringify(rollcall.demo.control.requests()).match(/authenticate/g) ?? []).length
  const count = (before.match(/authenticate/g) ?? []).length
  const bad: unknown[] = [
    {},
    { username: 'analyst' },
    { username: 'analyst', password: '' },
    { username: '', password: 'analyst' },
    { username: 'analyst', password: null },
    { username: 'analyst', password: ['analyst'] },
    { username: 'analyst', password: 7 },
    { username: 'analyst', password: 'analyst', admin: true },
    { username: 'analyst', password: 'x'.repeat(2000) },
    [],
    null,
  ]
  for (const data of bad) {
    const answer = await request.post('/api/session', {
      data: JSON.stringify(data),
      headers: { 'content-type': 'application/json' },
    })
    expect(answer.status(), JSON.stringify(data)?.slice(0, 60)).toBe(400)
  }
  const large = await request.post('/api/session', {
    data: JSON.stringify({ password: 'x'.repeat(1_000_000) }),
    headers: { 'content-type': 'application/json' },
  })
  expect(large.status()).toBe(413)
  expect((await request.post('/api/session', { data: 'username=a', headers: { 'content-type': 'text/plain' } })).status()).toBe(
    400,
  )
  expect(logins()).toBe(count)
})

test('hostile queries, cursors and parameters get a clear 4xx', async ({ page, signIn }) => {
  await signIn(page)
  const bad = [
    'q=statsu%3Dactive',
    `q=${'('.repeat(500)}`,
    `q=${'a'.repeat(3000)}`,
    'q=status%3D',
    'q=__proto__%3D1',
    `q=${encodeURIComponent("name=' OR 1=1 --")}`,
    'sort=internal_key',
    'sort=__proto__',
    'limit=0',
    'limit=-1',
    'limit=1e9',
    'limit=abc',
    'after=nonsense',
    'before=%00',
    `after=${Buffer.from('["name"]').toString('base64url')}`,
    `after=${'A'.repeat(7000)}`,
    'after=a&before=b',
    'q=a&q=b',
    'offset=5',
  ]
  for (const search of bad) {
    const answer = await page.request.get(`/api/agents?${search}`)
    expect(answer.status(), search.slice(0, 60)).toBe(400)
    const body = await answer.json()
    expect(body).toMatchObject({ status: 400, type: 'about:blank' })
    expect(body.requestId).toBeTruthy()
    expect(body.detail.length).toBeLessThan(600)
  }
})

test('methods that a route does not have are refused, and said which it has', async ({ request, baseURL }) => {
  const port = new URL(baseURL ?? '').port
  const routes = { '/api/agents': 'GET, HEAD, OPTIONS', '/api/session': 'GET, HEAD, POST, DELETE, OPTIONS' }
  for (const [path, allow] of Object.entries(routes)) {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'].filter((method) => !allow.includes(method))) {
      const answer = await request.fetch(path, { method })
      expect(answer.status(), `${method} ${path}`).toBe(405)
      expect(answer.headers()['allow']).toBe(allow)
      await expectProblem(answer, 'method_not_allowed')
    }
    const options = await request.fetch(path, { method: 'OPTIONS' })
    expect([options.status(), options.headers()['allow']]).toEqual([204, allow])
  }
  for (const method of ['TRACE', 'PROPFIND']) {
    for (const path of ['/api/agents', '/sign-in']) {
      const answer = await raw(port, method, path)
      expect(answer.status, `${method} ${path}`).toBe(405)
      expect(answer.headers['allow']).toContain('GET')
      expect(answer.headers['x-frame-options']).toBe('DENY')
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
    }
  }
})

test('an address of the API that does not exist is a problem like any other', async ({ request }) => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    for (const path of ['/api', '/api/nope', '/api/agents/demo/001/x', '/api/agents.rsc']) {
      const answer = await request.fetch(path, { method })
      expect(answer.status(), `${method} ${path}`).toBe(404)
      await expectProblem(answer, 'not_found')
    }
  }
})

test('a path that can’t be decoded is refused, with the headers of every answer', async ({
  baseURL,
  page,
  signIn,
  expectConsole,
}) => {
  expectConsole(/status of 40[04]/)
  const port = new URL(baseURL ?? '').port
  for (const path of ['/agents/demo/%E0', '/api/agents/demo/%E0', '/%', '/api/%zz']) {
    const answer = await raw(port, 'GET', path)
    expect(answer.status, path).toBe(400)
    expect(answer.headers['x-content-type-options'], path).toBe('nosniff')
    expect(answer.headers['content-security-policy'], path).toContain("default-src 'none'")
    if (path.startsWith('/api/')) expect(JSON.parse(answer.body)).toMatchObject({ code: 'bad_request', status: 400 })
  }
  await signIn(page)
  const answer = await page.goto('/agents/demo/%25E0')
  expect(answer?.status()).toBeLessThan(500)
})

test('no token or password of the manager is in anything a browser gets', async ({ page, signIn }) => {
  const bodies: string[] = []
  page.on('response', async (response) => {
    bodies.push(await response.text().catch(() => ''), JSON.stringify(response.headers()))
  })
  await signIn(page, { username: 'wazuh' })
  for (const path of ['/', '/agents/demo/001', '/api/sync', '/api/session', '/api/health']) await page.goto(path)
  expect(bodies.length).toBeGreaterThan(10)
  for (const body of bodies) expect(body).not.toMatch(/eyJ[\w-]{20,}\.[\w-]+\.[\w-]+|MANAGER_PASSWORD|Basic [A-Za-z0-9+/]{8}/)
})

test('empty settings count as not set: it listens on this machine only and logs as usual', async () => {
  const rollcall = await startRollcall({ env: { HOST: '', LOG_LEVEL: '' } })
  try {
    const { port } = new URL(rollcall.url)
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200)
    // Another loopback address answers only when every address of the machine is listened on.
    await expect(fetch(`http://127.0.0.2:${port}/api/health`)).rejects.toThrow()
  } finally {
    await rollcall.stop()
  }
})

test('a store of the demo is refused to a real manager, with one clear line', async ({ rollcall }) => {
  const env = { DATABASE_URL: `file:${rollcall.databaseFile}` }
  await expect(startRollcall({ env })).rejects.toThrow(/code 78:\nrollcall: The database .* holds the demo’s agents/)
})

async function expectProblem(answer: APIResponse, code: string) {
  expect(answer.headers()['content-type']).toBe('application/problem+json')
  const body = problem.parse(await answer.json())
  expect(body).toMatchObject({ code, status: answer.status(), requestId: answer.headers()['x-request-id'] })
}
