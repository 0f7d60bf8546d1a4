import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Agent } from '#lib/agent/agent.ts'
import { type ManagerScope, SCOPE_ALL, type Scope, WHOLE_MANAGER } from '#lib/agent/scope.ts'
import { EXPORT_COLUMNS } from '#lib/contract/export.ts'
import { printSort } from '#lib/query/sort.ts'
import { buildSnapshot } from '#server/fleet/testing.ts'
import { log } from '#server/log.ts'
import { AS_OF, arbitraryFleet, arbitraryScope, arbitrarySort } from '#test/arbitraries.ts'
import { readCsv } from '#test/csv-reader.ts'
import type { ServiceContext } from '../context.ts'
import { listAgents } from '../fleet/list-agents.ts'
import { type ExportInput, exportAgents } from './export-agents.ts'
import { csvText } from './export-agents-format.ts'

const MANAGERS = ['demo', 'emea', 'emea-2', 'x10'].map((id) => ({
  id,
  asOf: AS_OF,
  fullAsOf: AS_OF - 60_000,
  version: 'v4.14.7',
}))

async function context(agents: readonly Agent[], scope: Scope = SCOPE_ALL): Promise<ServiceContext> {
  const snapshot = await buildSnapshot(MANAGERS, agents)
  const clock = { now: () => AS_OF, sleep: () => new Promise<void>(() => undefined) }
  const config = { demo: false, intervalSeconds: 30, managers: [] }
  // No verb here reads the store.
  return { fleet: { snapshot: () => snapshot }, clock, log, config, scope } as unknown as ServiceContext
}

async function exported(ctx: ServiceContext, input: ExportInput): Promise<string> {
  const { body } = await exportAgents({ ctx, input })
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await new Response(body).arrayBuffer())
}

describe('JSON Lines', () => {
  it('are exactly the agents of the list with the names of their managers, in its order, for any fleet, sort and rights', async () => {
    const property = fc.asyncProperty(arbitraryFleet(), arbitrarySort(), arbitraryScope(), async (agents, sort, scope) => {
      const ctx = await context(agents, scope)
      const lines = (await exported(ctx, { sort: printSort(sort), format: 'jsonl' })).split('\n')
      expect(lines.pop()).toBe('')
      const { items } = await listAgents({ ctx, input: { sort: printSort(sort), limit: '500' } })
      expect(lines.map((line) => JSON.parse(line))).toEqual(items.map((item) => ({ ...item, managerName: item.manager })))
    })
    await fc.assert(property, { numRuns: 60 })
  })

  it('hold the columns that were asked for and no others, parts of os in one object', async () => {
    const agents =
      fc.sample(
        arbitraryFleet(5).filter(({ length }) => length > 2),
        { numRuns: 1, seed: 3 },
      )[0] ?? []
    const ctx = await context(agents)
    const property = fc.asyncProperty(fc.shuffledSubarray([...EXPORT_COLUMNS], { minLength: 1 }), async (cols) => {
      const lines = (await exported(ctx, { cols: cols.join(), format: 'jsonl' })).trim().split('\n')
      const names = new Set(cols.map((column) => column.split('.')[0]))
      for (const line of lines) {
        const item: Record<string, unknown> = JSON.parse(line)
        expect(new Set(Object.keys(item))).toEqual(names)
        const parts = cols.flatMap((column) => (column.startsWith('os.') ? [column.slice(3)] : []))
        if (parts.length > 0) expect(Object.keys(item['os'] ?? {})).toEqual(parts)
      }
    })
    await fc.assert(property, { numRuns: 100 })
  })
})

describe('CSV', () => {
  it('starts with a mark and the names of its columns, and gives each cell back', async () => {
    const property = fc.asyncProperty(arbitraryFleet(), async (agents) => {
      const ctx = await context(agents)
      const text = await exported(ctx, { cols: 'name,group,system,outdated,lastKeepAlive,flaps' })
      expect(text.startsWith('\uFEFFname,groups,os.name,os.version,outdated,lastKeepAlive,flaps\r\n')).toBe(true)
      const [, ...rows] = readCsv(text.slice(1))
      const { items } = await listAgents({ ctx, input: { limit: '500' } })
      const plain = (value: unknown) => (value === null ? '' : String(value))
      const expected = items.map((item) => [
        item.name,
        item.groups.map((name) => name.replaceAll(',', '\\,')).join(', '),
        plain(item.os.name),
        plain(item.os.version),
        plain(item.outdated),
        plain(item.lastKeepAlive),
        plain(item.flaps),
      ])
      const given = rows.map((row) => row.map((cell) => cell.replace(/^'(?='*[=+\-@\t\r\n＝＋－＠])/, '')))
      const kept = expected.map((row) => row.map((cell) => new TextDecoder().decode(new TextEncoder().encode(cell))))
      expect(given).toEqual(kept)
    })
    await fc.assert(property, { numRuns: 60 })
  })

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(1)', "'@SUM(1)"],
    ['\t=1', '"\'\t=1"'],
    ['\r=1', '"\'\r=1"'],
    ["'=1", "''=1"],
    ['＝1', "'＝1"],
    ["o'brien", "o'brien"],
    ["'plain", "'plain"],
    ['a"b', '"a""b"'],
    ['a;=1', '"a;=1"'],
    ['', '""'],
  ])('writes %j as %j', (value, expected) => expect(csvText(value)).toBe(expected))
})

describe('an export', () => {
  it('says how many rows will come, and takes columns once, by field, alias or own name', async () => {
    const ctx = await context([])
    const { rows, contentType, name } = await exportAgents({ ctx, input: {} })
    expect({ rows, contentType, name }).toEqual({
      rows: 0,
      contentType: 'text/csv; charset=utf-8; header=present',
      name: 'endpoints-2026-11-15T12-00-00Z.csv',
    })
    expect(await exported(ctx, { cols: 'since, statusSince,STATUSFOR,node_name' })).toBe('\uFEFFstatusSince,nodeName\r\n')
    for (const input of [{ cols: 'name,nonsense' }, { cols: ',' }, { format: 'xlsx' }, { sort: 'gone' }])
      await expect(exportAgents({ ctx, input })).rejects.toMatchObject({ code: 'bad_request' })
    await expect(exportAgents({ ctx, input: { q: 'nope=1' } })).rejects.toMatchObject({ code: 'bad_query' })
  })

  it('writes no further than it is read, never for long at a stretch, and stops when it is cancelled', async () => {
    const [agent] =
      fc.sample(
        arbitraryFleet(1).filter(({ length }) => length === 1),
        { numRuns: 1, seed: 1 },
      )[0] ?? []
    if (!agent) throw new Error('no agent')
    const many = Array.from({ length: 20_000 }, (_, index) => ({ ...agent, id: String(index + 1).padStart(3, '0') }))
    const own: ManagerScope = {
      ...WHOLE_MANAGER,
      base: 'deny',
      rules: [{ effect: 'allow', ids: new Set([2]), groups: new Set() }],
    }
    const ctx = await context(many)
    const limited = { ...ctx, scope: { kind: 'limited' as const, managers: new Map([[agent.manager, own]]) } }
    expect((await exportAgents({ ctx: limited, input: {} })).rows).toBe(1)

    const { body, rows } = await exportAgents({ ctx, input: {} })
    expect(rows).toBe(20_000)
    const reader = body.getReader()
    let bytes = 0
    for (let i = 0; i < 3; i++) bytes += (await reader.read()).value?.byteLength ?? 0
    expect(bytes).toBeGreaterThan(0)
    expect(bytes).toBeLessThan(600_000)
    await reader.cancel()
    expect((await reader.read()).done).toBe(true)
  })

  it('lets go of a reader that takes nothing for a minute', async () => {
    const sleeps: (() => void)[] = []
    const clock = { now: () => AS_OF, sleep: () => new Promise<void>((resolve) => void sleeps.push(resolve)) }
    const ctx = { ...(await context([])), clock }
    const { body } = await exportAgents({ ctx, input: {} })
    await expect.poll(() => sleeps.length).toBe(1)
    sleeps[0]?.()
    await new Promise((resolve) => setImmediate(resolve))
    await expect(new Response(body).text()).rejects.toThrow(/took nothing/)
  })
})

describe('rights that change while a file is written', () => {
  it('break it off within seconds, and the same rights do not', async () => {
    const [agent] =
      fc.sample(
        arbitraryFleet(5).filter(({ length }) => length > 0),
        { numRuns: 1, seed: 3 },
      )[0] ?? []
    if (!agent) throw new Error('no agent')
    const agents = Array.from({ length: 4000 }, (_, i) => ({ ...agent, manager: 'demo', id: String(1001 + i) }))
    const taken = async (holds: boolean) => {
      const ctx = await context(agents)
      let now = AS_OF
      const { body } = await exportAgents({
        ctx: { ...ctx, clock: { ...ctx.clock, now: () => now }, holds: async () => holds },
        input: { format: 'jsonl' },
      })
      let text = ''
      try {
        for await (const piece of body) {
          text += new TextDecoder().decode(piece)
          now += 2000
        }
      } catch {
        return 'broken off'
      }
      return text.split('\n').length - 1
    }
    expect(await taken(false)).toBe('broken off')
    expect(await taken(true)).toBe(4000)
  })
})
