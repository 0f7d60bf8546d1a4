import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { GET as detailRoute } from '#app/api/agents/[manager]/[id]/route.ts'
import { GET as listRoute } from '#app/api/agents/route.ts'
import { GET as sessionRoute, POST as signInRoute } from '#app/api/session/route.ts'
import { GET as summaryRoute } from '#app/api/summary/route.ts'
import { GET as syncRoute } from '#app/api/sync/route.ts'
import type { DemoControl } from '#demo/control/control.ts'
import { SCOPE_ALL } from '#lib/agent/scope.ts'
import { agentDetail, agentsPage } from '#lib/contract/agents.ts'
import { problem } from '#lib/contract/problem.ts'
import { sessionInfo } from '#lib/contract/session.ts'
import { summary, syncReport } from '#lib/contract/sync.ts'
import { runtime, startRuntime } from '#server/runtime.ts'
import { listAgents } from '#server/services/list-agents.ts'
import { collectorRig, configOf } from './collector-rig.ts'
import { askDemo, bearer } from './demo-client.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

const long = process.env['ROLLCALL_LONG'] === '1'
const REQUESTS = long ? 10_000 : 1000
const AT_ONCE = 24
/** Another sequence of requests in each run; a run that failed is repeated by its seed. */
const SEED = Number(process.env['ROLLCALL_SEED'] ?? Date.now() % 1e9)

const SORTS = ['name', '-ip', 'group', '-lastKeepAlive', 'status', '-id']
const QUERIES = ['', 'group=default', 'status!=active', 'not os.platform=windows', 'id<150']

/** Rights that overlap, include each other, are the same, and are none. */
const PEOPLE: Readonly<Record<string, readonly (readonly ['allow' | 'deny', readonly string[]])[]>> = {
  whole: [['allow', ['agent:id:*', 'agent:group:*']]],
  also: [['allow', ['agent:id:*']]],
  north: [['allow', ['agent:group:branch-north', 'agent:group:databases']]],
  south: [['allow', ['agent:group:branch-south', 'agent:group:databases']]],
  most: [
    ['allow', ['agent:id:*']],
    ['deny', ['agent:group:branch-north', 'agent:id:003', 'agent:id:004']],
  ],
  few: [['allow', ['agent:id:003', 'agent:id:004', 'agent:id:099']]],
  none: [['allow', ['agent:id:99999']]],
  nothing: [],
}

interface Person {
  readonly name: string
  readonly cookie: string
  /** What the manager gives this person's own token, without 000. */
  readonly ids: ReadonlySet<string>
}

let rig: Awaited<ReturnType<typeof collectorRig>>
let people: Person[]
let known: string[]
const order = new Map<string, readonly string[]>()

beforeAll(async () => {
  rig = await collectorRig({ agents: 300, seed: 7, frozen: true })
  await rig.pass()
  known = rig.rows('SELECT agentId FROM Agent ORDER BY agentId').map(([id]) => String(id).padStart(3, '0'))
  addPeople(rig.demo.control)
  const { url, user, password, tls } = configOf(rig.demo)
  Object.assign(process.env, {
    DATABASE_URL: `file:${rig.store.file}`,
    MANAGER_URL: url.href,
    MANAGER_NAME: 'main',
    MANAGER_USER: user,
    MANAGER_PASSWORD: password,
    MANAGER_FINGERPRINT: tls.fingerprint ?? '',
  })
  await startRuntime()
  people = await Promise.all(Object.keys(PEOPLE).map(enter))
  for (const sort of SORTS) for (const q of QUERIES) order.set(`${sort} ${q}`, await wholeList(sort, q))
})
afterAll(async () => {
  await runtime().fleet.stop()
  await runtime().prisma.$disconnect()
  await Promise.all([...runtime().clients.values()].map((client) => client.close()))
  await rig.stop()
})

it(`gives nobody what another may see, over ${REQUESTS} requests of ${Object.keys(PEOPLE).length} people at once (seed ${SEED})`, async () => {
  expect(new Set(people.map(({ ids }) => ids.size)).size).toBeGreaterThan(5)
  const requestIds = new Set<string>()
  const [steps = []] = fc.sample(fc.array(arbitraryStep(), { minLength: REQUESTS, maxLength: REQUESTS }), {
    numRuns: 1,
    seed: SEED,
  })
  for (let from = 0; from < REQUESTS; from += AT_ONCE) {
    // Another snapshot now and then, so that what is kept of one is made anew among the requests.
    if (from % (AT_ONCE * 8) === 0) rig.store.db.exec('UPDATE Manager SET revision = revision + 1, lastSyncAt = lastSyncAt + 1')
    const answers = await Promise.all(steps.slice(from, from + AT_ONCE).map(carryOut))
    for (const requestId of answers) requestIds.add(requestId)
  }
  expect(requestIds.size).toBe(REQUESTS)
}, 600_000)

interface Step {
  readonly who: number
  readonly kind: 'list' | 'summary' | 'detail' | 'sync' | 'session'
  readonly sort: string
  readonly q: string
  readonly limit: number
  readonly at: number
}

function arbitraryStep(): fc.Arbitrary<Step> {
  return fc.record({
    who: fc.nat(Object.keys(PEOPLE).length - 1),
    kind: fc.constantFrom('list', 'list', 'list', 'detail', 'detail', 'summary', 'sync', 'session'),
    sort: fc.constantFrom(...SORTS),
    q: fc.constantFrom(...QUERIES),
    limit: fc.constantFrom(5, 50, 500),
    at: fc.nat(100_000),
  })
}

/** One request of one person, held against what the manager lets that person see. @returns its request id */
async function carryOut({ who, kind, sort, q, limit, at }: Step): Promise<string> {
  const person = people[who % people.length]
  if (!person) throw new Error('nobody')
  const mine = (order.get(`${sort} ${q}`) ?? []).filter((id) => person.ids.has(id))
  const isRefused = person.name === 'nothing' && kind !== 'sync' && kind !== 'session'
  const id = known[at % known.length] ?? ''
  const answer = await send(person, kind, { sort, q, limit, id })
  const requestId = answer.headers.get('x-request-id') ?? ''
  const body: unknown = await answer.json()
  if (isRefused) {
    expect(answer.status).toBe(403)
    expect(problem.parse(body)).toMatchObject({ code: 'no_permission', requestId })
  } else if (kind === 'list') {
    const page = agentsPage.parse(body)
    expect(page.items.map((item) => item.id)).toEqual(mine.slice(0, limit))
    expect(page.total).toBe(mine.length)
  } else if (kind === 'summary') {
    const { total, scope } = summary.parse(body)
    expect([total, scope.total]).toEqual([mine.length, person.ids.size])
  } else if (kind === 'sync') {
    const [manager] = syncReport.parse(body).managers
    expect(manager?.total).toBe(person.ids.size)
  } else if (kind === 'session') {
    expect(sessionInfo.parse(body).username).toBe(person.name)
  } else if (person.ids.has(id)) {
    expect(agentDetail.parse(body).agent.id).toBe(id)
  } else {
    const absent = await send(person, 'detail', { sort, q, limit, id: '88888' })
    const { requestId: own, ...rest } = problem.parse(body)
    const { requestId: _, ...expected } = problem.parse(await absent.json())
    expect([answer.status, rest, own]).toEqual([absent.status, expected, requestId])
    expect(withoutId(answer.headers)).toEqual(withoutId(absent.headers))
  }
  return requestId
}

async function send(
  { cookie }: Person,
  kind: Step['kind'],
  { sort, q, limit, id }: { sort: string; q: string; limit: number; id: string },
): Promise<Response> {
  const ask = (path: string, params = {}) => [get(path, cookie), { params: Promise.resolve(params) }] as const
  const query = new URLSearchParams({ q, sort, limit: String(limit) })
  if (kind === 'list') return listRoute(...ask(`/api/agents?${query}`))
  if (kind === 'summary') return summaryRoute(...ask(`/api/summary?${new URLSearchParams({ q })}`))
  if (kind === 'detail') return detailRoute(...ask(`/api/agents/main/${id}`, { manager: 'main', id }))
  return kind === 'sync' ? syncRoute(...ask('/api/sync')) : sessionRoute(...ask('/api/session'))
}

function get(path: string, cookie: string): Request {
  return new Request(`http://rollcall${path}`, { headers: { cookie } })
}

function withoutId(headers: Headers): [string, string][] {
  return [...headers].filter(([name]) => name !== 'x-request-id')
}

function addPeople(control: DemoControl): void {
  control.applyPolicies({ users: Object.keys(PEOPLE).map((username, i) => ({ id: 300 + i, username, roles: [] })) })
  for (const [username, policies] of Object.entries(PEOPLE)) {
    control.setPolicies(
      username,
      policies.map(([effect, resources], i) => ({ id: 900 + i, name: `p${i}`, actions: ['agent:read'], resources, effect })),
    )
  }
  control.advance(2000)
}

async function enter(name: string, index: number): Promise<Person> {
  const request = new Request('http://rollcall/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-rollcall-peer': `10.0.0.${index}` },
    body: JSON.stringify({ username: name, password: name }),
  })
  const answer = await signInRoute(request, { params: Promise.resolve({}) })
  expect(answer.status).toBe(201)
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const list = await askDemo(rig.demo, '/agents?select=id&limit=1000', { headers: await bearer(rig.demo, name) })
  const { data }: { data: { affected_items: { id: string }[] } } = JSON.parse(list.text)
  return { name, cookie, ids: new Set(data.affected_items.map(({ id }) => id).filter((id) => id !== '000')) }
}

async function wholeList(sort: string, q: string): Promise<string[]> {
  const { items } = await listAgents({ ctx: { ...runtime(), scope: SCOPE_ALL }, input: { sort, q, limit: '500' } })
  return items.map(({ id }) => id)
}
