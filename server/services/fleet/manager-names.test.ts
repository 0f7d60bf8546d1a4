import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NO_AGENTS, SCOPE_ALL, type Scope } from '#lib/agent/scope.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { testAgent } from '#server/fleet/testing-agent.ts'
import { log } from '#server/log.ts'
import type { ServiceContext } from '../context.ts'
import { listAgents } from './list-agents.ts'
import { suggest } from './suggest.ts'

const AS_OF = Date.UTC(2026, 10, 15)
/** Two of the agents of one manager. */
const LIMITED: Scope = {
  kind: 'limited',
  managers: new Map([['main', { ...NO_AGENTS, rules: [{ effect: 'allow', ids: new Set([1, 2]), groups: new Set() }] }]]),
}

describe('managers whose names are in another order than their ids', () => {
  const test = openTestFleet()
  const ctx = (scope = SCOPE_ALL): ServiceContext => ({
    ...{ fleet: test.fleet, prisma: test.prisma, log, scope },
    clock: { now: () => AS_OF, sleep: async () => undefined },
    config: { demo: true, intervalSeconds: 30, managers: [] },
  })
  const list = (input: Parameters<typeof listAgents>[0]['input'], scope?: Scope) => listAgents({ ctx: ctx(scope), input })
  const call = async (main: string, other: string) => {
    test.writer.manager({ id: 'main', name: main, asOf: AS_OF, version: 'v4.14.7' })
    test.writer.manager({ id: 'other', name: other, asOf: AS_OF - 1000, version: null })
    await test.fleet.refresh()
  }
  const walk = async (sort: string) => {
    const seen: string[] = []
    for (let after: string | null = 'start'; after !== null; ) {
      const page: Awaited<ReturnType<typeof list>> = await list({ sort, limit: '1', after })
      seen.push(...page.items.map(({ manager, id }) => `${manager}/${id}`))
      after = page.after
    }
    return seen.join(' ')
  }
  beforeAll(async () => {
    await call('Zürich', 'Aachen 2')
    test.writer.put([...[1, 2, 3].map((id) => testAgent(id, AS_OF)), testAgent(3, AS_OF, { manager: 'other' })])
    await test.fleet.refresh()
  })
  afterAll(() => test.close())

  it('sorts by what the managers are called, page by page, and anew when one gets another name', async () => {
    expect(await walk('manager')).toBe('other/003 main/001 main/002 main/003')
    expect(await walk('-manager')).toBe('main/001 main/002 main/003 other/003')
    const { after } = await list({ sort: 'manager', limit: '2' })
    await call('Aachen 1', 'Aachen 2')
    expect(await walk('manager')).toBe('main/001 main/002 main/003 other/003')
    // A cursor holds the name of its row: what follows it in the new order comes next.
    expect(await list({ sort: 'manager', after: after ?? '' })).toMatchObject({ items: [], total: 4 })
    await call('aachen 02', 'Aachen 2')
    expect(await walk('-manager')).toBe('main/001 main/002 main/003 other/003')
    await call('Zürich', 'Aachen 2')
  })

  it('takes the name or the id in a filter, and refuses one that means several, at its place', async () => {
    const total = async (q: string, scope?: Scope) => (await list({ q }, scope)).total
    expect([await total('manager=zürich'), await total('manager=main'), await total('manager!="Aachen 2"')]).toEqual([3, 3, 3])
    expect([await total('manager~aach'), await total('manager in (main, nobody)'), await total('manager>b')]).toEqual([1, 3, 3])
    await call('Other', 'Aachen')
    expect([await total('manager=aachen'), await total('manager=main')]).toEqual([1, 3])
    await expect(list({ q: 'id=3 and manager=OTHER' })).rejects.toMatchObject({
      code: 'bad_query',
      message: '“OTHER” is the name or id of several managers: Other (main) and Aachen (other). Write another one.',
      extra: { query: { start: 17, end: 22 } },
    })
    // Who sees one of them only is told of no other.
    expect(await total('manager=other', LIMITED)).toBe(2)
    await call('Zürich', 'Aachen 2')
  })

  it('suggests names, also for what begins like an id', async () => {
    const values = async (text: string) =>
      (await suggest({ ctx: ctx(), input: { field: 'manager', text } })).values.map(({ value }) => value)
    expect([await values(''), await values('ma'), await values('2')]).toEqual([['Zürich', 'Aachen 2'], ['Zürich'], ['Aachen 2']])
  })
})
