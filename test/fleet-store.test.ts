import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Agent } from '#lib/agent/agent.ts'
import { SCOPE_ALL } from '#lib/agent/scope.ts'
import { isOutdated } from '#lib/agent/version.ts'
import { compareAgents } from '#lib/query/compare.ts'
import { systemClock } from '#server/clock.ts'
import { countFleet } from '#server/fleet/count-fleet.ts'
import { type FleetPage, queryFleet } from '#server/fleet/query-fleet.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { AS_OF, arbitraryAgent, arbitraryFleet, arbitrarySort } from '#test/arbitraries.ts'

const MANAGERS = ['demo', 'emea', 'emea-2', 'x10']
const ALL = { kind: 'all', span: { start: 0, end: 0 } } as const

/** What the collector may commit between two looks of the reader. */
type Step =
  | { kind: 'put' | 'replace'; agents: Agent[] }
  | { kind: 'remove'; which: number[] }
  | { kind: 'keepalives'; which: number[]; at: number }
  | { kind: 'look' }

function arbitraryStep(): fc.Arbitrary<Step> {
  // Few ids, so that the same agents change, go and come back.
  const agent = fc
    .tuple(arbitraryAgent(), fc.integer({ min: 1, max: 30 }))
    .map(([one, id]) => ({ ...one, id: String(id).padStart(3, '0') }))
  const agents = fc.uniqueArray(agent, { maxLength: 20, selector: ({ manager, id }) => `${manager} ${id}` })
  const which = fc.array(fc.nat(200), { maxLength: 8 })
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('put' as const, 'replace' as const), agents }),
    fc.record({ kind: fc.constant('remove' as const), which }),
    fc.record({ kind: fc.constant('keepalives' as const), which, at: fc.integer({ min: AS_OF - 1000, max: AS_OF + 1000 }) }),
    fc.record({ kind: fc.constant('look' as const) }),
  )
}

async function allRows(snapshot: FleetSnapshot, sort = { field: 'name', descending: false } as const): Promise<readonly Agent[]> {
  return (await queryFleet(snapshot, { expr: ALL, scope: SCOPE_ALL, sort, limit: 100_000 })).rows
}

describe('the fleet index on a real store', () => {
  it('holds what the store holds after any history of commits', async () => {
    const property = fc.asyncProperty(fc.array(arbitraryStep(), { maxLength: 12 }), arbitrarySort(), async (steps, sort) => {
      const test = openTestFleet()
      try {
        for (const id of MANAGERS) test.writer.manager({ id, asOf: AS_OF, version: 'v4.14.7' })
        const truth = new Map<string, Agent>()
        const name = (agent: Agent) => `${agent.manager} ${agent.id}`
        const pick = (which: readonly number[]) => {
          const known = [...truth.values()]
          return known.length === 0 ? [] : [...new Set(which.flatMap((index) => known[index % known.length] ?? []))]
        }
        for (const step of steps) {
          if (step.kind === 'look') await test.fleet.refresh()
          else if (step.kind === 'remove') {
            const gone = pick(step.which)
            test.writer.remove(gone)
            for (const agent of gone) truth.delete(name(agent))
          } else if (step.kind === 'keepalives') {
            const heard = pick(step.which).map((agent) => ({ ...agent, lastKeepAlive: step.at }))
            test.writer.keepalives(heard)
            for (const agent of heard) truth.set(name(agent), agent)
          } else {
            const agents = step.agents.map((agent) => ({ ...agent, expected: null, flaps: 0, alias: null, tags: [] }))
            test.writer.put(agents, { replace: step.kind === 'replace' })
            for (const agent of agents) {
              // A keep-alive is never taken back from the same endpoint.
              const before = step.kind === 'put' ? truth.get(name(agent))?.lastKeepAlive : null
              truth.set(name(agent), {
                ...agent,
                lastKeepAlive: agent.lastKeepAlive ?? before ?? null,
                outdated: isOutdated(agent.version, 'v4.14.7'),
              })
            }
          }
        }
        await test.fleet.refresh()
        const snapshot = test.fleet.snapshot()
        const { rows, total } = await queryFleet(snapshot, { expr: ALL, scope: SCOPE_ALL, sort, limit: 1000 })
        expect(rows).toEqual([...truth.values()].sort(compareAgents(sort)))
        expect((await countFleet(snapshot, { expr: ALL, scope: SCOPE_ALL })).total).toBe(total)
      } finally {
        await test.close()
      }
    })
    await fc.assert(property, { numRuns: 60 })
  })

  it('reads slices of more rows than one and agents that differ in nothing but case', async () => {
    const test = openTestFleet()
    try {
      test.writer.manager({ id: 'demo', asOf: AS_OF, version: null })
      const [pattern] = fc.sample(arbitraryAgent(), { numRuns: 1, seed: 7 })
      if (!pattern) throw new Error('no agent')
      const agents = Array.from({ length: 11_000 }, (_, i) => ({
        ...pattern,
        expected: null,
        flaps: 0,
        alias: null,
        tags: [],
        manager: 'demo',
        managerName: 'demo',
        outdated: null,
        lastKeepAlive: AS_OF - i,
        id: String(i + 1).padStart(3, '0'),
        name: i % 2 === 0 ? `web-${i}` : `WEB-${i - 1}`,
      }))
      test.writer.put(agents)
      await test.fleet.refresh()
      expect(await allRows(test.fleet.snapshot())).toEqual(agents)
      const moved = agents.map((agent) => ({ ...agent, lastKeepAlive: AS_OF }))
      test.writer.keepalives(moved)
      await test.fleet.refresh()
      expect(await allRows(test.fleet.snapshot())).toEqual(moved)
      const renamed = moved.map((agent) => ({ ...agent, name: `x-${agent.id}` }))
      test.writer.put(renamed)
      await test.fleet.refresh()
      expect(await allRows(test.fleet.snapshot())).toEqual(renamed)
      test.writer.remove(renamed.slice(0, 6000))
      await test.fleet.refresh()
      expect(await allRows(test.fleet.snapshot())).toEqual(renamed.slice(6000))
    } finally {
      await test.close()
    }
  })

  it('publishes only states between two commits while the writer goes on', async () => {
    const test = openTestFleet({ clock: systemClock })
    try {
      test.writer.manager({ id: 'demo', asOf: AS_OF, version: null })
      const [pattern] = fc.sample(arbitraryAgent(), { numRuns: 1, seed: 7 })
      if (!pattern) throw new Error('no agent')
      const generation = (name: string) =>
        Array.from({ length: 3000 }, (_, i) => ({
          ...pattern,
          manager: 'demo',
          managerName: 'demo',
          outdated: null,
          id: String(i + 1).padStart(3, '0'),
          name,
        }))
      test.writer.put(generation('0'))
      const seen = new Set<string>()
      for (let round = 1; round <= 5; round++) {
        const refreshed = test.fleet.refresh()
        await new Promise((resolve) => setImmediate(resolve))
        test.writer.put(generation(String(round)))
        await refreshed
        const names = new Set((await allRows(test.fleet.snapshot())).map((agent) => agent.name))
        expect(names.size).toBe(1)
        for (const name of names) seen.add(name)
      }
      expect(seen.size).toBeGreaterThan(1)
    } finally {
      await test.close()
    }
  })

  it('keeps up by itself after start and stops when told', async () => {
    const test = openTestFleet({ clock: systemClock })
    try {
      test.writer.manager({ id: 'demo', asOf: AS_OF, version: null })
      await test.fleet.start()
      expect(test.fleet.snapshot().loaded).toBe(true)
      const [agent] = fc.sample(arbitraryAgent(), { numRuns: 1, seed: 3 })
      test.writer.put(agent ? [{ ...agent, manager: 'demo' }] : [])
      const before = test.fleet.snapshot()
      await expect.poll(() => test.fleet.snapshot() !== before).toBe(true)
      await test.fleet.stop()
    } finally {
      await test.close()
    }
  })

  it('answers every page of a walk in one order while the fleet changes under it', async () => {
    const test = openTestFleet()
    try {
      for (const id of MANAGERS) test.writer.manager({ id, asOf: AS_OF, version: null })
      const agents = fc.sample(arbitraryFleet(300), { numRuns: 20, seed: 11 }).sort((a, b) => b.length - a.length)[0] ?? []
      test.writer.put(agents)
      const seen: Agent[] = []
      let cursor: string | null = 'start'
      while (cursor !== null) {
        await test.fleet.refresh()
        const answer: FleetPage = await queryFleet(test.fleet.snapshot(), {
          expr: ALL,
          scope: SCOPE_ALL,
          sort: { field: 'ip', descending: true },
          limit: 7,
          after: cursor,
        })
        seen.push(...answer.rows)
        cursor = answer.after
        // The row that the cursor points at goes, and so does one that was read long ago.
        test.writer.remove([...answer.rows.slice(-1), ...seen.slice(0, 1)])
      }
      expect(seen.map(({ manager, id }) => `${manager}/${id}`)).toEqual(
        [...agents].sort(compareAgents({ field: 'ip', descending: true })).map(({ manager, id }) => `${manager}/${id}`),
      )
    } finally {
      await test.close()
    }
  })
})
