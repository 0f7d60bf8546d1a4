import fc from 'fast-check'
import pino from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SCOPE_ALL } from '#lib/agent/scope.ts'
import { INVENTORY_LISTS } from '#lib/contract/agent-inventory.ts'
import { systemClock } from '#server/clock.ts'
import { createManagerClient, type ManagerClient } from '#server/manager/client.ts'
import { AgentDesk } from '#server/services/agent/agent-desk.ts'
import { getAgentCollection } from '#server/services/agent/get-agent-collection.ts'
import { getAgentConfig } from '#server/services/agent/get-agent-config.ts'
import { getAgentInventory, type InventoryContext } from '#server/services/agent/get-agent-inventory.ts'
import { getAgentInventoryList } from '#server/services/agent/get-agent-inventory-list.ts'
import { getAgentLive } from '#server/services/agent/get-agent-live.ts'
import { serialsWriter } from '#server/store/serials-repo.ts'
import { openTestStore } from '#server/store/testing.ts'
import { configOf } from './collector-rig.ts'
import { bearer } from './demo-client.ts'
import { arbitraryRights } from './rights-arbitraries.ts'
import { type ManagerView, outcome, rightsRig, sessionOf } from './rights-rig.ts'

const SETS = process.env['ROLLCALL_LONG'] === '1' ? 5000 : 100

let rig: Awaited<ReturnType<typeof rightsRig>>
let client: ManagerClient
let desk: AgentDesk
/** Where serial numbers go. */
let kept: ReturnType<typeof openTestStore>
beforeAll(async () => {
  rig = await rightsRig({ agents: 60 })
  kept = openTestStore()
  const clock = { now: () => rig.control.now(), sleep: systemClock.sleep }
  client = createManagerClient({ manager: configOf(rig.demo), clock, log: pino({ level: 'silent' }), budgetPerMinute: 1e6 })
  desk = new AgentDesk({ clients: new Map([['main', client]]), clock })
})
afterAll(async () => {
  await client.close()
  kept.remove()
  await rig.stop()
})

/** One desk for everybody, as in the product. @param token `null`: a token is never needed, as everything was asked before */
function contextOf(
  username: string,
  { scope, inventory }: Pick<ManagerView, 'scope' | 'inventory'>,
  token: string | null,
): InventoryContext {
  const person = {
    token: () => (token === null ? Promise.reject(new Error('nothing is to be asked')) : Promise.resolve(token)),
    reject: () => undefined,
    denied: () => undefined,
  }
  return { ...rig.ctx(scope), desk, serials: serialsWriter(kept.db), session: sessionOf({ scope, inventory, person }, username) }
}

const QUESTIONS: Readonly<Record<string, (ctx: InventoryContext, id: string) => Promise<unknown>>> = {
  live: (ctx, id) => getAgentLive({ ctx, input: { manager: 'main', id } }),
  collection: (ctx, id) => getAgentCollection({ ctx, input: { manager: 'main', id } }),
  config: (ctx, id) => getAgentConfig({ ctx, input: { manager: 'main', id, section: 'agent/client' } }),
  inventory: (ctx, id) => getAgentInventory({ ctx, input: { manager: 'main', id } }),
  inventoryList: (ctx, id) => getAgentInventoryList({ ctx, input: { manager: 'main', id, list: listFor(id) } }),
}

/** Each of the lists is asked of some agents. */
function listFor(id: string): string {
  return INVENTORY_LISTS[Number(id) % INVENTORY_LISTS.length] ?? ''
}

it(`no answer that others were given reaches whom the manager would not give it (${SETS} sets of policies)`, async () => {
  const all = { scope: SCOPE_ALL, inventory: SCOPE_ALL }
  const seen = { shown: 0, hidden: 0, inventories: 0, denied: 0 }
  const property = fc.asyncProperty(arbitraryRights(rig.ids, rig.gone), fc.nat(1000), async ({ mode, policies }, dice) => {
    const view = await rig.viewUnder(policies, mode)
    const admin = (await bearer(rig.demo, 'wazuh'))['authorization']?.slice('Bearer '.length) ?? ''
    const own = contextOf(`person ${dice}`, view, null)
    for (const id of [0, 7, 31].map((step) => rig.ids[(dice + step) % rig.ids.length] ?? '')) {
      const mayRead = await view.mayRead(`/agents/${id}/stats/agent`)
      const mayReadInventory = mayRead && (await view.mayRead(`/syscollector/${id}/os`))
      for (const [name, ask] of Object.entries(QUESTIONS)) {
        const whole = await ask(contextOf('wazuh', all, admin), id)
        const told = await outcome(ask(own, id))
        if (!mayRead) expect({ name, told }).toEqual({ name, told: await outcome(ask(own, '99999')) })
        else if (!name.startsWith('inventory') || mayReadInventory) expect({ name, told }).toEqual({ name, told: whole })
        else expect({ name, told: JSON.stringify(told) }).toEqual({ name, told: expect.not.stringContaining('"answer"') })
      }
      seen[mayRead ? 'shown' : 'hidden']++
      if (mayRead) seen[mayReadInventory ? 'inventories' : 'denied']++
    }
    // Where managers differ, agent 000 is shown less often than there.
    const card = await outcome(getAgentLive({ ctx: own, input: { manager: 'main', id: '000' } }))
    if (!view.card) expect(card).toMatchObject({ code: 'not_found' })
  })
  await fc.assert(property, { numRuns: SETS, endOnFailure: true })
  process.stdout.write(`agents shown, hidden, and their inventories: ${JSON.stringify(seen)}\n`)
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0)
})
