import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { OPERATIONS, openApi } from '#server/http/openapi.ts'
import { ROUTE_FILES, type RouteRig, routePath, routeRig } from './route-rig.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

const sourceOf = (file: string) => readFileSync(path.join('app', file), 'utf8')

describe('the published document', () => {
  it.each(ROUTE_FILES.map((file) => [routePath(file), file] as const))(
    'has %s with its methods and who may call it',
    (address, file) => {
      const source = sourceOf(file)
      const methods = [...source.slice(source.indexOf('defineRoutes({')).matchAll(/\b(GET|POST|PUT|PATCH|DELETE):/g)].map(
        ([, m]) => m,
      )
      const access = new Set([...source.matchAll(/\baccess: '(\w+)'/g)].map(([, word]) => word))
      const published = OPERATIONS.filter((one) => one.path === address)
      expect(published.map(({ method }) => method).sort()).toEqual(methods.sort())
      expect(new Set(published.map((one) => one.access))).toEqual(access)
    },
  )

  it('has no other address', () => {
    expect([...new Set(OPERATIONS.map((one) => one.path))].sort()).toEqual(ROUTE_FILES.map(routePath).sort())
  })

  it.each(OPERATIONS.filter(({ method }) => method === 'GET').map((one) => [one.path, one] as const))(
    'names every parameter that %s reads',
    (_, one) => {
      const file = ROUTE_FILES.find((candidate) => routePath(candidate) === one.path) ?? ''
      const lists = [...sourceOf(file).matchAll(/queryParams\(\w+, \[([^\]]*)\]\)/g)]
      const read = lists.flatMap(([, names = '']) => [...names.matchAll(/'(\w+)'/g)].map(([, name]) => name))
      // What may come more than once is read apart.
      if (one.path !== '/api/agents/counts')
        expect(Object.keys(one.query ?? {}).map((name) => name.replace('!', ''))).toEqual(read)
    },
  )

  it('refers to nothing that it does not hold', () => {
    const text = JSON.stringify(openApi())
    const held = new Set(Object.keys((openApi() as { components: { schemas: object } }).components.schemas))
    const meant = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name)
    expect(meant.length).toBeGreaterThan(20)
    for (const name of meant) expect(held).toContain(name)
  })
})

describe('answers', () => {
  let rig: RouteRig
  let cookie = ''
  const ajv = new Ajv2020({ strict: false })
  formats.default(ajv)

  beforeAll(async () => {
    rig = await routeRig()
    ajv.addSchema(openApi(), 'api')
    cookie = await rig.signIn('wazuh')
  })
  afterAll(() => rig.stop())

  // Who signs in with a session ends that one.
  const call = (method: string, target: string, body?: unknown) =>
    rig.call(method, target, { body, cookie: method === 'POST' && target === '/api/session' ? '' : cookie })

  const [now, until] = [0, 3_600_000].map((ms) => new Date(Date.now() + ms).toISOString())
  /** One good call of every operation that answers JSON. */
  const CALLS: Readonly<Record<string, readonly [target: string, body?: unknown]>> = {
    'GET /api/agents': ['/api/agents?limit=20'],
    'GET /api/agents/{manager}/{id}': ['/api/agents/main/001'],
    'GET /api/agents/{manager}/{id}/at': [`/api/agents/main/001/at?at=${now}`],
    'GET /api/agents/{manager}/{id}/collection': ['/api/agents/main/001/collection'],
    'GET /api/agents/{manager}/{id}/config/{component}/{configuration}': ['/api/agents/main/001/config/agent/client'],
    'GET /api/agents/{manager}/{id}/inventory': ['/api/agents/main/001/inventory'],
    'GET /api/agents/{manager}/{id}/inventory/{list}': ['/api/agents/main/001/inventory/ports'],
    'GET /api/agents/{manager}/{id}/live': ['/api/agents/main/001/live'],
    'GET /api/agents/{manager}/{id}/history': ['/api/agents/main/001/history?range=30d'],
    'GET /api/agents/{manager}/{id}/annotations': ['/api/agents/main/001/annotations'],
    'GET /api/agents/{manager}/{id}/enrolments': ['/api/agents/main/001/enrolments'],
    'GET /api/agents/{manager}/{id}/sync': ['/api/agents/main/001/sync'],
    'GET /api/agents/counts': ['/api/agents/counts?q=status%3Dactive&q='],
    'GET /api/agents/strips': ['/api/agents/strips?agents=main/001,main/002'],
    'GET /api/agents/suggest': ['/api/agents/suggest?field=group'],
    'GET /api/administration': ['/api/administration'],
    'GET /api/audit': ['/api/audit'],
    'GET /api/breakdowns': ['/api/breakdowns'],
    'GET /api/changes': [`/api/changes?at=${now}`],
    'GET /api/events': ['/api/events'],
    'GET /api/evolution': ['/api/evolution?from=24h'],
    'GET /api/summary': ['/api/summary'],
    'POST /api/resolve': ['/api/resolve', { agent: { id: '001' } }],
    'POST /api/marks': ['/api/marks', { agents: ['main/001'], reason: 'moving', until }],
    'POST /api/marks/end': ['/api/marks/end', { agents: ['main/001'] }],
    'GET /api/session': ['/api/session'],
    'POST /api/session': ['/api/session', { username: 'analyst', password: 'analyst' }],
    'GET /api/sessions': ['/api/sessions'],
    'DELETE /api/sessions': ['/api/sessions'],
    'GET /api/settings': ['/api/settings'],
    'GET /api/sync': ['/api/sync'],
    'GET /api/views': ['/api/views'],
    'POST /api/views': ['/api/views', { name: 'mine' }],
    'GET /api/health': ['/api/health'],
    'GET /api/kiosk': ['/api/kiosk'],
    'GET /api/kiosks': ['/api/kiosks'],
    // The last one.
    'DELETE /api/session': ['/api/session'],
  }
  /** Those that need another manager, or an id or version of before; the tests of their own rooms call them. */
  const ELSEWHERE = [
    'POST /api/session/managers',
    'PATCH /api/views/{id}',
    'PUT /api/agents/{manager}/{id}/annotations',
    'PUT /api/agents/{manager}/{id}/enrolments',
    'POST /api/agents/{manager}/{id}/notes',
    'PATCH /api/agents/{manager}/{id}/notes/{note}',
    'DELETE /api/agents/{manager}/{id}/notes/{note}',
    'GET /api/kiosk/board',
    'POST /api/kiosks',
    'POST /api/kiosks/pairing',
    'DELETE /api/kiosks/{id}',
  ]
  const json = OPERATIONS.filter(({ answer }) => 'schema' in answer).map((one) => [`${one.method} ${one.path}`, one] as const)
  const order = Object.keys(CALLS)
  const called = json.filter(([name]) => name in CALLS).sort(([one], [other]) => order.indexOf(one) - order.indexOf(other))

  it('are asked for of every operation that has some', () => {
    expect([...Object.keys(CALLS), ...ELSEWHERE].sort()).toEqual(json.map(([name]) => name).sort())
  })

  it.each(called)('to %s are what the document says, and hold nothing else', async (name, one) => {
    const [target, body] = CALLS[name] ?? ['']
    const answer = await call(one.method, target, body)
    if (!('schema' in one.answer)) throw new Error('no schema')
    const found: unknown = await answer.json()
    expect([answer.status, found]).toEqual([one.answer.status, expect.anything()])
    const validate = ajv.getSchema(`api#/components/schemas/${one.answer.schema.name}`)
    if (!validate) throw new Error(`no schema ${one.answer.schema.name}`)
    validate(found)
    expect(validate.errors ?? []).toEqual([])
  })

  it('that are problems are what the document says', async () => {
    const answer = await call('GET', '/api/agents')
    const validate = ajv.getSchema('api#/components/schemas/Problem')
    expect(answer.status).toBe(401)
    expect(validate?.(await answer.json()), JSON.stringify(validate?.errors)).toBe(true)
  })
})
