import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inScope, SCOPE_ALL, type Scope, scopeKind } from '#lib/agent/scope.ts'
import type { AgentDetail } from '#lib/contract/agents.ts'
import { readQuestion } from '#lib/contract/alert-question.ts'
import { getAnnotations } from '#server/services/agent/annotations.ts'
import { getAgentJson } from '#server/services/agent/get-agent-json.ts'
import { getAgentSync } from '#server/services/agent/get-agent-sync.ts'
import { getHistory } from '#server/services/agent/get-history.ts'
import { getMoment } from '#server/services/agent/get-moment.ts'
import { resolve } from '#server/services/agent/resolve.ts'
import { exportAgents } from '#server/services/export/export-agents.ts'
import { countQueries } from '#server/services/fleet/count-queries.ts'
import { getBreakdowns } from '#server/services/fleet/get-breakdowns.ts'
import { getStrips } from '#server/services/fleet/get-strips.ts'
import { getSummary } from '#server/services/fleet/get-summary.ts'
import { getSync } from '#server/services/fleet/get-sync.ts'
import { type ListAgentsInput, listAgents } from '#server/services/fleet/list-agents.ts'
import { listAgentsJson } from '#server/services/fleet/list-agents-json.ts'
import { suggest } from '#server/services/fleet/suggest.ts'
import { getEvolution } from '#server/services/past/get-evolution.ts'
import { arbitraryRights } from './rights-arbitraries.ts'
import { type ManagerView, outcome, rightsRig } from './rights-rig.ts'

const long = process.env['ROLLCALL_LONG'] === '1'
const SETS = long ? 20_000 : 200

const SORTS = ['name', '-lastKeepAlive', 'ip', '-group', 'status', 'id', '-os.version', 'outdated', '-statusSince', 'manager']
const QUERIES = [
  '',
  'srv',
  '0',
  'status=disconnected',
  'group=default',
  'not group=branch-north',
  'group=null',
  'sync="not synced" or os.platform=windows',
  'id>60 version<4.14',
  'silentFor>1h',
  'not (status=active or name~a)',
  'tag="tag 3" or alias~5',
]

let rig: Awaited<ReturnType<typeof rightsRig>>
beforeAll(async () => {
  rig = await rightsRig()
  const [counts] = rig.rows('SELECT (SELECT count(*) FROM "Transition"), (SELECT count(*) FROM Tombstone)')
  // Without history nothing of it could be seen to be hidden.
  expect(counts?.every((count) => Number(count) > 3)).toBe(true)
})
afterAll(() => rig.stop())

const list = (scope: Scope, input: ListAgentsInput) => listAgents({ ctx: rig.ctx(scope), input })
const syncOf = (scope: Scope, id: string) => getAgentSync({ ctx: rig.ctx(scope), input: { manager: 'main', id } })
const detail = async (scope: Scope, id: string): Promise<AgentDetail> =>
  JSON.parse(new TextDecoder().decode(await getAgentJson({ ctx: rig.ctx(scope), input: { manager: 'main', id } })))

/** Every id that a list gives, page by page, from the start or the end; totals and places are held against what came. */
async function walk(scope: Scope, input: ListAgentsInput, limit: number, direction: 'after' | 'before'): Promise<string[]> {
  const pages: string[][] = []
  const places: number[] = []
  const totals = new Set<number>()
  let cursor: string | null = direction === 'after' ? 'start' : 'end'
  while (cursor !== null) {
    const asked: ListAgentsInput = { ...input, limit: String(limit), [direction]: cursor }
    const body: Awaited<ReturnType<typeof listAgents>> = JSON.parse(
      new TextDecoder().decode(await listAgentsJson({ ctx: rig.ctx(scope), input: asked })),
    )
    pages.push(body.items.map(({ id }) => id))
    places.push(body.position)
    totals.add(body.total)
    cursor = body[direction]
  }
  if (direction === 'before') {
    pages.reverse()
    places.reverse()
  }
  const ids = pages.flat()
  expect([...totals]).toEqual([ids.length])
  let before = 0
  for (const [index, page] of pages.entries()) {
    expect(places[index]).toBe(page.length === 0 ? 0 : before + 1)
    before += page.length
  }
  return ids
}

/** Every id of an exported file, whose announced length must be true. */
async function exportedIds(scope: Scope, input: { q?: string; sort?: string }): Promise<string[]> {
  const ctx = rig.ctx(scope)
  // The clock of the rig never lets anybody wait, so that every reader would be too slow.
  const clock = { ...ctx.clock, sleep: () => new Promise<void>(() => undefined) }
  const { rows, body } = await exportAgents({ ctx: { ...ctx, clock }, input: { ...input, cols: 'id', format: 'jsonl' } })
  const lines = (await new Response(body).text()).split('\n').slice(0, -1)
  expect(lines).toHaveLength(rows)
  return lines.map((line) => JSON.parse(line).id)
}

/** All ids of a list for somebody who sees everything; the fleet is frozen, so they are asked for once. */
const whole = new Map<string, readonly string[]>()
async function wholeList(input: { q: string; sort: string }): Promise<readonly string[]> {
  const key = JSON.stringify(input)
  const ids = whole.get(key) ?? (await list(SCOPE_ALL, { ...input, limit: '500' })).items.map(({ id }) => id)
  whole.set(key, ids)
  return ids
}

describe('what is seen through us under any rights', () => {
  const seen = { nothing: 0, limited: 0, all: 0, pages: 0, details: 0 }

  it(`is what the manager gives that account’s own token, over every verb (${SETS} sets of policies)`, async () => {
    const dice = fc.record({
      sorts: fc.shuffledSubarray(SORTS, { minLength: 2, maxLength: 2 }),
      queries: fc.shuffledSubarray(QUERIES, { minLength: 3, maxLength: 3 }),
      limit: fc.integer({ min: 1, max: 60 }),
      at: fc.nat(1000),
    })
    const property = fc.asyncProperty(arbitraryRights(rig.ids, rig.gone), dice, async ({ mode, policies }, dice) => {
      const view = await rig.viewUnder(policies, mode)
      seen[scopeKind(view.scope)]++
      const allowed = (ids: readonly string[]) => ids.filter((id) => view.ids.has(id))
      for (const sort of dice.sorts) {
        const expected = allowed(await wholeList({ q: '', sort }))
        expect(new Set(expected)).toEqual(view.ids)
        expect(await walk(view.scope, { sort }, dice.limit, 'after')).toEqual(expected)
        expect(await walk(view.scope, { sort }, dice.limit, 'before')).toEqual(expected)
        expect(await exportedIds(view.scope, { sort })).toEqual(expected)
        seen.pages += 2 + Math.floor((2 * expected.length) / dice.limit)
      }
      for (const q of dice.queries) {
        const expected = allowed(await wholeList({ q, sort: 'name' }))
        expect(await walk(view.scope, { q, sort: 'name' }, 50, 'after')).toEqual(expected)
        expect(await exportedIds(view.scope, { q })).toEqual(expected)
        const summary = await getSummary({ ctx: rig.ctx(view.scope), input: { q } })
        expect([summary.total, ...summary.managers.map(({ total }) => total)]).toEqual([expected.length, expected.length])
      }
      await checkCounts(view)
      await checkSuggestions(view, dice.queries)
      await checkStrips(view)
      await checkBreakdowns(view, dice.queries[0] ?? '')
      seen.details += await checkDetails(view, dice.at)
      await checkMoments(view, dice.at)
      await checkCursors(view, dice.sorts[0] ?? 'name', dice.at)
    })
    await fc.assert(property, { numRuns: SETS, endOnFailure: true })
    process.stdout.write(`policy sets by what they show, pages walked, details: ${JSON.stringify(seen)}\n`)
    expect(Math.min(seen.nothing, seen.limited, seen.all)).toBeGreaterThan(0)
  })
})

async function checkCounts(view: ManagerView): Promise<void> {
  const ctx = rig.ctx(view.scope)
  const { total, byStatus, bySync, scope, managers } = await getSummary({ ctx, input: {} })
  expect({ ...byStatus, total }).toEqual({ ...view.connection, unknown: 0 })
  expect({ total, synced: bySync.synced }).toEqual({ total: view.ids.size, synced: view.synced })
  expect(scope).toEqual({ kind: scopeKind(view.scope), total })
  expect(managers).toMatchObject([{ id: 'main', total }])
  const seen = (await getEvolution({ ctx, input: {} })).points.filter(({ byStatus: counts }) => counts !== null)
  expect(seen.at(-1)).toMatchObject({ total, byStatus })
  const report = await getSync({ ctx, input: {} })
  expect(report.managers).toMatchObject([{ id: 'main', total, progress: null }])
  const isWhole = scopeKind(view.scope) === 'all'
  if (isWhole) expect(total).toBe(rig.ids.length)
  expect(report.managers[0]?.passes.length === 0).toBe(!isWhole)
  // Where managers differ, agent 000 is shown less often than here.
  if (!view.card) expect(report.managers[0]?.card).toBeNull()
}

/** Every bar holds exactly those of its condition that the manager shows, and what one may not see makes no bar. */
async function checkBreakdowns({ scope, ids }: ManagerView, q: string): Promise<void> {
  const { total, down: _, asOf: __, ...facets } = await getBreakdowns({ ctx: rig.ctx(scope), input: { q } })
  const matching = new Set((await wholeList({ q, sort: 'name' })).filter((id) => ids.has(id)))
  expect(total).toBe(matching.size)
  for (const [name, { bars }] of Object.entries(facets)) {
    for (const bar of bars) {
      const own = (await wholeList({ q: bar.term, sort: 'name' })).filter((id) => matching.has(id))
      expect({ name, term: bar.term, total: bar.total }).toEqual({ name, term: bar.term, total: own.length })
      expect(bar.total).toBeGreaterThan(0)
    }
    if (name !== 'group') expect(bars.reduce((sum, bar) => sum + bar.total, 0)).toBe(total)
  }
}

/** Values, and how many have them, are those of the agents that the manager gives; so are counts and pages by place. */
async function checkSuggestions(view: ManagerView, queries: readonly string[]): Promise<void> {
  const ctx = rig.ctx(view.scope)
  const whole = (await list(SCOPE_ALL, { sort: 'id', limit: '500' })).items.filter(({ id }) => view.ids.has(id))
  const tally = new Map<string, number>()
  for (const { groups } of whole) for (const group of groups) tally.set(group, (tally.get(group) ?? 0) + 1)
  const { values } = await suggest({ ctx, input: { field: 'group', text: '' } })
  expect(values.length).toBe(Math.min(tally.size, 12))
  for (const { value, count } of values) expect(count).toBe(tally.get(value))
  for (const [field, of] of [
    ['id', (item: (typeof whole)[number]) => item.id],
    ['name', (item: (typeof whole)[number]) => item.name],
    ['reason', (item: (typeof whole)[number]) => item.reason],
    ['outdated', (item: (typeof whole)[number]) => String(item.outdated)],
    ['quiet', (item: (typeof whole)[number]) => String(item.quiet)],
    // The one that there is, by what it is called.
    ['manager', () => 'Demo'],
    ['alias', (item: (typeof whole)[number]) => item.alias ?? ''],
  ] as const) {
    for (const { value, count } of (await suggest({ ctx, input: { field, text: '', q: queries[0] } })).values) {
      const matching = await list(view.scope, { q: queries[0] ?? '', limit: '500' })
      expect(count).toBe(matching.items.filter((item) => of(item) === value).length)
    }
  }
  const { counts } = await countQueries({ ctx, input: { q: queries } })
  for (const { q, count } of counts) expect(count).toBe((await list(view.scope, { q, limit: '1' })).total)
  const at = await list(view.scope, { sort: 'id', at: '3', limit: '5' })
  const placed = whole.length === 0 ? [] : whole.slice(whole.length >= 3 ? 2 : 0, whole.length >= 3 ? 7 : 5)
  expect(at.items.map(({ id }) => id)).toEqual(placed.map(({ id }) => id))
}

/** An agent that is hidden has no strip, as one that does not exist. */
async function checkStrips(view: ManagerView): Promise<void> {
  const asked = [...rig.ids, ...rig.gone, '000', '99999'].map((id) => `main/${id}`).join()
  const own = await getStrips({ ctx: rig.ctx(view.scope), input: { agents: asked } })
  const all = await getStrips({ ctx: rig.ctx(SCOPE_ALL), input: { agents: asked } })
  expect(own.strips).toEqual(all.strips.filter(({ id }) => view.ids.has(id)))
  expect(all.strips.length).toBe(rig.ids.length)
}

/** @returns how many agents were asked for */
async function checkDetails(view: ManagerView, at: number): Promise<number> {
  const absent = await outcome(detail(view.scope, '99999'))
  const hidden = [...rig.ids.filter((id) => !view.ids.has(id)), ...rig.gone, '000']
  for (const id of hidden) for (const one of [detail, syncOf]) expect(await outcome(one(view.scope, id))).toEqual(absent)
  const shown = [...view.ids]
  const some = at % 20 === 0 ? shown : shown.slice(at % Math.max(1, shown.length)).slice(0, 8)
  for (const id of some) {
    const [own, all] = [await detail(view.scope, id), await detail(SCOPE_ALL, id)]
    expect({ ...own, asOf: null }).toEqual({ ...all, asOf: null })
    await checkSync(view, id)
  }
  return hidden.length + some.length
}

/** The sums of a group are told whom the manager tells them, and what agents should hold only by those that may be seen. */
async function checkSync(view: ManagerView, id: string): Promise<void> {
  const { groups, expected, held } = await syncOf(view.scope, id)
  const all = await syncOf(SCOPE_ALL, id)
  const hidden = { known: false, mergedSum: null, configSum: null, changedAt: null, confChanged: null, suspect: null }
  expect(groups).toEqual(all.groups.map((group) => (view.groups.has(group.name) ? group : { ...group, ...hidden })))
  expect(held).toBe(all.held)
  const peers = (await list(view.scope, { q: 'sync=synced status=active', limit: '500' })).items.filter(
    (peer) => peer.id !== id && peer.groups.join() === groups.map(({ name }) => name).join() && peer.mergedSum !== null,
  )
  if (groups.length > 1) expect(expected?.from === 'peers' ? expected.peers : 0).toBe(peers.length)
}

/** How it stood is told of those that may be seen, also of those that are gone; the others never were. */
async function checkMoments({ scope, ids }: ManagerView, dice: number): Promise<void> {
  const at = String(rig.control.now() - (dice % 5) * 30_000)
  const ask = async (own: Scope, id: string) => [
    await outcome(getMoment({ ctx: rig.ctx(own), input: { manager: 'main', id, at } })),
    await outcome(getHistory({ ctx: rig.ctx(own), input: { manager: 'main', id, range: '7d', of: at } })),
  ]
  const absent = await ask(scope, '99999')
  const unwritten = await written(scope, '99999')
  const gone = rig.rows("SELECT agentId, json_extract(last, '$.groups') FROM Tombstone")
  const idOf = (id: unknown) => String(id).padStart(3, '0')
  const tombs = gone.map(([id, groups]) => ({ manager: 'main', id: idOf(id), groups: JSON.parse(String(groups)) }))
  const names = new Map(rig.rows('SELECT agentId, name FROM Agent').map(([id, name]) => [idOf(id), String(name)]))
  const shown = (id: string) => ids.has(id) || tombs.some((tomb) => tomb.id === id && inScope(scope, tomb))
  for (const id of [...rig.ids.slice(dice % 110, (dice % 110) + 4), rig.gone[dice % 3] ?? '', '000']) {
    const means = await resolve({ ctx: rig.ctx(scope), input: readQuestion({ id, name: names.get(id) }) })
    if (id !== '000') expect({ id, found: means.kind !== 'none' }).toEqual({ id, found: shown(id) })
    if (means.kind === 'none') for (const { id: near } of means.nearest) expect(ids).toContain(near)
    if (!shown(id)) expect(await written(scope, id)).toEqual(unwritten)
    else if (ids.has(id)) expect(await written(scope, id)).toEqual(await written(SCOPE_ALL, id))
    else expect(await written(scope, id)).toMatchObject({ removed: true, notes: [{ by: 'ada', removable: true }] })
    if (!shown(id)) expect(await ask(scope, id)).toEqual(absent)
    else if (tombs.every((tomb) => tomb.id !== id || !rig.ids.includes(id)))
      expect(await ask(scope, id)).toEqual(await ask(SCOPE_ALL, id))
    else expect(await ask(scope, id)).toMatchObject([{ id }, { id }])
  }
}

function written(scope: Scope, id: string): Promise<unknown> {
  const who = { manager: 'main', username: 'reader', administrator: true }
  return outcome(getAnnotations({ ctx: { ...rig.ctx(scope), who }, input: { manager: 'main', id } }))
}

/** Cursors of somebody who sees more do not work, and forged ones tell nothing of what is hidden. */
async function checkCursors(view: ManagerView, sort: string, at: number): Promise<void> {
  const order = await wholeList({ q: '', sort })
  const index = at % (order.length - 1)
  const cursor = (await list(SCOPE_ALL, { sort, limit: String(index + 1) })).after ?? ''
  expect(await outcome(list(view.scope, { sort, after: cursor }))).toMatchObject({ code: 'bad_cursor' })
  const own = (await list(view.scope, { sort, limit: '1' })).after
  if (own === null) return
  const [, , , , mark]: unknown[] = JSON.parse(Buffer.from(own, 'base64url').toString())
  const [sorted, value, manager, id]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  const forged = Buffer.from(JSON.stringify([sorted, value, manager, id, mark])).toString('base64url')
  const expected = order.slice(index + 1).filter((one) => view.ids.has(one))
  const page = await list(view.scope, { sort, after: forged, limit: '500' })
  expect(page.items.map((item) => item.id)).toEqual(expected)
  expect(page.total).toBe(view.ids.size)
}
