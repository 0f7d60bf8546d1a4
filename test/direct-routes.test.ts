import { once } from 'node:events'
import http, { type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { GET as moment } from '#app/api/agents/[manager]/[id]/at/route.ts'
import { GET as agent } from '#app/api/agents/[manager]/[id]/route.ts'
import { GET as counts } from '#app/api/agents/counts/route.ts'
import { GET as list } from '#app/api/agents/route.ts'
import { GET as summary } from '#app/api/summary/route.ts'
import { answerDirectly } from '#cli/direct-routes.mjs'
import { SECURITY_HEADERS } from '#cli/security-headers.mjs'
import { raw } from '#e2e/raw-request.ts'
import { openDirectRoutes } from '#server/http/direct-routes.ts'
import { type RouteRig, routeRig } from './route-rig.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

const NEXT = 'Next is asked'
let rig: RouteRig
let server: Server
const cookies: Record<'analyst' | 'branch', string> = { analyst: '', branch: '' }
beforeAll(async () => {
  rig = await routeRig()
  cookies.analyst = await rig.signIn('analyst')
  cookies.branch = await rig.signIn('branch')
  openDirectRoutes({
    '/api/summary': summary,
    '/api/agents': list,
    '/api/agents/counts': counts,
    '/api/agents/[manager]/[id]': agent,
    '/api/agents/[manager]/[id]/at': moment,
    '/api/agents/[manager]/[id]/sync': async () => Promise.reject(new Error('a fault')),
  })
  server = http.createServer((request, response) => {
    const answer = answerDirectly(request, response)
    if (!answer) response.end(NEXT)
    answer?.catch(() => response.writeHead(500).end())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rig.stop()
})

function ask(path: string, { method = 'GET', ...headers }: { method?: string } & Record<string, string> = {}) {
  return raw(String((server.address() as AddressInfo).port), method, path, headers)
}

const AT = '/api/agents/main/001/at?at=2026-11-21T09:00:00.000+0000'
const LISTS = [
  '/api/summary',
  '/api/summary?q=status%3Dactive+and+%28os.platform%7Eubuntu+or+version%21%3D%22v4.14.7%22%29',
  '/api/agents?limit=5&sort=-name',
  '/api/agents?q=status%3D%22',
  '/api/agents/counts?q=status%3Dactive&q=%25%E4%B8%AD',
]
const AGENTS = ['/api/agents/main/001', '/api/agents/main/1', '/api/agents/main/001?transitions=1', AT, '/api/agents/other/001']
const PATHS = [...LISTS, ...AGENTS]

it.each(PATHS)('%s is answered as its route answers it, with the headers of every answer', async (path) => {
  const cookie = cookies.analyst
  const [direct, route] = [await ask(path, { cookie }), await rig.call('GET', path, { cookie })]
  expect(direct.status).toBe(route.status)
  // An id of each request, and the age of the data at the moment of each.
  const lasting = (body: string) => body.replace(/"requestId":"[^"]+"/, '').replaceAll(/"ageSeconds":\d+/g, '')
  expect(lasting(direct.body)).toBe(lasting(await route.text()))
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(direct.headers[name.toLowerCase()]).toBe(value)
  for (const name of ['content-type', 'cache-control', 'content-security-policy'])
    expect(direct.headers[name]).toBe(route.headers.get(name))
  expect(direct.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  expect(direct.headers['content-length']).toBe(String(Buffer.byteLength(direct.body)))
})

it('nobody is shown more without Next: strangers nothing, the limited only their own', async () => {
  for (const cookie of ['', `rollcall_session=${'a'.repeat(43)}`]) {
    for (const path of PATHS) expect((await ask(path, { cookie })).status, path).toBe(401)
  }
  const answers = new Set<string>()
  for (let id = 1; id <= 60; id++) {
    const path = `/api/agents/main/${id}`
    const direct = await ask(path, { cookie: cookies.branch })
    expect(direct.status).toBe((await rig.call('GET', path, { cookie: cookies.branch })).status)
    answers.add(direct.status === 404 ? direct.body.replace(/"requestId":"[^"]+"/, '') : String(direct.status))
  }
  // One that they may not see is refused in the words for one that is not there.
  const absent = (await ask('/api/agents/main/99999', { cookie: cookies.branch })).body.replace(/"requestId":"[^"]+"/, '')
  expect([...answers].sort()).toEqual(['200', absent].sort())
})

it('a parameter that the route does not know is refused by it', async () => {
  const { status, body } = await ask('/api/agents/main/001?manager=other', { cookie: cookies.analyst })
  expect([status, JSON.parse(body).code]).toEqual([400, 'bad_request'])
})

it.each([
  '/api/agents/main/%3001',
  '/api/agents/main/001/',
  '/api/agents/main//001',
  '//api/agents/main/001',
  '/API/agents/main/001',
  '/api/agents/Main/001',
  '/api/agents/main/001.rsc',
  '/api/agents/main/001;x=1',
  '/api/agents/main/00x',
  '/api/agents/main/12345678901',
  '/api/agents/main/001#/at',
  '/api/agents/main/001?<script>',
  '/api/agents/main/001\\at',
  '/api/agents/main/..%2f001',
  '/api/agents/main/001/history',
  '/api/agents/count',
  '/api/agents/',
  '/api/summary/',
  '/api/summary?q=(status=active)',
  '/api/health',
  '/',
])('%s is left to Next', async (path) => {
  expect((await ask(path, { cookie: cookies.analyst })).body).toBe(NEXT)
})

it('whatever is not a plain question is left to Next', async () => {
  for (const method of ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    const { headers } = await ask('/api/agents/main/001', { method, cookie: cookies.analyst })
    expect(headers['x-request-id'], method).toBeUndefined()
  }
  for (const headers of [{ 'content-length': '0' }, { 'transfer-encoding': 'chunked' }])
    expect((await ask('/api/agents/main/001', headers)).body).toBe(NEXT)
})

it('what a route throws reaches the server, which says so', async () => {
  expect((await ask('/api/agents/main/001/sync')).status).toBe(500)
})
