import { z } from 'zod'
import { type Demo, startDemo } from '#demo/start.ts'
import { askDemo, bearer } from './demo-client.ts'

const envelope = z.object({
  data: z.object({
    affected_items: z.array(z.union([z.string(), z.record(z.string(), z.unknown())])),
    failed_items: z.array(z.object({ error: z.looseObject({ code: z.number(), message: z.string() }), id: z.array(z.string()) })),
  }),
  message: z.string(),
  error: z.number(),
})
export const problem = z.object({ detail: z.string(), error: z.number().optional() })
export const enrolled = z.object({ data: z.object({ id: z.string(), key: z.string() }) })

const born = Date.parse('2026-11-21T10:00:00Z')
const ago = (seconds: number) => new Date(born - seconds * 1000).toISOString()
export const known = {
  version: 'Wazuh v4.14.7',
  os: { name: 'Ubuntu', platform: 'ubuntu' },
  node_name: 'node01',
  mergedSum: 'a'.repeat(32),
}
const agents = [
  { id: '000', name: 'manager', ip: '127.0.0.1', registerIP: '127.0.0.1', status: 'active', dateAdd: ago(9e6), ...known },
  active('001', ['default']),
  active('002', ['default', 'branch-north']),
  active('003', ['branch-south']),
  {
    ...active('004', ['default']),
    status: 'disconnected',
    status_code: 4,
    lastKeepAlive: ago(9e5),
    disconnection_time: ago(9e5),
  },
  {
    id: '005',
    name: 'new',
    ip: '10.0.0.5',
    registerIP: '10.0.0.5',
    status: 'never_connected',
    dateAdd: ago(60),
    node_name: 'unknown',
  },
  { ...active('006', ['default']), status: 'pending' },
  active('1024', ['default']),
]
const groups = ['branch-north', 'branch-south', 'default', 'web'].map((name) => ({ name, mergedSum: 'b'.repeat(32) }))

function active(id: string, group: string[]) {
  const name = `agent-${id}`
  return { id, name, ip: 'any', registerIP: 'any', status: 'active', dateAdd: ago(8e5), lastKeepAlive: ago(5), group, ...known }
}

/** A demo of eight agents, whose clock stands still until a test moves it. */
export function startSmallDemo(): Promise<Demo> {
  return startDemo({ fleet: { agents, groups }, frozen: false, requestsPerMinute: 0, clock: { now: () => born } })
}

export async function call(demo: Demo, method: string, path: string, body?: unknown, username = 'wazuh') {
  const headers = { ...(await bearer(demo, username)), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  return askDemo(demo, path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
}

/** What a call changed, as `affected | code: ids; …`, with the message; or `status code detail`. */
export async function outcome(demo: Demo, method: string, path: string, body?: unknown, username?: string): Promise<string> {
  const answer = await call(demo, method, path, body, username)
  const read = envelope.safeParse(JSON.parse(answer.text))
  if (!read.success) {
    const { detail, error } = problem.catch({ detail: answer.text }).parse(JSON.parse(answer.text))
    return `${answer.status} ${error ?? ''} ${detail}`
  }
  const { data, error, message } = read.data
  const failed = data.failed_items.map((item) => `${item.error.code}: ${item.id.join()}`)
  return `${error} [${data.affected_items.join()}] ${failed.join('; ')} | ${message}`
}

export async function agent(demo: Demo, id: string) {
  const read = envelope.parse(JSON.parse((await call(demo, 'GET', `/agents?agents_list=${id}`)).text))
  return z.record(z.string(), z.unknown()).parse(read.data.affected_items[0])
}

/** A policy for `setPolicies`. */
export function policy(actions: string[], resources: string[], effect: 'allow' | 'deny' = 'allow') {
  return { id: 300, name: 'p', actions, resources, effect }
}
