import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { groupNames } from '#demo/fleet/group-mix.ts'
import { type Demo, startDemo } from '#demo/start.ts'
import { askDemo, bearer } from './demo-client.ts'

/*
 * What the fleet-wide endpoints of the demo say must follow from what its list of agents says, whatever the rights.
 */
const os = z.object({ platform: z.string(), name: z.string(), version: z.string() }).partial()
const agentSchema = z.object({
  id: z.string(),
  status: z.string(),
  group_config_status: z.string(),
  node_name: z.string(),
  version: z.string().optional(),
  group: z.array(z.string()).optional(),
  os: os.optional(),
  dateAdd: z.string(),
})
const countSchema = z.looseObject({ count: z.number() })
const summarySchema = z.object({
  data: z.object({
    status: z.record(z.string(), z.number()),
    os: z.record(z.string(), z.number()),
    groups: z.record(z.string(), z.number()),
  }),
})
const overviewSchema = z.object({
  data: z.object({
    nodes: z.array(countSchema),
    groups: z.array(z.looseObject({ name: z.string(), count: z.number() })),
    agent_os: z.array(countSchema),
    agent_status: z.object({
      connection: z.record(z.string(), z.number()),
      configuration: z.record(z.string(), z.number()),
    }),
    agent_version: z.array(countSchema),
    last_registered_agent: z.array(agentSchema),
  }),
})
type Agent = z.infer<typeof agentSchema>

const conditions = [
  'id!=000',
  'id<40',
  'status=active',
  'status!=active',
  '(status=pending,status=disconnected)',
  'group=default',
  'group!=default',
  'group=null',
  'version=null',
  'version~4.9',
  'os.platform=windows',
  'name~ams',
  'node_name=unknown',
  'node_name=worker2',
  'status_code>0',
]
const fieldSets = [
  ['status'],
  ['node_name'],
  ['version'],
  ['os.platform'],
  ['os.name', 'os.version'],
  ['group'],
  ['status', 'node_name'],
]

const policies = fc.array(
  fc.record({
    actions: fc.constantFrom(['agent:read'], ['group:read'], ['agent:read', 'group:read']),
    resources: fc.oneof(
      fc.array(
        fc.integer({ min: 0, max: 320 }).map((id) => `agent:id:${String(id).padStart(3, '0')}`),
        { minLength: 1, maxLength: 60 },
      ),
      fc.uniqueArray(
        fc.constantFrom(...groupNames).map((name) => `agent:group:${name}`),
        { minLength: 1, maxLength: 4 },
      ),
      fc.uniqueArray(
        fc.constantFrom(...groupNames).map((name) => `group:id:${name}`),
        { minLength: 1, maxLength: 6 },
      ),
      fc.constantFrom(['agent:id:*'], ['agent:group:*'], ['group:id:*'], ['agent:id:*', 'group:id:*']),
    ),
    effect: fc.constantFrom<'allow' | 'deny'>('allow', 'allow', 'deny'),
  }),
  { maxLength: 6 },
)

describe('the fleet-wide endpoints of the demo', () => {
  let demo: Demo
  let headers: Record<string, string>

  beforeAll(async () => {
    const clock = { now: () => Date.parse('2026-11-21T10:00:00Z') }
    demo = await startDemo({ agents: 300, seed: 5, frozen: true, requestsPerMinute: 0, workers: ['worker1', 'worker2'], clock })
  })
  afterAll(() => demo.stop())

  it('follow from the list of agents under any rights', async () => {
    await fc.assert(
      fc.asyncProperty(
        policies,
        fc.constantFrom<'white' | 'black'>('white', 'white', 'black'),
        fc.uniqueArray(fc.constantFrom(...conditions), { maxLength: 3 }),
        fc.constantFrom(...fieldSets),
        fc.array(fc.integer({ min: 0, max: 320 }), { minLength: 1, maxLength: 9 }),
        async (given, mode, parts, fields, asked) => {
          demo.control.setRbacMode(mode)
          demo.control.setPolicies(
            'nobody',
            given.map((policy, index) => ({ id: 300 + index, name: `p${index}`, ...policy })),
          )
          // A token counts as ended in the very second of a change of rights.
          demo.control.advance(2000)
          headers = await bearer(demo, 'nobody')
          const all = await agents('')
          await summariesFollow(all)
          await overviewFollows(all)
          await groupsFollow(all)
          await countsFollow(parts.join(';'), fields)
          await namedSummaryFollows(all, asked)
        },
      ),
      { numRuns: 40 },
    )
  })

  async function summariesFollow(all: readonly Agent[]) {
    const others = all.filter(({ id }) => id !== '000')
    const { data } = summarySchema.parse(await get('/agents/summary'))
    expect(data).toEqual(summaryOf(others))
    const platforms = await items('/agents/summary/os', z.string())
    expect(platforms).toEqual([...new Set(others.flatMap((agent) => agent.os?.platform ?? []))].sort())
    const outdated = await items('/agents/outdated?limit=1000', agentSchema)
    expect(outdated).toEqual(all.filter(({ version }) => version !== undefined && version !== 'Wazuh v4.14.7'))
    expect(await items('/agents/no_group?limit=1000', agentSchema)).toEqual(others.filter(({ group }) => group === undefined))
  }

  async function overviewFollows(all: readonly Agent[]) {
    const others = all.filter(({ id }) => id !== '000')
    const { data } = overviewSchema.parse(await get('/overview/agents'))
    expect(data.nodes).toEqual(await counts('node_name', 'id!=000'))
    expect(data.agent_os).toEqual(await counts('os.name,os.platform,os.version', 'id!=000'))
    expect(data.agent_version).toEqual(await counts('version', 'id!=000'))
    expect(data.groups).toEqual(await items('/groups', z.looseObject({})))
    expect(data.agent_status).toEqual(z.object({ data: z.unknown() }).parse(await get('/agents/summary/status')).data)
    expect(data.agent_status.connection).toEqual({ ...summaryOf(others).status, total: others.length })
    expect(data.agent_status.configuration.synced).toBe(others.filter((agent) => agent.group_config_status === 'synced').length)
    const latest = others
      .map(({ dateAdd }) => dateAdd)
      .sort()
      .at(-1)
    expect(data.last_registered_agent.map(({ dateAdd }) => dateAdd)).toEqual(latest === undefined ? [] : [latest])
  }

  async function groupsFollow(all: readonly Agent[]) {
    const readable = new Set((await items('/groups', z.looseObject({ name: z.string() }))).map(({ name }) => name))
    for (const name of groupNames) {
      const answer = await askDemo(demo, `/groups/${name}/agents?limit=1000`, { headers })
      expect(answer.status).toBe(readable.has(name) ? 200 : 403)
      if (answer.status !== 200) continue
      const members = listOf(agentSchema).parse(JSON.parse(answer.text)).data.affected_items
      expect(members).toEqual(all.filter(({ group }) => group?.includes(name)))
    }
  }

  async function countsFollow(q: string, fields: readonly string[]) {
    const listed = await agents(q)
    const found = listOf(countSchema).parse(
      await get(`/agents/stats/distinct?limit=1000&fields=${fields.join()}${query(q)}`),
    ).data
    expect(found.total_affected_items).toBe(listed.length)
    const expected = new Map<string, number>()
    for (const agent of listed) {
      const key = JSON.stringify(fields.map((field) => fieldOf(agent, field)))
      expected.set(key, (expected.get(key) ?? 0) + 1)
    }
    const actual = found.affected_items.map((item) => [JSON.stringify(fields.map((field) => fieldOf(item, field))), item.count])
    expect(actual).toEqual([...expected])
  }

  async function namedSummaryFollows(all: readonly Agent[], asked: readonly number[]) {
    const names = asked.map((id) => String(id).padStart(3, '0'))
    const list = await askDemo(demo, `/agents?limit=1000&agents_list=${names.join()}`, { headers })
    const answer = await askDemo(demo, `/agents/summary?agents_list=${names.join()}`, { headers })
    expect(answer.status).toBe(list.status)
    if (answer.status !== 200) return
    const wanted = all.filter(({ id }) => id !== '000' && names.includes(id))
    expect(summarySchema.parse(JSON.parse(answer.text)).data).toEqual(summaryOf(wanted))
  }

  function counts(fields: string, q: string) {
    return items(`/agents/stats/distinct?limit=500&fields=${fields}${query(q)}`, countSchema)
  }

  function agents(q: string) {
    return items(`/agents?limit=1000${query(q)}`, agentSchema)
  }

  async function items<Item>(path: string, schema: z.ZodType<Item>) {
    return listOf(schema).parse(await get(path)).data.affected_items
  }

  async function get(path: string): Promise<unknown> {
    const answer = await askDemo(demo, path, { headers })
    expect([path, answer.status]).toEqual([path, 200])
    return JSON.parse(answer.text)
  }
})

function listOf<Item>(schema: z.ZodType<Item>) {
  return z.object({ data: z.object({ affected_items: z.array(schema), total_affected_items: z.number() }) })
}

function query(q: string): string {
  return q === '' ? '' : `&q=${encodeURIComponent(q)}`
}

function summaryOf(agents: readonly Agent[]) {
  const status = { active: 0, disconnected: 0, never_connected: 0, pending: 0 }
  return {
    status: { ...status, ...tally(agents.map((agent) => agent.status)) },
    os: tally(agents.flatMap((agent) => agent.os?.platform ?? [])),
    groups: tally(agents.flatMap((agent) => agent.group ?? [])),
  }
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** A value by its dotted name, as a count of agents shows it. */
function fieldOf(item: unknown, field: string): unknown {
  let value = item
  for (const part of field.split('.')) {
    value = typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(part) : undefined
  }
  return value ?? (field === 'group' ? ['N/A'] : 'N/A')
}
