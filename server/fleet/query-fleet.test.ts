import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Agent } from '#lib/agent/agent.ts'
import { inScope, type Scope } from '#lib/agent/scope.ts'
import { AGENT_STATUSES, SYNC_STATES } from '#lib/agent/status.ts'
import { isOutdated } from '#lib/agent/version.ts'
import type { Expr } from '#lib/query/ast.ts'
import { compareAgents } from '#lib/query/compare.ts'
import { matches } from '#lib/query/matches.ts'
import { parseQuery } from '#lib/query/parse.ts'
import type { Sort } from '#lib/query/sort.ts'
import { AS_OF, arbitraryExpr, arbitraryFleet, arbitraryScope, arbitrarySort } from '#test/arbitraries.ts'
import { countFleet } from './count-fleet.ts'
import { queryFleet } from './query-fleet.ts'
import type { FleetSnapshot } from './snapshot.ts'
import { buildSnapshot, type TestManager } from './testing.ts'

/** Each manager has its own clock and version; one was never reached. Two names sort alike, one is another's id. */
const MANAGERS: readonly TestManager[] = [
  { id: 'demo', name: 'Zürich 10', asOf: AS_OF, version: 'v4.14.7' },
  { id: 'emea', name: 'zürich 2', asOf: AS_OF - 3_600_000, fullAsOf: AS_OF - 8 * 86_400_000, version: 'Wazuh v4.10.0' },
  { id: 'emea-2', name: 'Zürich 02', asOf: null, version: null },
  { id: 'x10', name: 'EMEA', asOf: AS_OF + 1, version: 'v4.9.2' },
]

const fleet = () => arbitraryFleet(60).map((agents) => agents.map(derived))

function managerOf(agent: Agent): TestManager | undefined {
  return MANAGERS.find(({ id }) => id === agent.manager)
}

/** As a store that knows the managers' versions and passes would give it. */
function derived(agent: Agent): Agent {
  const { name = agent.manager, version = null, asOf = null, fullAsOf = asOf } = managerOf(agent) ?? {}
  const isOk = agent.status === 'active' && agent.groupConfigStatus !== 'not synced'
  return { ...agent, managerName: name, outdated: isOutdated(agent.version, version), seenAt: isOk ? fullAsOf : asOf }
}

function expected(agents: readonly Agent[], expr: Expr, scope: Scope, sort: Sort): Agent[] {
  const asOf = (agent: Agent) => managerOf(agent)?.asOf ?? Number.NaN
  return agents.filter((agent) => inScope(scope, agent) && matches(expr, agent, asOf(agent))).sort(compareAgents(sort))
}

/** All rows, a page at a time, from the start or from the end. */
async function walk(
  snapshot: FleetSnapshot,
  query: { expr: Expr; scope: Scope; sort: Sort; limit: number },
  direction: 'after' | 'before',
): Promise<Agent[]> {
  const pages: (readonly Agent[])[] = []
  let cursor: string | null = direction === 'after' ? 'start' : 'end'
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof queryFleet>> = await queryFleet(snapshot, { ...query, [direction]: cursor })
    pages.push(page.rows)
    cursor = page[direction]
    if (pages.length > 200) throw new Error('The walk does not end')
  }
  return (direction === 'after' ? pages : pages.reverse()).flat()
}

describe('queryFleet', () => {
  it('gives the rows, totals and places of the reference evaluator', async () => {
    const property = fc.asyncProperty(
      fleet(),
      arbitraryExpr(),
      arbitraryScope(),
      arbitrarySort(),
      fc.integer({ min: 1, max: 70 }),
      async (agents, expr, scope, sort, limit) => {
        const snapshot = await buildSnapshot(MANAGERS, agents)
        const all = expected(agents, expr, scope, sort)
        const first = await queryFleet(snapshot, { expr, scope, sort, limit })
        expect(first.rows).toEqual(all.slice(0, limit))
        expect(first).toMatchObject({ total: all.length, position: all.length === 0 ? 0 : 1, before: null })
        expect(first.after === null).toBe(limit >= all.length)
        const at = 1 + ((limit * 7) % (all.length + 5))
        const inside = at <= all.length ? at - 1 : Math.floor(Math.max(0, all.length - 1) / limit) * limit
        const there = await queryFleet(snapshot, { expr, scope, sort, limit, at })
        expect(there.rows).toEqual(all.slice(inside, inside + limit))
        expect(there).toMatchObject({ total: all.length, position: all.length === 0 ? 0 : inside + 1 })
        const last = await queryFleet(snapshot, { expr, scope, sort, limit, before: 'end' })
        expect(last.rows).toEqual(all.slice(-limit))
        expect(last).toMatchObject({
          total: all.length,
          position: all.length === 0 ? 0 : Math.max(1, all.length - limit + 1),
          after: null,
        })
      },
    )
    await fc.assert(property, { numRuns: 600 })
  })

  it('measures silence as the reference evaluator does, where small passes followed a full one', async () => {
    const silence = fc
      .tuple(fc.constantFrom('silentFor', 'lastKeepAlive'), fc.constantFrom('>', '<='), fc.integer({ min: 0, max: 400 }))
      .map(([field, operator, hours]) => parse(`${field}${operator}${hours}h`))
    const property = fc.asyncProperty(fleet(), silence, async (agents, expr) => {
      const sort = { field: 'id', descending: false } as const
      const { rows } = await queryFleet(await buildSnapshot(MANAGERS, agents), { expr, scope: { kind: 'all' }, sort, limit: 500 })
      expect(rows).toEqual(expected(agents, expr, { kind: 'all' }, sort))
    })
    await fc.assert(property, { numRuns: 300 })
  })

  it('calls quiet and gone what the rules say, at their borders', async () => {
    const seconds = fc.constantFrom(30, 30.001, 60, 60.001, 86_400 * 30, 86_400 * 30 + 0.001, -5)
    const property = fc.asyncProperty(fleet(), fc.array(seconds, { minLength: 60, maxLength: 60 }), async (fleet, silences) => {
      const agents = fleet.map((agent, i): Agent => {
        const status = i % 2 === 0 ? 'active' : 'disconnected'
        const one = derived({ ...agent, status, version: i % 3 === 0 ? 'v4.12.0' : agent.version })
        return { ...one, lastKeepAlive: one.seenAt === null ? one.lastKeepAlive : one.seenAt - (silences[i] ?? 0) * 1000 }
      })
      const snapshot = await buildSnapshot(MANAGERS, agents)
      for (const text of ['quiet=true', 'quiet=false', 'gone!=true', 'gone=true or quiet=yes']) {
        const [expr, sort] = [parse(text), { field: 'quiet', descending: true } as const]
        const { rows } = await queryFleet(snapshot, { expr, scope: { kind: 'all' }, sort, limit: 500 })
        expect(rows).toEqual(expected(agents, expr, { kind: 'all' }, sort))
      }
    })
    await fc.assert(property, { numRuns: 100 })
  })

  it('walks the whole set by cursors, forward and backward', async () => {
    const property = fc.asyncProperty(
      fleet(),
      fc.oneof(arbitraryExpr(), fc.constant<Expr>({ kind: 'all', span: { start: 0, end: 0 } })),
      arbitraryScope(),
      arbitrarySort(),
      fc.integer({ min: 1, max: 9 }),
      async (agents, expr, scope, sort, limit) => {
        const snapshot = await buildSnapshot(MANAGERS, agents)
        const all = expected(agents, expr, scope, sort)
        expect(await walk(snapshot, { expr, scope, sort, limit }, 'after')).toEqual(all)
        expect(await walk(snapshot, { expr, scope, sort, limit }, 'before')).toEqual(all)
      },
    )
    await fc.assert(property, { numRuns: 200 })
  })

  it('neither loses nor repeats rows that stayed while others came and went between two pages', async () => {
    const property = fc.asyncProperty(
      fleet(),
      fc.func(fc.constantFrom<'stays' | 'comes' | 'goes'>('stays', 'comes', 'goes')),
      arbitrarySort(),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom<'after' | 'before'>('after', 'before'),
      async (agents, fate, sort, limit, direction) => {
        const fates = new Map(agents.map((agent) => [agent, fate(agent.manager, agent.id)]))
        const early = await buildSnapshot(
          MANAGERS,
          agents.filter((agent) => fates.get(agent) !== 'comes'),
        )
        const late = await buildSnapshot(
          MANAGERS,
          agents.filter((agent) => fates.get(agent) !== 'goes'),
        )
        const seen: Agent[] = []
        let cursor: string | null = direction === 'after' ? 'start' : 'end'
        for (let page = 0; cursor !== null; page++) {
          const query = { expr: ALL, scope: { kind: 'all' } as const, sort, limit, [direction]: cursor }
          const answer: Awaited<ReturnType<typeof queryFleet>> = await queryFleet(page < 2 ? early : late, query)
          seen.push(...answer.rows)
          cursor = answer[direction]
        }
        const name = (agent: Agent) => `${agent.manager}/${agent.id}`
        expect(new Set(seen.map(name)).size).toBe(seen.length)
        const stayed = agents.filter((agent) => fates.get(agent) === 'stays')
        expect(seen.map(name)).toEqual(expect.arrayContaining(stayed.map(name)))
      },
    )
    await fc.assert(property, { numRuns: 300 })
  })

  it('refuses cursors of another sort, broken ones and oversized ones', async () => {
    const snapshot = await buildSnapshot(MANAGERS, [])
    const query = { expr: ALL, scope: { kind: 'all' } as const, sort: { field: 'name', descending: false } as const, limit: 5 }
    const bad = [
      '',
      ' ',
      'x',
      'W10',
      'e30',
      'bnVsbA',
      'é',
      'A'.repeat(100_000),
      encode(['-name', 'a', 'demo', 1]),
      encode(['name', {}, 'demo', 1]),
    ]
    for (const cursor of bad) {
      await expect(queryFleet(snapshot, { ...query, after: cursor })).rejects.toMatchObject({ name: 'BadCursorError' })
      await expect(queryFleet(snapshot, { ...query, before: cursor })).rejects.toMatchObject({ name: 'BadCursorError' })
    }
  })

  it('answers any cursor that reads as one of ours', async () => {
    const value = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.string({ minLength: 300, maxLength: 400 }),
    )
    const property = fc.asyncProperty(
      fleet(),
      arbitrarySort(),
      value,
      fc.string(),
      fc.integer(),
      async (agents, sort, at, manager, id) => {
        const snapshot = await buildSnapshot(MANAGERS, agents)
        const cursor = encode([`${sort.descending ? '-' : ''}${sort.field}`, Number.isNaN(at) ? null : at, manager, id])
        const query = { expr: ALL, scope: { kind: 'all' } as const, sort, limit: 500 }
        if (typeof at === 'number' && !Number.isFinite(at)) return
        const after = await queryFleet(snapshot, { ...query, after: cursor })
        const before = await queryFleet(snapshot, { ...query, before: cursor })
        expect(after.rows.length + before.rows.length).toBeGreaterThanOrEqual(agents.length - 1)
        expect(after.rows.length + before.rows.length).toBeLessThanOrEqual(agents.length)
      },
    )
    await fc.assert(property, { numRuns: 200 })
  })
})

describe('countFleet', () => {
  it('counts what the reference evaluator finds, altogether and for each manager in scope', async () => {
    const property = fc.asyncProperty(fleet(), arbitraryExpr(), arbitraryScope(), async (agents, expr, scope) => {
      const snapshot = await buildSnapshot(MANAGERS, agents)
      const all = expected(agents, expr, scope, { field: 'id', descending: false })
      const counts = await countFleet(snapshot, { expr, scope })
      expect(counts.total).toBe(all.length)
      for (const status of AGENT_STATUSES)
        expect(counts.byStatus[status]).toBe(all.filter((agent) => agent.status === status).length)
      for (const sync of SYNC_STATES)
        expect(counts.bySync[sync]).toBe(all.filter((agent) => agent.groupConfigStatus === sync).length)
      for (const { manager, counts: own } of counts.managers)
        expect(own.total).toBe(all.filter((agent) => agent.manager === manager.id).length)
      const visible = MANAGERS.filter(({ id }) => scope.kind === 'all' || scope.managers.has(id))
      expect(counts.managers.map(({ manager }) => manager.id)).toEqual(visible.map(({ id }) => id))
    })
    await fc.assert(property, { numRuns: 300 })
  })
})

const ALL: Expr = { kind: 'all', span: { start: 0, end: 0 } }

function parse(text: string): Expr {
  const parsed = parseQuery(text)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  return parsed.expr
}

function encode(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url')
}
