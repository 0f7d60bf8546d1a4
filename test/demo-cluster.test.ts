import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Demo, startDemo } from '#demo/start.ts'
import { askDemo, bearer } from './demo-client.ts'

const listSchema = z.object({
  data: z.object({
    affected_items: z.array(z.record(z.string(), z.unknown())),
    failed_items: z.array(z.object({ error: z.object({ code: z.number() }), id: z.array(z.string()) })),
  }),
  message: z.string(),
  error: z.number(),
})
const errorSchema = z.object({ detail: z.string(), error: z.number().optional() })

let demo: Demo
let headers: Record<string, string>

async function ask(path: string) {
  const answer = await askDemo(demo, path, { headers })
  return { status: answer.status, body: z.unknown().parse(JSON.parse(answer.text)) }
}
const list = async (path: string) => listSchema.parse((await ask(path)).body)
const items = async (path: string) => (await list(path)).data.affected_items

describe('a demo with workers', () => {
  beforeAll(async () => {
    demo = await startDemo({ agents: 200, seed: 4, frozen: true, workers: ['worker1', 'edge'], requestsPerMinute: 0 })
    headers = await bearer(demo, 'wazuh')
  })
  afterAll(() => demo.stop())

  it('says that it is a cluster, and which node answers', async () => {
    expect((await ask('/cluster/status')).body).toEqual({ data: { enabled: 'yes', running: 'yes' }, error: 0 })
    expect(await items('/cluster/local/info')).toEqual([{ node: 'node01', cluster: 'wazuh', type: 'master' }])
    expect((await list('/manager/info')).message).toBe('Basic information was successfully read in specified node')
    expect((await items('/manager/status'))[0]?.['wazuh-clusterd']).toBe('running')
  })

  it('lists its nodes by name, sorted, selected and filtered as asked', async () => {
    expect((await items('/cluster/nodes')).map(({ name }) => name)).toEqual(['edge', 'node01', 'worker1'])
    expect(await items('/cluster/nodes?type=worker&select=type&sort=-name')).toEqual([
      { name: 'worker1', type: 'worker' },
      { name: 'edge', type: 'worker' },
    ])
    expect(await items('/cluster/nodes?q=type=master&select=name')).toEqual([{ name: 'node01' }])
  })

  it('fails nodes that do not exist in the list, and leaves them out of the health check', async () => {
    const nodes = await list('/cluster/nodes?nodes_list=edge,nowhere')
    expect([nodes.error, nodes.data.affected_items.length, nodes.data.failed_items]).toMatchObject([
      2,
      1,
      [{ error: { code: 1730 }, id: ['nowhere'] }],
    ])
    const health = await list('/cluster/healthcheck?nodes_list=nowhere')
    expect([health.error, health.message]).toEqual([0, 'No healthcheck information was returned'])
  })

  it('spreads the agents that have reported over all nodes, each with its own host', async () => {
    const counts = await items('/agents/stats/distinct?fields=node_name,manager&q=id!=000')
    const nodes = counts.map((item) => item.node_name)
    expect([...nodes].sort()).toEqual(['edge', 'node01', 'unknown', 'worker1'])
    expect(new Set(counts.map((item) => item.manager)).size).toBe(4)
    const health = z
      .array(z.object({ info: z.object({ name: z.string(), n_active_agents: z.number() }), status: z.unknown().optional() }))
      .parse(await items('/cluster/healthcheck'))
    for (const { info } of health) {
      const active = await items(`/agents?q=id!=000&status=active&node_name=${info.name}`)
      expect(info.n_active_agents).toBe(active.length)
    }
    expect(health.filter(({ status }) => status === undefined).map(({ info }) => info.name)).toEqual(['node01'])
  })

  it('shows nodes by the right to read them, which also opens the manager', async () => {
    const policy = { id: 300, name: 'edge', actions: ['cluster:read'], resources: ['node:id:edge'], effect: 'allow' } as const
    demo.control.setPolicies('nobody', [policy])
    const before = headers
    headers = await bearer(demo, 'nobody')
    expect((await items('/cluster/nodes')).map(({ name }) => name)).toEqual(['edge'])
    const named = await list('/cluster/nodes?nodes_list=edge,node01')
    expect(named.data.failed_items).toMatchObject([{ error: { code: 4000 }, id: ['node01'] }])
    for (const path of ['/cluster/local/info', '/manager/info', '/cluster/healthcheck?nodes_list=node01']) {
      const refused = await ask(path)
      expect([refused.status, errorSchema.parse(refused.body).detail]).toEqual([403, 'Permission denied: Resource type: node:id'])
    }
    headers = before
  })
})

describe('a demo without workers', () => {
  it('refuses every question about nodes before it looks at rights', async () => {
    demo = await startDemo({ agents: 3, frozen: true })
    for (const user of ['wazuh', 'nobody']) {
      headers = await bearer(demo, user)
      for (const path of ['/cluster/nodes', '/cluster/local/info', '/cluster/healthcheck']) {
        const refused = await ask(path)
        expect([refused.status, errorSchema.parse(refused.body).error]).toEqual([400, 3013])
      }
    }
    await demo.stop()
  })
})
