import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '#demo/control/faults.ts'
import { badRowKinds, garbageKinds } from '#demo/control/faults.ts'
import { agentInventory, agentInventoryList, INVENTORY_LISTS } from '#lib/contract/agent-inventory.ts'
import { agentCollection, agentConfig, agentLive, type NoAnswerReason } from '#lib/contract/agent-live.ts'
import { getAgentCollection } from '#server/services/agent/get-agent-collection.ts'
import { getAgentConfig } from '#server/services/agent/get-agent-config.ts'
import { getAgentInventory } from '#server/services/agent/get-agent-inventory.ts'
import { getAgentInventoryList } from '#server/services/agent/get-agent-inventory-list.ts'
import { getAgentLive } from '#server/services/agent/get-agent-live.ts'
import { type AskRig, askRig } from './ask-rig.ts'

let rig: AskRig
let token = ''
beforeAll(async () => {
  rig = await askRig({ budgetPerMinute: 10_000 })
})
afterEach(() => {
  rig.demo.control.clearFaults()
  // Whatever was kept of a failure is over, and a pause after 429 too.
  rig.clock.time += 120_000
})
afterAll(async () => {
  expect(rig.lines.join('\n')).not.toMatch(/eyJ|"password"/)
  await rig.stop()
})

const agents = { manager: 'main', id: '001' }
type Part = { kind: 'answer' } | { kind: 'none'; why: NoAnswerReason }

/** Every question about one agent: the path that its faults strike, and how it is asked. Those like one before get some faults only. */
const QUESTIONS: readonly (readonly [path: string, ask: () => Promise<Part>, faults: 'all' | 'some'])[] = [
  [
    '/agents/001/stats/agent',
    async () => agentLive.parse(await getAgentLive({ ctx: await rig.as(token), input: agents })).agent,
    'all',
  ],
  [
    '/agents/001/daemons/stats',
    async () => agentLive.parse(await getAgentLive({ ctx: await rig.as(token), input: agents })).remoted,
    'some',
  ],
  [
    '/agents/001/stats/logcollector',
    async () => agentCollection.parse(await getAgentCollection({ ctx: await rig.as(token), input: agents })).collection,
    'some',
  ],
  [
    '/agents/001/config/agent/client',
    async () =>
      agentConfig.parse(await getAgentConfig({ ctx: await rig.as(token), input: { ...agents, section: 'agent/client' } })).config,
    'all',
  ],
  [
    '/syscollector/001/hardware',
    async () => agentInventory.parse(await getAgentInventory({ ctx: await rig.as(token), input: agents })).hardware,
    'all',
  ],
  [
    '/syscollector/001/netaddr',
    async () => agentInventory.parse(await getAgentInventory({ ctx: await rig.as(token), input: agents })).addresses,
    'some',
  ],
  ...INVENTORY_LISTS.map((list) => {
    const ask = async () =>
      agentInventoryList.parse(await getAgentInventoryList({ ctx: await rig.as(token), input: { ...agents, list } })).rows
    return [`/syscollector/001/${list}`, ask, 'some'] as const
  }),
]
const why = (part: Part) => (part.kind === 'none' ? part.why : 'answer')

/** What a fault may be told as; `answer` where it leaves something true to tell. */
const FAULTS: readonly (readonly [Fault, readonly (NoAnswerReason | 'answer')[]])[] = [
  [{ kind: 'drop' }, ['unreachable']],
  [{ kind: 'silence' }, ['silent']],
  [{ kind: 'slow', ms: 3_600_000 }, ['silent']],
  [{ kind: 'drip', bytesPerSecond: 0.001 }, ['silent']],
  [{ kind: 'broken' }, ['failing']],
  [{ kind: 'broken', status: 502 }, ['failing']],
  [{ kind: 'broken', status: 503 }, ['failing']],
  [{ kind: 'too-many' }, ['busy']],
  [{ kind: 'timeout' }, ['silent']],
  [{ kind: 'not-ready' }, ['failing']],
  [{ kind: 'expired' }, ['failing']],
  [{ kind: 'expired', times: 1 }, ['answer']],
  [{ kind: 'redirect', to: 'https://127.0.0.1:1/' }, ['failing']],
  [{ kind: 'flood', as: 'stream', bytes: 80_000_000 }, ['unreadable', 'silent']],
  [{ kind: 'flood', as: 'gzip-bomb', bytes: 80_000_000 }, ['unreadable', 'silent']],
  [{ kind: 'empty-page' }, ['unreadable', 'answer']],
  [{ kind: 'missing-half' }, ['unreadable', 'answer']],
  [{ kind: 'lying-total', by: 7 }, ['answer']],
  [{ kind: 'lying-summary', by: 7 }, ['answer']],
  [{ kind: 'unknown-status' }, ['answer']],
  [{ kind: 'login-block' }, ['answer']],
  ...garbageKinds.map((as) => [{ kind: 'garbage', as }, ['unreadable', 'answer']] as const),
  ...badRowKinds.map((as) => [{ kind: 'bad-rows', as, every: 1 }, ['unreadable', 'answer']] as const),
]

const SOME = new Set(['broken', 'timeout', 'too-many', 'empty-page', 'missing-half', 'bad-rows'])

describe.each(QUESTIONS)('%s', (path, ask, which) => {
  // The time of all these tests together is longer than that of a session.
  beforeAll(async () => {
    token = await rig.enter('wazuh')
  })

  const faults = FAULTS.filter(([fault]) => which === 'all' || SOME.has(fault.kind))
  it.each(faults.map(([fault, told]) => [JSON.stringify(fault), fault, told] as const))(
    'tells %s in words, and answers again once it is over',
    async (_, fault, told) => {
      rig.demo.control.inject({ ...fault, path })
      expect(told).toContain(why(await rig.during(ask())))
      rig.demo.control.clearFaults()
      rig.clock.time += 120_000
      expect(why(await rig.during(ask()))).toBe('answer')
    },
  )

  it('tells that a new token can’t be had while log-ins are blocked', async () => {
    rig.demo.control.expireTokens()
    rig.demo.control.inject({ kind: 'login-block' })
    expect(why(await rig.during(ask()))).toBe('blocked')
    rig.demo.control.clearFaults()
    rig.clock.time += 400_000
    expect(why(await rig.during(ask()))).toBe('answer')
  })

  it('tells that nothing listens there, and answers again when it does', async () => {
    await rig.demo.control.setLine('refused')
    expect(why(await rig.during(ask()))).toBe('unreachable')
    await rig.demo.control.setLine('open')
    rig.clock.time += 120_000
    expect(why(await rig.during(ask()))).toBe('answer')
  })
})
