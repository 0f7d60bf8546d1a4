import { afterAll, beforeAll, expect, it } from 'vitest'
import { agentCommands } from '#lib/agent/product-names.ts'
import { parseVersion } from '#lib/agent/version.ts'
import { agentInventory, agentInventoryList } from '#lib/contract/agent-inventory.ts'
import { agentLive } from '#lib/contract/agent-live.ts'
import { agentSync } from '#lib/contract/agent-sync.ts'
import { agentDetail } from '#lib/contract/agents.ts'
import { settings } from '#lib/contract/settings.ts'
import { saysNothingOfSync } from '#lib/format/sync-sentence.ts'
import { type RouteRig, routeRig } from './route-rig.ts'
import { catchUp } from './serving.ts'

let rig: RouteRig
let cookies: { all: string; branch: string }
const told = async (path: string, cookie: string) => (await rig.call('GET', path, { cookie })).json()

beforeAll(async () => {
  rig = await routeRig()
  cookies = { all: await rig.signIn('wazuh'), branch: await rig.signIn('branch') }
})
afterAll(() => rig.stop())

it('a manager that becomes one of version 5 has its agents told without sync, and is asked for nothing that it lost', async () => {
  const before = agentDetail.parse(await told('/api/agents/main/001', cookies.all)).agent
  expect(before.groupConfigStatus).not.toBe('unknown')
  const version4 = settings.parse(await told('/api/settings', cookies.all)).managers[0]?.version ?? null
  expect([version4, saysNothingOfSync(before.groupConfigStatus, version4)]).toEqual(['v4.14.7', false])

  rig.demo.control.setApiVersion('5.0.0')
  expect(await rig.pass()).toMatchObject({ outcome: 'ok' })
  await catchUp()
  rig.demo.control.resetRequests()

  const { agent } = agentDetail.parse(await told('/api/agents/main/001', cookies.all))
  expect(agent).toMatchObject({
    name: before.name,
    status: before.status,
    groupConfigStatus: 'unknown',
    mergedSum: null,
    nodeName: null,
  })
  expect(agentSync.parse(await told('/api/agents/main/001/sync', cookies.all))).toMatchObject({
    state: 'unknown',
    expected: null,
  })

  // Also for people who see a part of the agents, and so not the manager's card.
  for (const cookie of Object.values(cookies)) {
    const version = settings.parse(await told('/api/settings', cookie)).managers[0]?.version ?? null
    expect([version, saysNothingOfSync('unknown', version)]).toEqual(['v5.0.0', true])
    const managerVersion = version === null ? null : parseVersion(version)
    expect(agentCommands('wazuh', { id: '001', platform: 'ubuntu', version: agent.version, managerVersion }).sync).toBeNull()
  }

  const parts = [
    agentLive.parse(await told('/api/agents/main/001/live', cookies.all)).agent,
    agentInventory.parse(await told('/api/agents/main/001/inventory', cookies.all)).hardware,
    agentInventoryList.parse(await told('/api/agents/main/001/inventory/packages', cookies.all)).rows,
  ]
  expect(parts.map((part) => (part.kind === 'none' ? part.why : 'answer'))).toEqual(Array(3).fill('not_offered'))
  expect(Object.keys(rig.demo.control.requests().byRoute).filter((route) => /agent_id|syscollector/.test(route))).toEqual([])
})
