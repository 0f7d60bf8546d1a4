import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inScope } from '#lib/agent/scope.ts'
import { kioskBoard } from '#lib/contract/kiosk.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { countChanges } from '#server/services/fleet/count-changes.ts'
import { listAgents } from '#server/services/fleet/list-agents.ts'
import { getKioskBoard } from '#server/services/kiosk/get-kiosk-board.ts'
import { kioskScope } from '#server/services/kiosk/kiosk-scope.ts'
import { readSnapshot } from '#server/services/read-input.ts'
import { arbitraryRights } from './rights-arbitraries.ts'
import { rightsRig } from './rights-rig.ts'
import { rightsTwins } from './rights-twin.ts'

const long = process.env['ROLLCALL_LONG'] === '1'
const QUERIES = [
  '',
  'group=default',
  'not os.platform=windows',
  'id<40',
  'manager=main',
  'manager=main and name~a',
  'status=disconnected',
]

let rig: Awaited<ReturnType<typeof rightsRig>>
let twins: ReturnType<typeof rightsTwins>
beforeAll(async () => {
  rig = await rightsRig()
  twins = rightsTwins(rig)
})
afterAll(async () => {
  await twins.stop()
  await rig.stop()
})

/** A board as a screen with these rights, filter and right to names would get it. The fleet stands still, so nothing of it is too old. */
async function boardOf(given: ServiceContext, query: string, names: boolean) {
  const ctx = { ...given, config: { ...given.config, intervalSeconds: 3600 } }
  const kiosk = {
    ...{ id: 'x', name: 'wall', query, names, approver: { manager: 'main', username: 'ada' }, rights: ctx.scope },
    ...{ expiresAt: ctx.clock.now() + 1e9, confirmBy: ctx.clock.now() + 1e10 },
  }
  const scope = await kioskScope(readSnapshot(ctx), kiosk)
  const board = await getKioskBoard({ ctx: { ...ctx, scope }, input: { kiosk } })
  expect(kioskBoard.parse(board)).toEqual(board)
  return { board, scope }
}

it('shows of any rights and filter what a list under both shows, and tells nothing of the rest', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRights(rig.ids, rig.gone), fc.constantFrom(...QUERIES), async ({ policies, mode }, q) => {
      const view = await rig.viewUnder(policies, mode)
      const twin = await twins.of(view)
      const own = twin.full(view.scope)
      const { board, scope } = await boardOf(own, q, true)
      const { total } = await listAgents({ ctx: own, input: { q } })
      expect(board.total).toBe(total)
      // In a store that never held another endpoint, the same is told.
      const { board: alone } = await boardOf(twin.ctx(view.scope), q, true)
      expect({ ...board, now: alone.now }).toEqual(alone)
      for (const id of [...rig.ids, ...rig.gone]) {
        if (inScope(scope, { manager: 'main', id, groups: [] }))
          expect(inScope(view.scope, { manager: 'main', id, groups: [] })).toBe(true)
      }
    }),
    { numRuns: long ? 200 : 25 },
  )
})

it('gives many walls at once what it gives each alone', async () => {
  const cases = fc.sample(arbitraryRights(rig.ids, rig.gone), { numRuns: 6, seed: 11 })
  const walls: { ctx: ServiceContext; q: string; names: boolean; alone: unknown }[] = []
  for (const { policies, mode } of cases) {
    const ctx = rig.ctx((await rig.viewUnder(policies, mode)).scope)
    for (const [at, q] of QUERIES.entries()) walls.push({ ctx, q, names: at % 2 === 0, alone: null })
  }
  for (const wall of walls) wall.alone = (await boardOf(wall.ctx, wall.q, wall.names)).board
  expect(new Set(walls.map(({ alone }) => JSON.stringify(alone))).size).toBeGreaterThan(8)
  const together = await Promise.all(walls.toReversed().map(({ ctx, q, names }) => boardOf(ctx, q, names)))
  expect(together.map(({ board }) => board)).toEqual(walls.toReversed().map(({ alone }) => alone))
})

it('names what changed, and what many have in common, only on a screen that may show names', async () => {
  const ctx = rig.ctx({ kind: 'all' })
  const { items } = await listAgents({ ctx, input: { limit: '500' } })
  const words = new Set(
    items.flatMap(({ name, ip, registerIp, groups, nodeName, version, os, mergedSum }) =>
      [name, ip, registerIp, nodeName, version, os.name, os.version, mergedSum, ...groups].filter((word) => word !== null),
    ),
  )
  for (const word of ['any', 'default']) words.delete(word)
  const said = (board: unknown) => {
    const text = JSON.stringify(board)
    return [...words].filter((word) => text.includes(JSON.stringify(word)) || (word.length > 4 && text.includes(word)))
  }
  const { board: named } = await boardOf(ctx, '', true)
  expect(named.hour.newest.length).toBeGreaterThan(3)
  expect(said(named).length).toBeGreaterThan(3)
  const { board: counted } = await boardOf(ctx, '', false)
  expect(said(counted)).toEqual([])
  expect(counted).toEqual({
    ...named,
    names: false,
    hour: { ...named.hour, newest: [] },
    events: named.events.map((event) => ({ ...event, what: null })),
  })
})

it('counts what went within the hour, as the store has it', async () => {
  const ctx = rig.ctx({ kind: 'all' })
  const { went, newest } = await countChanges(ctx, readSnapshot(ctx))
  const [[stored] = [0]] = rig.rows(`SELECT count(*) FROM "Transition" t JOIN Agent a ON a.key = t.agentKey
    WHERE t.field = 'status' AND t.toValue = 'disconnected'`)
  expect(went).toBe(Number(stored))
  expect(newest.map(({ at }) => at)).toEqual(newest.map(({ at }) => at).toSorted((a, b) => b - a))
})

it('counts nothing of managers whose data is too old, and says which they are', async () => {
  const ctx = rig.ctx({ kind: 'all' })
  const later = { ...ctx, clock: { ...ctx.clock, now: () => ctx.clock.now() + 3 * 3_600_000 } }
  const { board } = await boardOf(later, '', true)
  expect(board).toMatchObject({ total: 0, active: 0, notReporting: 0, unheard: rig.ids.length })
  expect(board.managers).toMatchObject([{ freshUntil: null, lastSyncAt: expect.any(String) }])
})

it('names the managers that its filter asks for and nobody is called', async () => {
  const ctx = rig.ctx({ kind: 'all' })
  expect((await boardOf(ctx, 'manager=Main or manager=Berlin', true)).board.unknownManagers).toEqual(['Berlin'])
  const { board } = await boardOf(ctx, 'manager=Berlin', false)
  expect(board).toMatchObject({ total: 0, managers: [], unknownManagers: ['Berlin'] })
})
