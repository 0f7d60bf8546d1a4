import type { Clock } from '#server/clock.ts'
import type { ManagerConfig } from '#server/config.ts'
import type { ManagerAgent } from '#server/manager/agent-row.ts'
import type { ManagerClient } from '#server/manager/client.ts'
import { ManagerError, type ManagerErrorCode } from '#server/manager/errors.ts'

/** For tests: a clock that stands still, and jumps to the next sleeper's time whenever everybody waits. */
export function testClock(start = Date.UTC(2026, 10, 21, 10)): Clock & { advance(ms: number): void; jump(ms: number): void } {
  let now = start
  let pumping = false
  const sleepers = new Set<{ due: number; wake: () => void }>()
  function pump(): void {
    pumping = sleepers.size > 0
    if (!pumping) return
    const next = [...sleepers].reduce((first, one) => (one.due < first.due ? one : first))
    now = Math.max(now, next.due)
    next.wake()
    setImmediate(pump)
  }
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
    /** As when somebody sets it: who sleeps does so for as long as before. */
    jump(ms) {
      now += ms
      for (const sleeper of sleepers) sleeper.due += ms
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          due: now + ms,
          wake() {
            sleepers.delete(sleeper)
            signal?.removeEventListener('abort', sleeper.wake)
            resolve()
          },
        }
        if (signal?.aborted) return resolve()
        sleepers.add(sleeper)
        signal?.addEventListener('abort', sleeper.wake)
        if (!pumping) setImmediate(pump)
        pumping = true
      }),
  }
}

export const SECOND = 1_000
export const DAY = 24 * 3_600_000

/** For tests: an agent that is active and in sync unless said otherwise. */
export function agent(id: number, now: number, other: Partial<ManagerAgent> = {}): ManagerAgent {
  return {
    id,
    name: `host-${id}`,
    ip: `10.${(id >> 16) & 255}.${(id >> 8) & 255}.${id & 255}`,
    registerIp: 'any',
    status: 'active',
    statusCode: 0,
    groups: ['default'],
    groupConfigStatus: 'synced',
    osName: 'Ubuntu',
    osVersion: '22.04.4 LTS',
    osPlatform: 'ubuntu',
    osArch: 'x86_64',
    version: 'Wazuh v4.14.7',
    nodeName: 'node01',
    managerHost: 'wazuh-master',
    dateAdd: now - 30 * DAY,
    lastKeepAlive: now - 5 * SECOND,
    disconnectionTime: null,
    mergedSum: '4a8724b20dee0124ff9656783c490c4e',
    configSum: 'ab73af41699f13fdd81903b5f23d8d00',
    ...other,
  }
}

export interface ScriptedManager {
  /** Put agents in and out as the test goes; the client answers from here. */
  readonly agents: Map<number, ManagerAgent>
  hostname: string
  cluster: string | null
  uuid: string | null
  rights: string
  /** What `agent:read` covers. */
  readable: 'agent:id:*' | 'agent:group:web'
  /** Manager's clock minus ours, ms. */
  skewMs: number
  groups: { name: string; count: number; mergedSum: string | null; configSum: string | null }[]
  /** Every page of groups is the first one. */
  ignoresOffset: boolean
  /** Called before every answer, with the number of agents asked for; throw to fail it. */
  onRequest: (call: string, limit: number) => void
  /** Added to every total that is announced. */
  lieBy: number
  /** Added to what the summary has of active agents, and to its total. */
  summaryLiesBy: number
  badRows: number
  /** Whether the ids of those rows can be read. */
  badIds: boolean
  readonly requests: string[]
  readonly client: ManagerClient
}

/** For tests: a manager without a network, for what the demo manager can't be made to do. */
export function scriptedManager(clock: Clock, agents: readonly ManagerAgent[] = []): ScriptedManager {
  const count = { requests: 0 }
  const called = (call: string, limit = 1) => {
    count.requests++
    manager.requests.push(call)
    manager.onRequest(call, limit)
  }
  const unused = () => Promise.reject(new Error('not scripted'))
  const manager: ScriptedManager = {
    agents: new Map(agents.map((one) => [one.id, one])),
    hostname: 'wazuh-master',
    cluster: null,
    uuid: 'd9d822ba',
    rights: 'all',
    readable: 'agent:id:*',
    skewMs: 0,
    groups: [],
    ignoresOffset: false,
    onRequest: () => undefined,
    lieBy: 0,
    summaryLiesBy: 0,
    badRows: 0,
    badIds: true,
    requests: [],
    client: {
      own: { token: async () => '', reject: () => undefined, denied: () => undefined },
      getInfo: async () => {
        called('info')
        return { apiVersion: '4.14.7', hostname: manager.hostname, timestamp: clock.now() + manager.skewMs }
      },
      getManagerInfo: async () => {
        called('manager/info')
        return { uuid: manager.uuid, version: 'v4.14.7' }
      },
      getClusterName: async () => {
        called('cluster')
        return manager.cluster
      },
      getPolicies: async () => {
        called('policies')
        const actions = new Map([
          ['agent:read', new Map([[manager.readable, 'allow' as const]])],
          ['group:read', new Map([['group:id:*', 'allow' as const]])],
        ])
        return { rbacMode: 'white', actions, text: `${manager.rights} ${manager.readable}` }
      },
      async listAgents({ kind, afterId, limit }) {
        called(typeof kind === 'object' ? 'ids' : kind, limit)
        const wanted = typeof kind === 'object' ? new Set(kind.ids) : null
        const found = [...manager.agents.values()]
          .filter((one) => one.id > afterId)
          .filter((one) =>
            wanted ? wanted.has(one.id) : kind === 'all' || one.status !== 'active' || one.groupConfigStatus === 'not synced',
          )
          .sort((a, b) => a.id - b.id)
        const page = found.slice(0, limit)
        const rows = page.slice(kind === 'all' && afterId === 0 ? manager.badRows : 0)
        return {
          rows,
          lastId: page[page.length - 1]?.id ?? afterId,
          total: Math.max(0, found.length + manager.lieBy),
          received: page.length,
          badRows: page.length - rows.length,
          badIds: manager.badIds ? page.slice(0, page.length - rows.length).map(({ id }) => id) : [],
          unknownStatuses: rows.filter(({ status }) => status === 'unknown').length,
        }
      },
      getManagerAgent: async () => {
        called('card')
        return agent(0, clock.now(), { name: manager.hostname, ip: '127.0.0.1' })
      },
      listGroups: async ({ offset, limit }) => {
        called('groups')
        const from = manager.ignoresOffset ? 0 : offset
        return { groups: manager.groups.slice(from, from + limit), total: manager.groups.length }
      },
      getStatusSummary: async () => {
        called('summary')
        const all = [...manager.agents.values()]
        const active = all.filter(({ status }) => status === 'active').length + manager.summaryLiesBy
        const other = (status: ManagerAgent['status']) => all.filter((one) => one.status === status).length
        const synced = all.filter(({ groupConfigStatus }) => groupConfigStatus === 'synced').length
        const total = all.length + manager.summaryLiesBy
        return {
          connection: {
            ...{ active, total, disconnected: other('disconnected'), pending: other('pending') },
            never_connected: other('never_connected'),
          },
          configuration: { synced, not_synced: all.length - synced, total: all.length },
        }
      },
      verifyCredentials: unused,
      logInPerson: unused,
      policiesOf: unused,
      get agents(): never {
        throw new Error('the collector asks nothing about single agents')
      },
      requestCount: () => count.requests,
      budgetUse: () => ({ used: 0, perMinute: 30 }),
      certificate: () => null,
      close: () => Promise.resolve(),
    },
  }
  return manager
}

export function managerConfig(id = 'main'): ManagerConfig {
  const tls = { ca: null, fingerprint: null, insecure: false }
  return { id, name: `Manager ${id}`, url: new URL('https://127.0.0.1:1/'), user: 'wazuh', password: 'wazuh', tls }
}

/** Fails the calls of one kind. */
export function failing(call: string, code: ManagerErrorCode, message = `failed: ${code}`): (name: string) => void {
  return (name) => {
    if (name === call) throw new ManagerError(code, message)
  }
}
