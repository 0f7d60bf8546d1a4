import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runtime } from '#server/runtime.ts'
import { SignInLimits } from '#server/services/people/sign-in-limits.ts'
import { collectorRig } from './collector-rig.ts'
import { passwordHash } from './no-ways.ts'
import { pairScreen } from './pair-screen.ts'
import { serveFrom } from './serving.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

type Access = 'open' | 'session' | 'agents' | 'administrator' | 'operator' | 'kiosk' | 'none'
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof METHODS)[number]

/**
 * Who may call what. A route that is not here fails: whoever adds one says here who may call it. What tells of agents is for
 * `agents`; what tells of other people for an `administrator`; `none` is an address that answers everybody that it does not exist.
 */
const ACCESS: Readonly<Record<string, Partial<Record<Method, Access>>>> = {
  '/api/[[...path]]': { GET: 'none', POST: 'none', PUT: 'none', PATCH: 'none', DELETE: 'none' },
  '/api/agents': { GET: 'agents' },
  '/api/agents/[manager]/[id]': { GET: 'agents' },
  '/api/agents/[manager]/[id]/annotations': { GET: 'agents', PUT: 'agents' },
  '/api/agents/[manager]/[id]/at': { GET: 'agents' },
  '/api/agents/[manager]/[id]/enrolments': { GET: 'agents', PUT: 'agents' },
  '/api/agents/[manager]/[id]/history': { GET: 'agents' },
  '/api/agents/[manager]/[id]/notes': { POST: 'agents' },
  '/api/agents/[manager]/[id]/notes/[note]': { PATCH: 'agents', DELETE: 'agents' },
  '/api/agents/[manager]/[id]/sync': { GET: 'agents' },
  '/api/agents/[manager]/[id]/collection': { GET: 'agents' },
  '/api/agents/[manager]/[id]/config/[component]/[configuration]': { GET: 'agents' },
  '/api/agents/[manager]/[id]/inventory': { GET: 'agents' },
  '/api/agents/[manager]/[id]/inventory/[list]': { GET: 'agents' },
  '/api/agents/[manager]/[id]/live': { GET: 'agents' },
  '/api/agents/counts': { GET: 'agents' },
  '/api/agents/export': { GET: 'agents' },
  '/api/agents/strips': { GET: 'agents' },
  '/api/agents/suggest': { GET: 'agents' },
  '/api/administration': { GET: 'administrator' },
  '/api/audit': { GET: 'administrator' },
  '/api/breakdowns': { GET: 'agents' },
  '/api/changes': { GET: 'agents' },
  '/api/events': { GET: 'agents' },
  '/api/evolution': { GET: 'agents' },
  '/api/health': { GET: 'open' },
  '/api/kiosk': { GET: 'open' },
  '/api/kiosk/board': { GET: 'kiosk' },
  '/api/kiosk/live': { GET: 'kiosk' },
  '/api/kiosks': { GET: 'agents', POST: 'agents' },
  '/api/kiosks/[id]': { DELETE: 'session' },
  '/api/kiosks/pairing': { POST: 'agents' },
  '/api/live': { GET: 'session' },
  '/api/marks': { POST: 'agents' },
  '/api/marks/end': { POST: 'agents' },
  '/api/openapi.json': { GET: 'session' },
  '/api/resolve': { POST: 'agents' },
  '/api/session': { GET: 'session', POST: 'open', DELETE: 'session' },
  '/api/session/managers': { POST: 'session' },
  '/api/session/managers/[manager]': { DELETE: 'session' },
  '/api/session/oidc': { GET: 'open' },
  '/api/session/oidc/callback': { GET: 'open' },
  '/api/session/proxy': { GET: 'open' },
  '/api/sessions': { GET: 'session', DELETE: 'session' },
  '/api/sessions/[id]': { DELETE: 'session' },
  '/api/settings': { GET: 'session' },
  '/api/summary': { GET: 'agents' },
  '/api/sync': { GET: 'session' },
  '/api/views': { GET: 'agents', POST: 'agents' },
  '/api/views/[id]': { PATCH: 'agents', DELETE: 'agents' },
  '/kiosk/start': { GET: 'open' },
  '/metrics': { GET: 'operator' },
}

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).map((file) => file.split(path.sep).join('/'))
const routes = files.filter((file) => /(^|\/)route\.[jt]sx?$/.test(file))
const addressOf = (file: string) => `/${path.posix.dirname(file)}`.replace(/\/\([^/]+\)/g, '')

const PARAMS = { manager: 'main', id: '001', note: '1', path: 'x' }
const LOCAL_PASSWORD = 'correct horse battery'
let rig: Awaited<ReturnType<typeof collectorRig>>
let cookie = ''
/** Of a screen that somebody with all rights approved. */
let screen = ''
beforeAll(async () => {
  rig = await collectorRig({ agents: 20, seed: 7, frozen: true })
  await rig.pass()
  await serveFrom(rig, otherWays())
  screen = await pairScreen(await signIn('analyst'))
  expect(screen).not.toBe('')
  cookie = await signIn('nobody')
})
afterAll(async () => {
  runtime().live.close()
  await runtime().fleet.stop()
  await runtime().prisma.$disconnect()
  await Promise.all([...runtime().clients.values()].map((client) => client.close()))
  await rig.stop()
})

async function signIn(name: string, more: { password?: string; manager?: string } = {}): Promise<string> {
  const body = JSON.stringify({ username: name, password: name, ...more })
  const answer = await ask(await handlerOf('api/session/route.ts', 'POST'), '/api/session', 'POST', { body })
  expect(answer.status).toBe(201)
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

async function handlerOf(file: string, method: Method): Promise<Handler> {
  const route: Partial<Record<string, Handler>> = await import(pathToFileURL(path.resolve('app', file)).href)
  const handler = route[method]
  // Next answers for a method that is not exported, and where HEAD is not, with GET: all of ours say so themselves.
  if (!handler) throw new Error(`${file} has no ${method}`)
  return handler
}

async function ask(
  handler: Handler,
  address: string,
  method: Method,
  { body, ...headers }: { body?: string; cookie?: string; origin?: string } & Partial<Record<`x-${string}`, string>> = {},
): Promise<{ status: number; headers: Headers; code: unknown }> {
  const url = `http://127.0.0.1:3000${address.replace('[manager]/[id]', 'main/001').replace('[id]', 'x')}`
  const isRead = method === 'GET'
  const init = { method, headers: { host: '127.0.0.1:3000', 'content-type': 'application/json', ...headers } }
  const request = new Request(url, isRead ? init : { ...init, body: body ?? '{}' })
  const answer = await handler(request, { params: Promise.resolve(PARAMS) })
  const isJson = answer.headers.get('content-type')?.includes('json')
  const text = isJson ? await answer.text() : ''
  if (!isJson) await answer.body?.cancel()
  return { status: answer.status, headers: answer.headers, code: text === '' ? null : JSON.parse(text).code }
}

it('every route on disk says here who may call it, and nothing else is said', () => {
  expect(routes.map(addressOf).sort()).toEqual(Object.keys(ACCESS).sort())
})

it('every page but the one to sign in, and that of a screen, stands behind the gate of the console', () => {
  const pages = files.filter((file) => /(^|\/)page\.[jt]sx?$/.test(file))
  expect(pages.filter((file) => !file.startsWith('(console)/')).sort()).toEqual(['kiosk/page.tsx', 'sign-in/page.tsx'])
  expect(files.filter((file) => /(^|\/)layout\.[jt]sx?$/.test(file)).sort()).toEqual(['(console)/layout.tsx', 'layout.tsx'])
})

describe.each(routes.map((file) => [addressOf(file), file] as const))('%s', (address, file) => {
  it.each(METHODS)('%s answers whom it should and nobody else', async (method) => {
    const access = ACCESS[address]?.[method]
    const handler = await handlerOf(file, method)
    const stranger = await ask(handler, address, method)
    if (access === undefined) return expect(stranger).toMatchObject({ status: 405, code: 'method_not_allowed' })
    if (access === 'none') return expect(stranger).toMatchObject({ status: 404, code: 'not_found' })
    if (access === 'open') expect(stranger.code).not.toBe('unauthenticated')
    else expect(stranger).toMatchObject({ status: 401, code: 'unauthenticated' })
    for (const forged of ['', 'a'.repeat(42), 'A'.repeat(43), `${'a'.repeat(42)}=`]) {
      if (access === 'open') break
      const answer = await ask(handler, address, method, { cookie: `rollcall_session=${forged}` })
      expect(answer).toMatchObject({ status: 401, code: 'unauthenticated' })
    }
    // A screen may look at its board, and at nothing else.
    const wall = await ask(handler, address, method, { cookie: screen })
    if (access === 'kiosk')
      return expect({ wall: wall.status, person: (await ask(handler, address, method, { cookie })).code }).toEqual({
        wall: 200,
        person: 'unauthenticated',
      })
    if (access === 'open') expect(['unauthenticated', 'no_permission']).not.toContain(wall.code)
    else expect(wall).toMatchObject({ status: 401, code: 'unauthenticated' })
    if (method !== 'GET') {
      for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:3001', 'http://127.0.0.1:3000.evil.example']) {
        const answer = await ask(handler, address, method, { cookie, origin })
        expect(answer).toMatchObject({ status: 403, code: 'forbidden_origin' })
      }
    }
    const { code, status } = await ask(handler, address, method, { cookie })
    // No session makes anybody an operator.
    if (access === 'operator') return expect({ code, status }).toEqual({ code: 'unauthenticated', status: 401 })
    if (access === 'agents' || access === 'administrator')
      expect({ code, status }).toEqual({ code: 'no_permission', status: 403 })
    else expect(['unauthenticated', 'no_permission']).not.toContain(code)
    if (address === '/api/session' && method === 'DELETE') {
      expect((await ask(handler, address, method, { cookie })).status).toBe(401)
      cookie = await signIn('nobody')
    }
  })
})

/** A way to sign in for people without an account at the manager, set up as an administrator of ours would. */
function otherWays(): Record<string, string> {
  const groups = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-')), 'groups.json')
  writeFileSync(
    groups,
    JSON.stringify([
      { group: 'chiefs', role: 'administrator' },
      { group: 'soc', role: 'analyst' },
    ]),
  )
  return {
    GROUPS_FILE: groups,
    TRUSTED_PROXIES: '127.0.0.1',
    PROXY_USER_HEADER: 'X-Auth-User',
    PROXY_GROUPS_HEADER: 'X-Auth-Groups',
    PROXY_SECRET_HEADER: 'X-Auth-Secret',
    PROXY_SECRET: 'a secret of the proxy, long enough',
    LOCAL_ADMIN_HASH: passwordHash(LOCAL_PASSWORD),
  }
}

const named = (groups: string) => ({ 'x-rollcall-user': 'ada', 'x-rollcall-groups': groups })
const byProxy = async (groups: string) => {
  const answer = await ask(await handlerOf('api/session/proxy/route.ts', 'GET'), '/api/session/proxy', 'GET', named(groups))
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** Who else there is, all of whom see agents: how each signs in, and what each of their requests carries. */
const ROLES = {
  'an administrator of the manager': { administrator: true, carries: {}, signIn: () => signIn('wazuh') },
  'an analyst of the manager': { administrator: false, carries: {}, signIn: () => signIn('analyst') },
  'the local administrator': {
    administrator: true,
    carries: {},
    signIn: () => signIn('admin', { password: LOCAL_PASSWORD, manager: '@local' }),
  },
  'an administrator whom the proxy names': { administrator: true, carries: named('chiefs'), signIn: () => byProxy('chiefs') },
  'an analyst whom the proxy names': { administrator: false, carries: named('soc'), signIn: () => byProxy('soc') },
}

describe.each(Object.entries(ROLES))('%s', (_name, { administrator, carries, signIn: start }) => {
  let own = ''
  beforeAll(async () => {
    // Tests are faster than people.
    Object.assign(runtime(), { limits: new SignInLimits(runtime().clock) })
    own = await start()
  })

  it.each(routes.map((file) => [addressOf(file), file] as const))(
    'may call of %s what they may, and nothing else',
    async (address, file) => {
      for (const [method, access] of Object.entries(ACCESS[address] ?? {})) {
        const known = METHODS.find((one) => one === method)
        if (access === 'none' || !known) continue
        const { code } = await ask(await handlerOf(file, known), address, known, { cookie: own, ...carries })
        // No session makes anybody an operator, or a screen on a wall.
        if (access === 'operator' || access === 'kiosk') expect(code).toBe('unauthenticated')
        else if (access === 'administrator' && !administrator) expect(code).toBe('no_permission')
        else expect(['unauthenticated', 'no_permission'], `${method} ${address}`).not.toContain(code)
        // Both end the session: one signs out, the other signs in anew.
        if ((address === '/api/session' && method === 'DELETE') || address === '/api/session/proxy') own = await start()
      }
    },
  )
})
