import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { GET as eventsRoute } from '#app/api/events/route.ts'
import { POST as signInRoute } from '#app/api/session/route.ts'
import { SCOPE_ALL } from '#lib/agent/scope.ts'
import { agentAt } from '#lib/contract/agent-at.ts'
import { agentHistory } from '#lib/contract/agent-history.ts'
import { agentInventory, agentInventoryList } from '#lib/contract/agent-inventory.ts'
import { agentCollection, agentConfig, agentLive } from '#lib/contract/agent-live.ts'
import { agentSync } from '#lib/contract/agent-sync.ts'
import { agentDetail, agentsPage, queryCounts, strips, suggestions } from '#lib/contract/agents.ts'
import { annotations } from '#lib/contract/annotations.ts'
import { breakdowns } from '#lib/contract/breakdowns.ts'
import { changesPage, eventsReport } from '#lib/contract/events.ts'
import { evolution } from '#lib/contract/evolution.ts'
import { kioskBoard } from '#lib/contract/kiosk.ts'
import { problem } from '#lib/contract/problem.ts'
import { resolved } from '#lib/contract/resolve.ts'
import { sessionInfo } from '#lib/contract/session.ts'
import { summary, syncReport } from '#lib/contract/sync.ts'
import { runtime } from '#server/runtime.ts'
import { listAgents } from '#server/services/fleet/list-agents.ts'
import { collectorRig } from './collector-rig.ts'
import { askDemo, bearer } from './demo-client.ts'
import { KINDS, type Kind, send } from './interleaved-requests.ts'
import { pairScreen } from './pair-screen.ts'
import { get, withoutId } from './requests.ts'
import { addPeople, PEOPLE } from './rights-people.ts'
import { serveFrom } from './serving.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

const long = process.env['ROLLCALL_LONG'] === '1'
const REQUESTS = long ? 10_000 : 1000
const AT_ONCE = 24
/** Another sequence of requests in each long run; a run that failed is repeated by its seed. */
const SEED = Number(process.env['ROLLCALL_SEED'] ?? (long ? Date.now() % 1e9 : 7))

const SORTS = ['name', '-ip', 'group', '-lastKeepAlive', 'status', '-id']
const QUERIES = ['', 'group=default', 'status!=active', 'not os.platform=windows', 'id<150']

interface Person {
  readonly name: string
  readonly cookie: string
  /** Cookies of the screens that they approved, one for each query. */
  readonly screens: ReadonlyMap<string, string>
  /** What the manager gives this person's own token, without 000. */
  readonly ids: ReadonlySet<string>
}

let rig: Awaited<ReturnType<typeof collectorRig>>
let people: Person[]
let known: string[]
let lostIds: string[]
let ownSums: ReadonlyMap<string, unknown>
let nameOf: ReadonlyMap<string, unknown>
const order = new Map<string, readonly string[]>()
/** What each person is told of events when nobody else asks. */
const alone = new Map<string, unknown>()

beforeAll(async () => {
  // Events and changes are told of the last day by our own clock, so the manager does not stand far from it.
  const start = Date.now()
  rig = await collectorRig({ agents: 300, seed: 7, frozen: true, clock: { now: () => start } })
  await rig.pass()
  known = rig.rows('SELECT agentId FROM Agent ORDER BY agentId').map(([id]) => String(id).padStart(3, '0'))
  ownSums = new Map(rig.rows('SELECT agentId, configSum FROM Agent').map(([id, sum]) => [String(id).padStart(3, '0'), sum]))
  nameOf = new Map(rig.rows('SELECT agentId, name FROM Agent').map(([id, name]) => [String(id).padStart(3, '0'), name]))
  // Some go together, so that there are changes and an event.
  for (const id of known.slice(0, 60)) rig.demo.control.setAgent(id, { status: 'disconnected', status_code: 4 })
  await rig.pass()
  const lost = "SELECT agentId FROM \"Transition\" WHERE field = 'status' AND toValue = 'disconnected' ORDER BY agentId"
  lostIds = rig.rows(lost).map(([id]) => String(id).padStart(3, '0'))
  rig.store.db.exec(`INSERT INTO "Annotation" (agentKey, alias, tags, managerId, username, changedAt, version, seq)
    SELECT key, 'alias of ' || printf('%03d', agentId), '["shared"]', 'main', 'ada', 1, 1, key FROM "Agent"`)
  addPeople(rig.demo.control)
  await serveFrom(rig)
  people = await Promise.all(Object.keys(PEOPLE).map(enter))
  for (const person of people.filter(({ name }) => name !== 'nothing')) {
    const answer = await eventsRoute(get('/api/events', person.cookie), { params: Promise.resolve({}) })
    alone.set(person.name, settledEvents(await answer.json()))
  }
  expect(new Set([...alone.values()].map((told) => JSON.stringify(told))).size).toBeGreaterThan(4)
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
    if (from % (AT_ONCE * 8) === 0) rig.store.db.run('UPDATE Manager SET revision = revision + 1, lastSyncAt = ?', Date.now())
    const answers = await Promise.all(steps.slice(from, from + AT_ONCE).map(carryOut))
    for (const requestId of answers) requestIds.add(requestId)
  }
  expect(requestIds.size).toBe(REQUESTS)
})

interface Step {
  readonly who: number
  readonly kind: Kind
  readonly sort: string
  readonly q: string
  readonly limit: number
  readonly at: number
}

function arbitraryStep(): fc.Arbitrary<Step> {
  return fc.record({
    who: fc.nat(Object.keys(PEOPLE).length - 1),
    kind: fc.constantFrom(...KINDS),
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
  const answer = await send(person, kind, { sort, q, limit, id, known })
  const requestId = answer.headers.get('x-request-id') ?? ''
  const text = await answer.text()
  if (isRefused) {
    // Who sees nothing may approve no screen.
    const [status, code] = kind === 'board' ? [401, 'unauthenticated'] : [403, 'no_permission']
    expect(answer.status).toBe(status)
    expect(problem.parse(JSON.parse(text))).toMatchObject({ code, requestId })
  } else if (kind === 'resolve' && answer.status === 429) {
    expect(problem.parse(JSON.parse(text)).code).toBe('too_many_attempts')
  } else if (kind === 'export' && answer.status === 429) {
    // Of one person two are written at once, and six of all.
    expect(problem.parse(JSON.parse(text)).code).toBe('too_many_requests')
  } else if (!isOwn(kind)) {
    CHECKS[kind](kind === 'export' ? text : JSON.parse(text), { person, mine, limit, id })
  } else if (person.ids.has(id)) {
    checkOwn[kind](JSON.parse(text), id, answer.status)
  } else {
    const absent = await send(person, kind, { sort, q, limit, id: '88888', known })
    const { requestId: own, ...rest } = problem.parse(JSON.parse(text))
    const { requestId: _, ...expected } = problem.parse(await absent.json())
    expect([answer.status, rest, own]).toEqual([absent.status, expected, requestId])
    expect(withoutId(answer.headers)).toEqual(withoutId(absent.headers))
  }
  return requestId
}

/** What is asked of one agent, and is answered for one that is hidden as for one that is none. */
type OwnKind =
  | 'detail'
  | 'annotations'
  | 'annotate'
  | 'syncOf'
  | 'live'
  | 'collection'
  | 'config'
  | 'inventory'
  | 'inventoryList'
  | 'at'
  | 'history'
const isOwn = (kind: Kind): kind is OwnKind => kind in checkOwn
const checkOwn: Readonly<Record<OwnKind, (body: unknown, id: string, status: number) => void>> = {
  detail: (body, id) => expect(agentDetail.parse(body).agent.id).toBe(id),
  syncOf: (body, id) => expect(agentSync.parse(body).own).toBe(ownSums.get(id)),
  annotations: (body, id) => expect(annotations.parse(body).alias).toBe(`alias of ${id}`),
  at: (body, id) => expect(agentAt.parse(body).id).toBe(id),
  history: (body, id) => expect(agentHistory.parse(body).id).toBe(id),
  // What it is meant for is not said, so that nothing changes.
  annotate: (body, _id, status) => expect([status, problem.parse(body).code]).toEqual([409, 'conflict']),
  live: (body, id) => expect(agentLive.parse(body).id).toBe(id),
  ...{ collection: (body) => agentCollection.parse(body), config: (body) => agentConfig.parse(body) },
  inventory: (body) => {
    const { hardware } = agentInventory.parse(body)
    expect(['no_permission', 'never_connected']).toContain(hardware.kind === 'none' ? hardware.why : hardware.kind)
  },
  inventoryList: (body) => {
    const { rows } = agentInventoryList.parse(body)
    expect(['no_permission', 'never_connected']).toContain(rows.kind === 'none' ? rows.why : rows.kind)
  },
}

/** Holds one answer against the ids that the person sees; `mine` are those of them that match. */
type Check = (body: unknown, asked: { person: Person; mine: readonly string[]; limit: number; id: string }) => void
const CHECKS: Readonly<Record<Exclude<Kind, OwnKind>, Check>> = {
  resolve: (body, { person, id }) => {
    const means = resolved.parse(body)
    expect(means.kind).toBe(person.ids.has(id) ? 'one' : 'none')
    if (means.kind === 'one') expect(means.choice.id).toBe(id)
  },
  list: (body, { mine, limit }) => {
    const page = agentsPage.parse(body)
    expect(page.items.map((item) => item.id)).toEqual(mine.slice(0, limit))
    expect(page.total).toBe(mine.length)
  },
  summary: (body, { person, mine }) => {
    const { total, scope } = summary.parse(body)
    expect([total, scope.total]).toEqual([mine.length, person.ids.size])
  },
  sync: (body, { person }) => expect(syncReport.parse(body).managers[0]?.total).toBe(person.ids.size),
  session: (body, { person }) => expect(sessionInfo.parse(body).username).toBe(person.name),
  breakdowns: (body, { mine }) => {
    const { total, sync, version } = breakdowns.parse(body)
    const sums = [sync, version].map(({ bars }) => bars.reduce((sum, bar) => sum + bar.total, 0))
    expect([total, ...sums]).toEqual([mine.length, mine.length, mine.length])
  },
  evolution: (body, { person }) => {
    const { points } = evolution.parse(body)
    expect(points.findLast(({ total }) => total !== null)?.total).toBe(person.ids.size)
  },
  events: (body, { person }) => expect(settledEvents(body)).toEqual(alone.get(person.name)),
  changes: (body, { person }) => {
    const lost = changesPage.parse(body).items.filter(({ field, to }) => field === 'status' && to === 'disconnected')
    expect(lost.map(({ id }) => id).sort()).toEqual(lostIds.filter((id) => person.ids.has(id)))
  },
  board: (body, { mine }) => {
    const { total, hour } = kioskBoard.parse(body)
    expect([total, hour.went]).toEqual([mine.length, mine.filter((id) => lostIds.includes(id)).length])
    const names = new Set(mine.map((id) => nameOf.get(id)))
    for (const { name } of hour.newest) expect(names).toContain(name)
  },
  strips: (body, { person }) =>
    expect(strips.parse(body).strips.map(({ id }) => id)).toEqual(known.slice(0, 200).filter((id) => person.ids.has(id))),
  suggest: (body, { mine }) => {
    const { values } = suggestions.parse(body)
    expect(values.length).toBe(Math.min(12, mine.length))
    for (const { value, count } of values) expect([mine.includes(value), count]).toEqual([true, 1])
  },
  counts: (body, { mine }) => expect(queryCounts.parse(body).counts.map(({ count }) => count)).toEqual([mine.length]),
  export: (body, { mine }) => {
    const lines = String(body).split('\n').slice(0, -1)
    expect(lines.map((line): unknown => JSON.parse(line).id)).toEqual(mine)
  },
}

/** What is told of events, without what moves with the time of asking. */
function settledEvents(body: unknown): unknown {
  const { events, alarm } = eventsReport.parse(body)
  return { events, parts: alarm.parts.filter(({ kind }) => kind !== 'stale') }
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
  const screens = new Map<string, string>()
  for (const q of QUERIES) screens.set(q, await pairScreen(cookie, { address: `10.0.1.${index}`, q }))
  return { name, cookie, screens, ids: new Set(data.affected_items.map(({ id }) => id).filter((id) => id !== '000')) }
}

async function wholeList(sort: string, q: string): Promise<string[]> {
  const { items } = await listAgents({ ctx: { ...runtime(), scope: SCOPE_ALL }, input: { sort, q, limit: '500' } })
  return items.map(({ id }) => id)
}
