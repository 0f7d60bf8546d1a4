import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Agent } from '#lib/agent/agent.ts'
import { NO_AGENTS, SCOPE_ALL, type Scope, WHOLE_MANAGER } from '#lib/agent/scope.ts'
import { agentSync } from '#lib/contract/agent-sync.ts'
import { z } from '#lib/contract/zod.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { testAgent } from '#server/fleet/testing-agent.ts'
import { log } from '#server/log.ts'
import { getAgentSync } from '#server/services/agent/get-agent-sync.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const MINUTE = 60_000
const iso = (ms: number) => new Date(ms).toISOString()
let now = NOW
const clock = { now: () => now, sleep: () => new Promise<void>(() => undefined) }
let store: ReturnType<typeof openTestFleet>

beforeEach(() => {
  now = NOW
  store = openTestFleet({ clock })
  store.writer.manager({ id: 'main', asOf: NOW, version: null })
})
afterEach(() => store.close())

/** An agent that holds a sum. */
const agent = (id: number, mergedSum: string, more: Partial<Agent> = {}) => testAgent(id, NOW, { mergedSum, ...more })
const out = (id: number, mergedSum: string, since: number, more: Partial<Agent> = {}) =>
  agent(id, mergedSum, { groupConfigStatus: 'not synced', syncSince: since, syncSincePrecision: 'observed', ...more })

async function ask(id: number, scope: Scope = SCOPE_ALL) {
  await store.fleet.refresh()
  const config = { demo: false, intervalSeconds: 30, managers: [] }
  const ctx = { fleet: store.fleet, prisma: store.prisma, clock, log, config, scope }
  const answer = await getAgentSync({ ctx, input: { manager: 'main', id: String(id) } })
  expect(z.strictObject(agentSync.shape).parse(answer)).toEqual(answer)
  return answer
}

/** Sums of a group as passes at some times first saw them, the last of them now. */
function group(name: string, ...seen: readonly (readonly [at: number, merged: string, config?: string])[]) {
  for (const [index, [at, merged, config = 'conf']] of seen.entries())
    store.db.run(
      'INSERT INTO "GroupSum" ("managerId", name, "mergedSum", "configSum", "passId", "seenAt", current) VALUES (?, ?, ?, ?, 1, ?, ?)',
      ...['main', name, merged, config, at, index === seen.length - 1 ? 1 : 0],
    )
}

/** A change that a pass saw, and the one before it did not. */
function change(id: number, field: string, from: string, to: string, [after, seen]: readonly [number, number]) {
  const [key] = store.db.get('SELECT key FROM "Agent" WHERE agentId = ?', id) ?? []
  store.db.run(
    `INSERT INTO "Transition" ("agentKey", "managerId", "agentId", field, "fromValue", "toValue", "passId", "afterAt", "seenAt")
      VALUES (?, 'main', ?, ?, ?, ?, 1, ?, ?)`,
    ...[Number(key), id, field, from, to, after, seen],
  )
}
const leaves = (id: number, at: number) => change(id, 'group_config_status', 'synced', 'not synced', [at - MINUTE, at])
const returns = (id: number, at: number) => change(id, 'group_config_status', 'not synced', 'synced', [at - MINUTE, at])

describe('an agent of one group', () => {
  it('should hold the sum of that group', async () => {
    group('web', [NOW - 9 * MINUTE, 'a'], [NOW - 2 * MINUTE, 'b', 'other conf'])
    store.writer.put([out(1, 'a', NOW - MINUTE, { groups: ['web'] }), agent(2, 'b', { groups: ['web'] })])
    leaves(1, NOW - MINUTE)
    change(2, 'mergedSum', 'a', 'b', [NOW - MINUTE, NOW])
    expect(await ask(1)).toMatchObject({
      ...{
        state: 'not synced',
        held: 'a',
        heldSince: null,
        syncedAt: iso(NOW - 2 * MINUTE),
        expected: { from: 'group', sum: 'b' },
      },
      groups: [{ name: 'web', changedAt: iso(NOW - 2 * MINUTE), confChanged: true, suspect: true, mergedSum: 'b' }],
    })
    expect(await ask(2)).toMatchObject({
      ...{ state: 'synced', held: 'b', heldSince: iso(NOW), syncedAt: null, expected: { from: 'group', sum: 'b' } },
      groups: [{ suspect: null }],
    })
  })

  it('has nothing to be held against while the sum of the group is not known', async () => {
    store.writer.put([agent(1, 'a', { groups: ['web'] }), agent(2, 'a', { groups: [] })])
    const unknown = {
      name: 'web',
      known: false,
      mergedSum: null,
      configSum: null,
      changedAt: null,
      confChanged: null,
      suspect: null,
    }
    expect(await ask(1)).toMatchObject({ expected: null, groups: [unknown] })
    expect(await ask(2)).toMatchObject({ expected: null, groups: [] })
  })
})

describe('an agent of several groups', () => {
  it('should hold what most connected agents hold that are in sync with the same groups in the same order', async () => {
    store.writer.put([
      out(1, 'old', NOW),
      ...[2, 3].map((id) => agent(id, 'new')),
      agent(4, 'older'),
      ...[5, 6, 7].map((id) => agent(id, 'of those that are away', { status: 'disconnected' })),
      ...[8, 9, 10].map((id) => agent(id, 'of another order', { groups: ['web', 'default'] })),
      ...[11, 12, 13].map((id) => out(id, 'of those that are not in sync', NOW)),
    ])
    expect((await ask(1)).expected).toEqual({ from: 'peers', sum: 'new', agents: 2, peers: 3 })
    // Its own sum says nothing of what it should be.
    expect((await ask(4)).expected).toEqual({ from: 'peers', sum: 'new', agents: 2, peers: 2 })
    expect((await ask(8)).expected).toEqual({ from: 'peers', sum: 'of another order', agents: 2, peers: 2 })
  })

  it('is said to be unknown without a peer, and only peers in scope count', async () => {
    store.writer.put([out(1, 'old', NOW), agent(2, 'new'), out(3, 'x', NOW, { groups: ['a', 'b'] })])
    expect((await ask(3)).expected).toBeNull()
    const own: Scope = {
      kind: 'limited',
      managers: new Map([['main', { ...NO_AGENTS, rules: [{ effect: 'allow', ids: new Set([1]), groups: new Set() }] }]]),
    }
    expect((await ask(1)).expected).toMatchObject({ sum: 'new' })
    expect((await ask(1, own)).expected).toBeNull()
  })

  it('has those groups for suspects that changed since it was last in sync', async () => {
    group('default', [NOW - 60 * MINUTE, 'd'])
    group('web', [NOW - 60 * MINUTE, 'w'], [NOW - 30 * MINUTE, 'w2'])
    group('pci', [NOW - 60 * MINUTE, 'p'], [NOW - 5 * MINUTE, 'p2'])
    store.writer.put([out(1, 'old', NOW - 4 * MINUTE, { groups: ['default', 'web', 'pci', 'none'] })])
    leaves(1, NOW - 4 * MINUTE)
    const { groups, regroupedAt } = await ask(1)
    expect(groups.map(({ name, suspect, confChanged }) => [name, suspect, confChanged])).toEqual([
      ['default', false, null],
      ['web', false, false],
      ['pci', true, false],
      ['none', null, null],
    ])
    expect(regroupedAt).toBeNull()
    change(1, 'group', '["default"]', '["default","web","pci","none"]', [NOW - 4 * MINUTE, NOW - 3 * MINUTE])
    expect((await ask(1)).regroupedAt).toBe(iso(NOW - 3 * MINUTE))
  })

  it('has none where it was never seen in sync', async () => {
    group('default', [NOW - 60 * MINUTE, 'd'], [NOW, 'd2'])
    store.writer.put([out(1, 'old', NOW)])
    expect(await ask(1)).toMatchObject({ syncedAt: null, groups: [{ suspect: null }, { suspect: null }] })
  })

  it('hides groups that may not be read', async () => {
    group('default', [NOW, 'd'])
    group('web', [NOW, 'w'])
    store.writer.put([agent(1, 'x')])
    const groups = { base: 'allow', except: new Set(['web']) } as const
    const scope: Scope = { kind: 'limited', managers: new Map([['main', { ...WHOLE_MANAGER, groups }]]) }
    expect((await ask(1, scope)).groups.map(({ mergedSum }) => mergedSum)).toEqual(['d', null])
  })
})

describe('how long a change takes to arrive', () => {
  it('is unknown with too few cases, then told with their number, and against one that waits', async () => {
    store.writer.put([out(1, 'old', NOW - 4 * MINUTE), ...[2, 3, 4, 5, 6].map((id) => agent(id, 'new'))])
    leaves(1, NOW - 4 * MINUTE)
    for (const id of [2, 3, 4, 5]) {
      leaves(id, NOW - 20 * MINUTE)
      returns(id, NOW - 20 * MINUTE + id * MINUTE)
    }
    expect((await ask(1)).arrival).toEqual({ cases: 4, medianSeconds: null, p90Seconds: null, sooner: null })
    leaves(6, NOW - 20 * MINUTE)
    returns(6, NOW - 14 * MINUTE)
    // It is worked out once a minute.
    expect((await ask(1)).arrival.cases).toBe(4)
    now += 2 * MINUTE
    expect((await ask(1)).arrival).toEqual({ cases: 5, medianSeconds: 240, p90Seconds: 360, sooner: 2 })
    expect((await ask(2)).arrival.sooner).toBeNull()
  })

  it('counts agents in scope only, and none that is gone', async () => {
    store.writer.put([1, 2, 3, 4, 5, 6].map((id) => agent(id, 'new', { groups: id === 6 ? ['south'] : ['north'] })))
    for (const id of [1, 2, 3, 4, 5, 6]) {
      leaves(id, NOW - 20 * MINUTE)
      returns(id, NOW - 18 * MINUTE)
    }
    const rules = [{ effect: 'allow', ids: new Set<number>(), groups: new Set(['north']) }] as const
    const north: Scope = { kind: 'limited', managers: new Map([['main', { ...NO_AGENTS, rules }]]) }
    expect((await ask(1)).arrival).toMatchObject({ cases: 6, medianSeconds: 120 })
    expect((await ask(1, north)).arrival).toMatchObject({ cases: 5 })
    store.writer.remove([agent(1, 'new')])
    now += 2 * MINUTE
    expect((await ask(2)).arrival).toMatchObject({ cases: 5 })
  })

  it('looks at the newest changes of the last days, however many there are', async () => {
    store.writer.put([1, 2].map((id) => agent(id, 'new')))
    for (let at = 0; at < 600; at++) {
      leaves(1, NOW - (3 * at + 3) * 2 * MINUTE)
      returns(1, NOW - (3 * at + 3) * 2 * MINUTE + 2 * MINUTE)
    }
    leaves(2, NOW - 8 * 24 * 60 * MINUTE)
    returns(2, NOW - 8 * 24 * 60 * MINUTE + MINUTE)
    const { arrival } = await ask(1)
    expect(arrival.cases).toBeGreaterThanOrEqual(500)
    expect(arrival.cases).toBeLessThanOrEqual(600)
    expect(arrival).toMatchObject({ medianSeconds: 120, p90Seconds: 120 })
  })
})
