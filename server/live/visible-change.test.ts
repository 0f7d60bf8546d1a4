import { expect, it } from 'vitest'
import type { Agent } from '#lib/agent/agent.ts'
import { NO_AGENTS, SCOPE_ALL, type Scope } from '#lib/agent/scope.ts'
import { buildSnapshot } from '#server/fleet/testing.ts'
import { testAgent } from '#server/fleet/testing-agent.ts'
import { hasVisibleChange, sightOf } from './visible-change.ts'

const AS_OF = Date.UTC(2026, 10, 15)
const MARK = { reason: 'being moved', until: AS_OF + 3_600_000, by: 'ada', at: AS_OF }
const LYON: Scope = {
  kind: 'limited',
  managers: new Map([
    ['main', { ...NO_AGENTS, rules: [{ effect: 'allow', ids: new Set<number>(), groups: new Set(['lyon']) }] }],
  ]),
}
const FLEET = [agent(1, 'lyon'), agent(2, 'oslo'), agent(3, 'lyon'), agent(4, 'oslo')]

/** Whether two fleets differ to somebody; they share no object, as after a reload of everything. */
async function differs(before: readonly Agent[], after: readonly Agent[], scope: Scope = LYON): Promise<boolean> {
  const managers = [{ id: 'main', asOf: AS_OF, version: 'v4.14.7' }]
  const [old, now] = [await buildSnapshot(managers, before), await buildSnapshot(managers, after)]
  return hasVisibleChange(await sightOf(old, scope), await sightOf(now, scope), now)
}

const changed = (id: number, more: Partial<Agent>) => FLEET.map((one) => (Number(one.id) === id ? { ...one, ...more } : one))

it('sees no change where everything was only read anew', async () => {
  expect(await differs(FLEET, structuredClone(FLEET))).toBe(false)
})

it.each<Partial<Agent>>([
  { name: 'renamed' },
  { status: 'disconnected' },
  { lastKeepAlive: AS_OF + 1 },
  { lastKeepAlive: null },
  { version: null },
  { flaps: 3 },
  { expected: MARK },
  { alias: 'Billing' },
  { tags: ['tier-1'] },
])('sees %o of an agent in scope, and not of one that is out of it', async (more) => {
  expect(await differs(FLEET, changed(3, more))).toBe(true)
  expect(await differs(FLEET, changed(4, more))).toBe(false)
  expect(await differs(FLEET, changed(4, more), SCOPE_ALL)).toBe(true)
})

it('sees that a mark ended or says something else', async () => {
  const marked = changed(1, { expected: MARK })
  expect(await differs(marked, FLEET)).toBe(true)
  expect(await differs(marked, changed(1, { expected: { ...MARK, reason: 'other' } }))).toBe(true)
  expect(await differs(marked, changed(1, { expected: { ...MARK } }))).toBe(false)
})

it('sees an agent that comes into scope and one that leaves it, whatever moves around them', async () => {
  expect(await differs(FLEET, changed(2, { groups: ['lyon'] }))).toBe(true)
  expect(await differs(FLEET, changed(1, { groups: ['oslo'] }))).toBe(true)
  expect(await differs(FLEET, changed(2, { groups: ['bergen'] }))).toBe(false)
})

function agent(id: number, group: string): Agent {
  return testAgent(id, AS_OF, { groups: [group], dateAdd: AS_OF, lastKeepAlive: AS_OF })
}
