import { monitorEventLoopDelay } from 'node:perf_hooks'
import { type Agent, formatAgentId } from '#lib/agent/agent.ts'
import { NO_AGENTS, SCOPE_ALL, type Scope } from '#lib/agent/scope.ts'
import { SORTABLE_FIELDS } from '#lib/query/fields.ts'
import { parseQuery } from '#lib/query/parse.ts'
import { systemClock } from '#server/clock.ts'
import { queryFleet } from '#server/fleet/query-fleet.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { log } from '#server/log.ts'
import { getBreakdowns } from '#server/services/fleet/get-breakdowns.ts'
import { getSummary } from '#server/services/fleet/get-summary.ts'
import { listAgents } from '#server/services/fleet/list-agents.ts'

// Figures of the fleet index alone: node --expose-gc --import tsx test/tools/fleet-figures.ts [agents]
const SIZE = Number(process.argv[2] ?? 100_000)
const NOW = Date.now()

const QUERIES = [
  'status=disconnected',
  'status!=active and os.platform=windows',
  'name~web-77',
  'zq',
  '77',
  'ip=10.20.0.0/16',
  'ip=10.0.0.0/8',
  'name>m',
  'group=lyon and silentFor>1h',
  'version<4.10',
  'os.version>=22.04',
  'outdated=true',
  'lastKeepAlive>5m',
  'id>50000',
  'id~77',
  'configSum~ab',
  Array.from({ length: 64 }, (_, i) => `name~x${i}`).join(' or '),
]

const test = openTestFleet({ clock: systemClock })
test.writer.manager({ id: 'main', asOf: NOW, version: 'v4.14.7' })
const agents = Array.from({ length: SIZE }, (_, i) => makeAgent(i + 1))
for (let i = 0; i < SIZE; i += 5000) test.writer.put(agents.slice(i, i + 5000))

await test.prisma.$queryRawUnsafe('SELECT 1')
const before = await memory()
await step('cold load', () => test.fleet.refresh())
console.log(`memory of the model: ${(await memory()) - before} MB`)

for (let i = 0; i < SIZE; i += 5000) {
  test.writer.keepalives(agents.slice(i, i + 5000).map((agent) => ({ ...agent, lastKeepAlive: NOW + 1000 })))
}
await step('all keep-alives in one refresh', () => test.fleet.refresh())
test.writer.put(agents.slice(0, SIZE / 100).map((agent) => ({ ...agent, status: 'disconnected' })))
await step('1 % changed', () => test.fleet.refresh())
test.writer.put(agents.slice(0, 5000).map((agent) => ({ ...agent, name: `renamed-${agent.id}`, ip: `11.0.${agent.id}` })))
await step('5,000 new names', () => test.fleet.refresh())
test.writer.remove(agents.slice(0, 100))
test.writer.put(Array.from({ length: 100 }, (_, i) => makeAgent(SIZE + 1 + i)))
await step('100 removed, 100 added', () => test.fleet.refresh())
await step('nothing changed', () => test.fleet.refresh())

const scope: Scope = {
  kind: 'limited',
  managers: new Map([
    [
      'main',
      {
        ...NO_AGENTS,
        rules: [
          {
            effect: 'allow',
            ids: new Set(agents.slice(0, 20_000).map((agent) => Number(agent.id))),
            groups: new Set(['lyon']),
          },
        ],
      },
    ],
  ]),
}
for (const own of [SCOPE_ALL, scope]) {
  const ctx = {
    fleet: test.fleet,
    prisma: test.prisma,
    clock: systemClock,
    log,
    config: { demo: false, intervalSeconds: 30, managers: [] },
    scope: own,
  }
  console.log(`\nscope ${own.kind}`)
  for (const field of SORTABLE_FIELDS) {
    for (const sort of [field, `-${field}`]) await listStep(ctx, `sort ${sort}`, { sort })
  }
  for (const q of QUERIES) await listStep(ctx, q.length > 60 ? `${q.slice(0, 40)}… (64 terms)` : q, { q, sort: 'ip' })
  for (const q of ['', 'status!=active', 'group=lyon', 'os.platform=windows not sync=synced']) {
    await step(`breakdowns ${q}`, () => getBreakdowns({ ctx, input: { q } }))
  }
  await timed('summary', 1, () => getSummary({ ctx, input: {} }))
  await timed('summary, filtered', 1, () => getSummary({ ctx, input: { q: 'status!=active' } }))
}
const parsed = parseQuery('status=active')
if (parsed.ok) {
  const expr = parsed.expr
  await timed('100 rows without JSON', 200, () =>
    queryFleet(test.fleet.snapshot(), { expr, scope: SCOPE_ALL, sort: { field: 'name', descending: false }, limit: 100 }),
  )
}
console.log(
  `\nmemory of the model with warm caches: ${(await memory()) - before} MB; rss ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
)
await test.close()

type Context = Parameters<typeof listAgents>[0]['ctx']

async function listStep(ctx: Context, name: string, input: Parameters<typeof listAgents>[0]['input']): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await new Promise((resolve) => setTimeout(resolve, 5))
  delay.reset()
  const start = performance.now()
  const page = await listAgents({ ctx, input })
  const cold = performance.now() - start
  await new Promise((resolve) => setTimeout(resolve, 5))
  delay.disable()
  const warmStart = performance.now()
  for (let i = 0; i < 20; i++) JSON.stringify(await listAgents({ ctx, input }))
  const warm = (performance.now() - warmStart) / 20
  const last = await timedQuietly(() => listAgents({ ctx, input: { ...input, before: 'end' } }))
  const words = `cold ${cold.toFixed(1)} ms, block ${(delay.max / 1e6).toFixed(1)} ms, warm with JSON ${warm.toFixed(2)} ms, end ${last.toFixed(2)} ms, total ${page.total}`
  console.log(`${name.padEnd(58)} ${words}`)
}

async function timedQuietly(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function timed(name: string, count: number, work: () => Promise<unknown>): Promise<void> {
  const first = await timedQuietly(work)
  const start = performance.now()
  for (let i = 0; i < count; i++) await work()
  console.log(`${name.padEnd(58)} first ${first.toFixed(2)} ms, then ${((performance.now() - start) / count).toFixed(3)} ms`)
}

/** Longest CPU time between two rounds of the event loop, all threads: unlike the delay it leaves out waiting for a busy machine. */
function watchCpu(): () => number {
  let longest = 0
  let isOver = false
  let last = process.cpuUsage()
  const look = () => {
    const { user, system } = process.cpuUsage(last)
    last = process.cpuUsage()
    longest = Math.max(longest, user + system)
    if (!isOver) setImmediate(look)
  }
  setImmediate(look)
  return () => {
    isOver = true
    return longest / 1000
  }
}

async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await new Promise((resolve) => setTimeout(resolve, 20))
  delay.reset()
  const cpu = process.cpuUsage()
  const stop = watchCpu()
  const start = performance.now()
  await work()
  const took = performance.now() - start
  const used = process.cpuUsage(cpu)
  await new Promise((resolve) => setTimeout(resolve, 5))
  delay.disable()
  const words = `${took.toFixed(0)} ms, cpu ${((used.user + used.system) / 1000).toFixed(0)} ms, longest block ${(delay.max / 1e6).toFixed(1)} ms, longest round ${stop().toFixed(1)} ms CPU`
  console.log(`${name.padEnd(58)} ${words}`)
}

/** Array buffers are freed a little after the collection. */
async function memory(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return Math.round((heapUsed + arrayBuffers) / 1e6)
}

function makeAgent(i: number): Agent {
  const windows = i % 3 === 0
  const status = i % 50 === 0 ? 'disconnected' : i % 997 === 0 ? 'never_connected' : 'active'
  const site = ['lyon', 'paris', 'oslo', 'lima'][i % 4] ?? ''
  return {
    manager: 'main',
    managerName: 'main',
    id: formatAgentId(i),
    name: `${['web', 'db', 'app', 'zq'][(i * 7919) % 4]}-${(i * 7919) % SIZE}.${site}.example.internal`,
    ip: `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`,
    registerIp: 'any',
    status,
    statusCode: status === 'disconnected' ? 4 : 0,
    statusSince: NOW - ((i * 7919) % 1_000_000) * 1000,
    statusSincePrecision: 'observed',
    groups: ['default', site, ...(i % 10 === 0 ? [`g${i % 500}`] : [])],
    os: windows
      ? { name: 'Microsoft Windows Server 2022', version: `10.0.20348.${i % 400}`, platform: 'windows', arch: 'x86_64' }
      : { name: 'Ubuntu', version: `${20 + (i % 4)}.04.${i % 6} LTS`, platform: 'ubuntu', arch: 'x86_64' },
    version: `Wazuh v4.${8 + (i % 7)}.${i % 8}`,
    outdated: null,
    nodeName: `node0${i % 5}`,
    managerHost: `worker-${i % 5}`,
    dateAdd: NOW - i * 60_000,
    lastKeepAlive: status === 'never_connected' ? null : NOW - (i % 20) * 1000,
    seenAt: NOW,
    disconnectionTime: status === 'disconnected' ? NOW - i * 1000 : null,
    groupConfigStatus: i % 30 === 0 ? 'not synced' : 'synced',
    syncSince: null,
    syncSincePrecision: 'at_least',
    mergedSum: `${(i % 500).toString(16).padStart(8, '0')}ab38473cb0b3ac7c53a1b6a3`,
    configSum: 'ab73af41699f13fdd81903b5f23d8d00',
    expected: null,
    flaps: 0,
    alias: null,
    tags: [],
  }
}
