import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Agent } from '#lib/agent/agent.ts'
import { inScope, type Scope } from '#lib/agent/scope.ts'
import { isOutdated } from '#lib/agent/version.ts'
import { type BreakdownBar, type Breakdowns, breakdowns } from '#lib/contract/breakdowns.ts'
import type { Expr } from '#lib/query/ast.ts'
import { andTerm, invertTerm } from '#lib/query/compose.ts'
import { matches } from '#lib/query/matches.ts'
import { parseQuery } from '#lib/query/parse.ts'
import { printQuery } from '#lib/query/print.ts'
import { buildSnapshot, type TestManager } from '#server/fleet/testing.ts'
import { log } from '#server/log.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { getBreakdowns } from '#server/services/fleet/get-breakdowns.ts'
import { AS_OF, arbitraryExpr, arbitraryFleet, arbitraryScope } from './arbitraries.ts'

const MANAGERS = ['demo', 'emea', 'emea-2', 'x10'].map((id) => ({ id, asOf: AS_OF, version: 'v4.14.7' }))
const ALL: Expr = { kind: 'all', span: { start: 0, end: 0 } }

const fleet = () =>
  arbitraryFleet(60).map((agents) => agents.map((agent) => ({ ...agent, outdated: isOutdated(agent.version, 'v4.14.7') })))

type Snapshot = Awaited<ReturnType<typeof buildSnapshot>>

async function ask(snapshot: Snapshot, expr: Expr, scope: Scope): Promise<Breakdowns> {
  // The verb reads the snapshot and nothing else of its context.
  const ctx = { fleet: { snapshot: () => snapshot }, log, scope } as unknown as ServiceContext
  return breakdowns.parse(await getBreakdowns({ ctx, input: { q: printQuery(expr) } }))
}

function parsed(text: string): Expr {
  const result = parseQuery(text)
  if (!result.ok) throw new Error(`${result.problem.message} in ${text}`)
  return result.expr
}

const count = (agents: readonly Agent[], expr: Expr) => agents.filter((agent) => matches(expr, agent, AS_OF)).length
const sum = (bars: readonly BreakdownBar[], key: 'total' | 'down') => bars.reduce((all, bar) => all + bar[key], 0)
const DOWN = parsed('status=disconnected')

describe('breakdowns', () => {
  it('are those of the reference evaluator, under any filter and any rights, and all but groups add up', async () => {
    let bars = 0
    const property = fc.asyncProperty(
      fleet(),
      fc.oneof(arbitraryExpr(), fc.constant(ALL)),
      arbitraryScope(),
      async (agents, expr, scope) => {
        const seen = agents.filter((agent) => inScope(scope, agent) && matches(expr, agent, AS_OF))
        const { total, down, asOf: _, ...facets } = await ask(await buildSnapshot(MANAGERS, agents), expr, scope)
        expect({ total, down }).toEqual({ total: seen.length, down: count(seen, DOWN) })
        for (const [name, facet] of Object.entries(facets)) {
          expect(facet.rest).toBeNull()
          expect(new Set(facet.bars.map(({ term }) => term)).size).toBe(facet.bars.length)
          for (const bar of facet.bars) {
            bars++
            const term = parsed(bar.term)
            expect(bar.total, bar.term).toBe(count(seen, term))
            expect(bar.down, bar.term).toBe(count(seen, andTerm(term, DOWN)))
            expect(count(seen, invertTerm(term))).toBe(total - bar.total)
            if (name === 'version') expect(bar.outdated).toBe(count(seen, andTerm(term, parsed('outdated=true'))))
          }
          if (name !== 'group') expect({ name, total: sum(facet.bars, 'total') }).toEqual({ name, total })
          if (name !== 'group') expect({ name, down: sum(facet.bars, 'down') }).toEqual({ name, down })
        }
        expect(facets.group.several).toBe(seen.filter(({ groups }) => groups.length > 1).length)
      },
    )
    await fc.assert(property, { numRuns: process.env['ROLLCALL_LONG'] === '1' ? 5000 : 400 })
    expect(bars).toBeGreaterThan(1000)
  })

  it('have one bar for what queries take for the same value, named as most agents have it', async () => {
    const agent = await oneAgent()
    const agents = ['Lyon', 'lyon', 'lyon'].map((group, i) => ({ ...agent, id: `00${i + 1}`, groups: [group] }))
    const { group } = await ask(await buildSnapshot(MANAGERS, agents), ALL, { kind: 'all' })
    expect(group.bars).toMatchObject([{ label: 'lyon', total: 3, term: 'group=lyon' }])
  })

  it('say of a node which manager it belongs to, where there are several', async () => {
    const agent = { ...(await oneAgent()), nodeName: 'node01' }
    const agents = ['demo', 'emea'].map((manager) => ({ ...agent, manager }))
    const terms = async (managers: readonly TestManager[]) =>
      (await ask(await buildSnapshot(managers, agents), ALL, { kind: 'all' })).node.bars.map(({ term }) => term)
    expect(await terms(MANAGERS)).toEqual(['manager=demo and node_name=node01', 'manager=emea and node_name=node01'])
    expect(await terms(MANAGERS.slice(0, 1))).toEqual(['node_name=node01'])
  })

  it('call managers by their names, and know the conditions with their ids as the same', async () => {
    const agents = [{ ...(await oneAgent()), manager: 'emea', nodeName: 'node01' }]
    const named = MANAGERS.map((manager) => ({ ...manager, name: manager.id === 'emea' ? 'Köln 1' : manager.id }))
    const { manager, node } = await ask(await buildSnapshot(named, agents), ALL, { kind: 'all' })
    expect(manager.bars).toMatchObject([{ label: 'Köln 1', value: 'emea', term: 'manager="Köln 1"', spelling: 'manager=emea' }])
    const [term, spelling] = ['manager="Köln 1" and node_name=node01', 'manager=emea and node_name=node01']
    expect(node.bars).toMatchObject([{ label: 'node01', manager: 'emea', term, spelling }])
  })

  it('count what is beyond the limit of bars together, so that nothing is missing', async () => {
    const agent = await oneAgent()
    const agents = Array.from({ length: 1200 }, (_, i) => ({
      ...agent,
      id: String(i + 1).padStart(3, '0'),
      version: `Wazuh v4.${i}.0`,
      status: 'disconnected' as const,
    }))
    const { version } = await ask(await buildSnapshot(MANAGERS, agents), ALL, { kind: 'all' })
    expect(version.bars).toHaveLength(1000)
    expect(version.rest).toEqual({ values: 200, total: 200, down: 200 })
  })
})

async function oneAgent(): Promise<Agent> {
  const [agent] =
    fc.sample(
      arbitraryFleet(20).filter(({ length }) => length > 0),
      { numRuns: 1, seed: 1 },
    )[0] ?? []
  if (!agent) throw new Error('no agent')
  return { ...agent, manager: 'demo', id: '001', outdated: null }
}
