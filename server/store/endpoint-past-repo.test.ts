import { afterEach, beforeEach, expect, it } from 'vitest'
import { NO_AGENTS, SCOPE_ALL, type Scope } from '#lib/agent/scope.ts'
import { AGENT_STATUSES } from '#lib/agent/status.ts'
import { CHANGES_MAX, endpointPastRepo } from './endpoint-past-repo.ts'
import { openPrisma } from './prisma.ts'
import { openTestStore } from './testing.ts'
import { visibleEndpoint } from './visible-endpoint.ts'

const START = Date.UTC(2026, 0, 1)
const MINUTE_MS = 60_000
let store: ReturnType<typeof openTestStore>
let prisma: ReturnType<typeof openPrisma>
let repo: ReturnType<typeof endpointPastRepo>
beforeEach(() => {
  store = openTestStore()
  prisma = openPrisma(store.file)
  repo = endpointPastRepo(prisma)
})
afterEach(async () => {
  await prisma.$disconnect()
  store.remove()
})
const own = visibleEndpoint('main', 7)

/** Statuses that we know by name, and words that we do not. */
const wordOf = (i: number) => [...AGENT_STATUSES, `word ${i}`][i % 6] ?? ''

/** A change a minute, of all fields in turn, with times that are known and ones that are not; others have changes in between. */
function change(count: number) {
  const fields = ['dateAdd', 'status', 'status_code', 'version']
  const rows = Array.from({ length: count }, (_, i) => {
    const seenAt = START + i * MINUTE_MS
    const known = i % 3 === 0
    const times = [known ? seenAt - 5000 : null, known ? seenAt - 9000 : null, i % 5 === 0 ? null : seenAt - 30_000, seenAt]
    return [fields[i === 0 ? 0 : 1 + (i % 3)], i % 7 === 0 ? null : wordOf(i), i % 11 === 0 ? null : wordOf(i >> 2), ...times]
  })
  store.db.run(
    `INSERT INTO "Transition" (managerId, agentId, passId, agentKey, field, fromValue, toValue, "at", lastKeepAlive, afterAt, seenAt)
      SELECT 'main', 1, 1, agent.value, ${[0, 1, 2, 3, 4, 5, 6].map((i) => `row.value ->> ${i}`).join()}
      FROM json_each(?) row, json_each('[7, 8]') agent`,
    JSON.stringify(rows),
  )
}

it('reads of the connection of an endpoint what all its changes say of it', async () => {
  change(400)
  const all = await repo.changes(own)
  expect(all).toHaveLength(400)
  const after = START + 99 * MINUTE_MS
  const { changes, kept, newer, newestId, cutAt } = await repo.connection(own, after)
  expect(changes).toEqual(all.filter(({ field }) => field === 'status' || field === 'dateAdd'))
  expect([kept, newer, cutAt]).toEqual([400, 300, null])
  expect(await repo.changesUpTo(own, newestId, 5, 10)).toEqual(all.slice(385, 390).reverse())
  // What comes in meanwhile moves nothing.
  change(1)
  expect(await repo.changesUpTo(own, newestId, 400, 0)).toEqual(all.toReversed())
})

it('says from when on an endpoint is known that changed too often to read all', async () => {
  change(CHANGES_MAX + 50)
  const { changes, kept, newer, cutAt } = await repo.connection(own, 0)
  expect([kept, newer, cutAt]).toEqual([CHANGES_MAX, CHANGES_MAX, START + 50 * MINUTE_MS])
  expect(changes[0]?.seenAt).toBeGreaterThanOrEqual(cutAt ?? Infinity)
})

it('never tells of one that does not rest what was before, however often it is asked', async () => {
  change(2_000)
  const expected = async () => (await repo.changes(own)).filter(({ field }) => field === 'status' || field === 'dateAdd')
  const ask = async () => (await repo.connection(own, START + 1_998 * MINUTE_MS)).changes
  for (let i = 0; i < 2; i++) expect(await ask()).toEqual(await expected())
  expect((await repo.connection(own, 0)).newer).toBe(2_000)
  change(2)
  expect(await ask()).toEqual(await expected())
  store.db.run('DELETE FROM "Transition" WHERE seenAt < ?', START + 500 * MINUTE_MS)
  expect(await ask()).toEqual(await expected())
  expect((await ask()).length).toBeLessThan(1_000)
  store.db.run('DELETE FROM "Transition" WHERE agentKey = 7')
  expect(await ask()).toEqual([])
})

it('knows nothing of an endpoint that never changed', async () => {
  expect(await repo.connection(own, 0)).toEqual({ changes: [], kept: 0, newer: 0, newestId: 0, cutAt: null })
})

it('finds those that are gone behind any number that a scope hides', async () => {
  const rows = Array.from({ length: 200 }, (_, i) => [i + 1, i < 3 ? 'mine' : 'theirs'])
  store.db.run(
    `INSERT INTO "Tombstone" (key, managerId, agentId, name, last, reason, lastPassId, removedPassId, removedAt, revision)
      SELECT value ->> 0, 'main', 5, 'Edge-1', json_object('agentId', 5, 'groups', '["' || (value ->> 1) || '"]', 'registerIp', '10.0.0.9'),
        'removed', 1, 1, value ->> 0, 1 FROM json_each(?)`,
    JSON.stringify(rows),
  )
  const rules = [{ effect: 'allow' as const, ids: new Set<number>(), groups: new Set(['mine']) }]
  const mine: Scope = { kind: 'limited', managers: new Map([['main', { ...NO_AGENTS, rules }]]) }
  const keys = (found: { endpoint: { key: number } }[]) => found.map(({ endpoint }) => endpoint.key)
  for (const find of [
    (scope: Scope) => repo.removedById(scope, 'main', 5),
    (scope: Scope) => repo.removedByName(scope, 'main', 'edge-1'),
    (scope: Scope) => repo.removedByAddress(scope, 'main', '10.0.0.9'),
  ]) {
    expect(keys(await find(mine))).toEqual([3, 2, 1])
    expect(keys(await find(SCOPE_ALL))).toEqual(Array.from({ length: 50 }, (_, i) => 200 - i))
  }
})
