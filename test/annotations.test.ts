import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ManagerScope, SCOPE_ALL, type Scope, WHOLE_MANAGER } from '#lib/agent/scope.ts'
import { ANNOTATION_LIMITS as LIMITS } from '#lib/contract/annotations.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { testAgent } from '#server/fleet/testing-agent.ts'
import { log } from '#server/log.ts'
import {
  type AnnotatingContext,
  addNote,
  changeNote,
  getAnnotations,
  removeNote,
  setAnnotations,
} from '#server/services/agent/annotations.ts'
import { exportAgents } from '#server/services/export/export-agents.ts'
import { listAgents } from '#server/services/fleet/list-agents.ts'
import { suggest } from '#server/services/fleet/suggest.ts'
import { annotationsWriter } from '#server/store/annotations-repo.ts'
import { historyPruner } from '#server/store/history-pruner.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const DAY = 86_400_000
const iso = (ms: number) => new Date(ms).toISOString()
const clock = { now: () => NOW, sleep: () => new Promise<void>(() => undefined) }
let store: ReturnType<typeof openTestFleet>

const agent = (id: number, dateAdd = NOW - DAY) => testAgent(id, NOW, { groups: id <= 3 ? ['north'] : ['south'], dateAdd })
beforeAll(async () => {
  store = openTestFleet({ clock })
  store.writer.manager({ id: 'main', asOf: NOW, version: null })
  store.writer.put([1, 2, 3, 4, 5, 6].map((id) => agent(id)))
  await store.fleet.refresh()
})
afterAll(() => store.close())

const north: ManagerScope = {
  ...WHOLE_MANAGER,
  base: 'deny',
  rules: [{ effect: 'allow', ids: new Set(), groups: new Set(['north']) }],
}
const NORTH: Scope = { kind: 'limited', managers: new Map([['main', north]]) }

function as(username: string, { scope = SCOPE_ALL, administrator = false, manager = 'main' } = {}): AnnotatingContext {
  const { fleet, prisma, db } = store
  return {
    ...{ fleet, prisma, clock, log, scope, config: { demo: false, intervalSeconds: 30, managers: [] } },
    ...{ annotations: annotationsWriter(db), who: { manager, username, administrator }, refresh: () => fleet.refresh() },
  }
}
const at = (id: number) => ({ manager: 'main', id: String(id) })
const get = (ctx: AnnotatingContext, id: number) => getAnnotations({ ctx, input: at(id) })
const put = (ctx: AnnotatingContext, id: number, body: unknown) => setAnnotations({ ctx, input: { ...at(id), body } })
/** A change of what there is now. */
const set = async (ctx: AnnotatingContext, id: number, alias: string | null, tags: readonly string[]) => {
  const { endpoint, version } = await get(ctx, id)
  return put(ctx, id, { endpoint, version, alias, tags })
}
const write = async (ctx: AnnotatingContext, id: number, text: string) => {
  const { endpoint } = await get(ctx, id)
  return addNote({ ctx, input: { ...at(id), body: { endpoint, text } } })
}
const change = (ctx: AnnotatingContext, id: number, note: number, body: unknown) =>
  changeNote({ ctx, input: { ...at(id), note: String(note), body } })
const remove = (ctx: AnnotatingContext, id: number, note: number, version: number | undefined) =>
  removeNote({ ctx, input: { ...at(id), note: String(note), version: version === undefined ? undefined : String(version) } })
const ids = async (q: string, sort = 'id', ctx = as('reader')) =>
  (await listAgents({ ctx, input: { q, sort } })).items.map(({ id }) => Number(id))

describe('alias and tags', () => {
  it('are filtered, searched, sorted, suggested and exported at once, with who said so and when', async () => {
    const answer = await set(as('ada'), 2, 'Billing database, primary', ['tier-1', 'patch: Sunday'])
    expect(answer).toMatchObject({ alias: 'Billing database, primary', changedBy: 'ada', changedAt: iso(NOW), version: 1 })
    await set(as('bob'), 5, 'accounts', ['TIER-1'])
    expect(await ids('tag=tier-1')).toEqual([2, 5])
    expect(await ids('tag="patch: Sunday" and alias~PRIMARY')).toEqual([2])
    expect(await ids('billing')).toEqual([2])
    expect(await ids('tag=null')).toEqual([1, 3, 4, 6])
    expect(await ids('', 'alias')).toEqual([5, 2, 1, 3, 4, 6])
    expect((await suggest({ ctx: as('x'), input: { field: 'tag', text: 'tier' } })).values).toEqual([
      { value: 'TIER-1', count: 1 },
      { value: 'tier-1', count: 1 },
    ])
    const { body } = await exportAgents({ ctx: as('x'), input: { q: 'tag~tier', cols: 'id,alias,tags', format: 'jsonl' } })
    expect(await new Response(body).text()).toBe(
      '{"id":"002","alias":"Billing database, primary","tags":["tier-1","patch: Sunday"]}\n{"id":"005","alias":"accounts","tags":["TIER-1"]}\n',
    )
  })

  it('can be taken away again', async () => {
    await set(as('ada'), 5, null, [])
    expect(await ids('alias=null')).toEqual([1, 3, 4, 5, 6])
    expect(await ids('tag=tier-1')).toEqual([2])
  })

  it('are never overwritten by a change that was made of an older state', async () => {
    const seen = await get(as('ada'), 3)
    await set(as('bob'), 3, 'quick', [])
    const late = { endpoint: seen.endpoint, version: seen.version, alias: 'late', tags: [] }
    await expect(put(as('ada'), 3, late)).rejects.toMatchObject({ code: 'conflict' })
    expect(await get(as('ada'), 3)).toMatchObject({ alias: 'quick', changedBy: 'bob' })
    const both = await Promise.allSettled(['one', 'two'].map((alias) => put(as(alias), 3, { ...late, version: 1, alias })))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('survive a restart and stay with the endpoint, not with its id', async () => {
    const fresh = new FleetIndex({ prisma: store.prisma, clock, log })
    await fresh.refresh()
    expect(await ids('tag=tier-1', 'id', { ...as('x'), fleet: fresh })).toEqual([2])
    await set(as('ada'), 6, 'old six', ['retired'])
    const seen = await get(as('ada'), 6)
    store.writer.put([agent(6, NOW)], { replace: true })
    await store.fleet.refresh()
    expect(await ids('tag=retired')).toEqual([])
    expect(await get(as('ada'), 6)).toMatchObject({ alias: null, tags: [], version: 0 })
    const meant = { endpoint: seen.endpoint, version: 0, alias: 'for the old one', tags: [] }
    await expect(put(as('ada'), 6, meant)).rejects.toMatchObject({ code: 'conflict' })
    await expect(
      addNote({ ctx: as('ada'), input: { ...at(6), body: { endpoint: seen.endpoint, text: 'x' } } }),
    ).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('keep hostile text as text and refuse what can’t be seen, is too long or too much', async () => {
    const hostile = [
      '<img src=x onerror=alert(1)>',
      '=cmd|calc',
      'null',
      '"; DROP TABLE "Note"; --',
      'ü'.repeat(LIMITS.tagLength),
    ]
    await set(as('ada'), 4, `' or '1'='1`, hostile)
    expect(await get(as('ada'), 4)).toMatchObject({ alias: `' or '1'='1`, tags: hostile })
    expect(await ids('tag="null"')).toEqual([4])
    const { endpoint, version } = await get(as('ada'), 4)
    for (const wrong of [
      ...[
        { alias: ' ' },
        { alias: 'a\nb' },
        { alias: '\u202egnp' },
        { alias: 'x'.repeat(LIMITS.aliasLength + 1) },
        { alias: '\u200b' },
      ],
      ...[{ tags: ['a,b'] }, { tags: [''] }, { tags: ['x'.repeat(LIMITS.tagLength + 1)] }, { tags: 'a' }, { by: 'eve' }],
      { tags: Array.from({ length: LIMITS.tags + 1 }, (_, i) => `t${i}`) },
      { version: -1 },
    ])
      await expect(put(as('ada'), 4, { endpoint, version, alias: null, tags: [], ...wrong })).rejects.toMatchObject({
        code: 'bad_request',
      })
    await put(as('ada'), 4, { endpoint, version, alias: ' a  ', tags: ['A', 'a', ' b '] })
    expect(await get(as('ada'), 4)).toMatchObject({ alias: 'a', tags: ['A', 'b'] })
  })

  it('are read anew when the texts of the index are', async () => {
    const before = store.fleet.snapshot().table.text.tags.words
    for (let round = 0; round < 3; round++) {
      store.writer.put(Array.from({ length: 9000 }, (_, i) => ({ ...agent(1000 + i), name: `r${round}-${i}`, version: null })))
      await store.fleet.refresh()
    }
    store.writer.remove(Array.from({ length: 9000 }, (_, i) => agent(1000 + i)))
    await store.fleet.refresh()
    await store.fleet.refresh()
    expect(store.fleet.snapshot().table.text.tags.words.values).not.toBe(before.values)
    expect(await ids('tag=tier-1')).toEqual([2])
  })
})

describe('notes', () => {
  it('say who wrote them and when, the newest first, and are changed by their author alone', async () => {
    await write(as('ada'), 1, 'first\r\nof two lines')
    const { notes } = await write(as('bob'), 1, 'second')
    expect(notes).toMatchObject([
      { text: 'second', by: 'bob', own: true, removable: true, at: iso(NOW), changedAt: null },
      { text: 'first\nof two lines', by: 'ada', own: false, removable: false },
    ])
    const [second, first] = notes
    if (!first || !second) throw new Error('no notes')
    await expect(change(as('bob'), 1, first.id, { version: 1, text: 'mine' })).rejects.toMatchObject({ code: 'not_owner' })
    await expect(remove(as('bob'), 1, first.id, 1)).rejects.toMatchObject({ code: 'not_owner' })
    // The same name at another manager is somebody else.
    await expect(change(as('ada', { manager: 'other' }), 1, first.id, { version: 1, text: 'x' })).rejects.toMatchObject({
      code: 'not_owner',
    })
    const changed = await change(as('ada'), 1, first.id, { version: 1, text: 'better' })
    expect(changed.notes[1]).toMatchObject({ text: 'better', changedAt: iso(NOW), version: 2 })
    await expect(change(as('ada'), 1, first.id, { version: 1, text: 'late' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(remove(as('ada'), 1, first.id, 1)).rejects.toMatchObject({ code: 'conflict' })
    await expect(remove(as('ada'), 1, first.id, undefined)).rejects.toMatchObject({ code: 'bad_request' })
    await expect(change(as('ada'), 2, first.id, { version: 2, text: 'elsewhere' })).rejects.toMatchObject({ code: 'not_found' })
    expect((await remove(as('ada'), 1, first.id, 2)).notes.map(({ text }) => text)).toEqual(['second'])
  })

  it('can be removed by an administrator of that manager, and of no other', async () => {
    const [note] = (await get(as('bob'), 1)).notes
    if (!note) throw new Error('no note')
    const stranger = as('root', { administrator: true, manager: 'other' })
    await expect(remove(stranger, 1, note.id, note.version)).rejects.toMatchObject({ code: 'not_owner' })
    const root = as('root', { administrator: true })
    expect((await get(root, 1)).notes).toMatchObject([{ own: false, removable: true }])
    await expect(change(root, 1, note.id, { version: 1, text: 'x' })).rejects.toMatchObject({ code: 'not_owner' })
    expect((await remove(root, 1, note.id, note.version)).notes).toEqual([])
  })

  it('have bounds', async () => {
    for (const text of ['', ' \n ', 'x'.repeat(LIMITS.noteLength + 1), 'a\u0000b', '\u202e', 7])
      await expect(
        addNote({ ctx: as('ada'), input: { ...at(2), body: { endpoint: (await get(as('ada'), 2)).endpoint, text } } }),
      ).rejects.toMatchObject({
        code: 'bad_request',
      })
    for (let i = 0; i < LIMITS.notes; i++) await write(as('ada'), 2, `note ${i}`)
    await expect(write(as('bob'), 2, 'one more')).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('who does not see an agent', () => {
  it('neither reads nor writes of it, and is told what an agent that does not exist would tell', async () => {
    const branch = as('branch', { scope: NORTH })
    await write(as('ada'), 5, 'secret')
    const { endpoint, version, notes } = await get(as('ada'), 5)
    const body = { endpoint, version, alias: 'taken', tags: [] }
    const calls = (id: number) => [
      get(branch, id),
      put(branch, id, body),
      addNote({ ctx: branch, input: { ...at(id), body: { endpoint, text: 'x' } } }),
      change(branch, id, notes[0]?.id ?? 0, { version: 1, text: 'x' }),
      remove(branch, id, notes[0]?.id ?? 0, 1),
    ]
    const refused = async (id: number) =>
      (await Promise.allSettled(calls(id))).map((one) =>
        one.status === 'rejected' ? `${one.reason.code} ${one.reason.message}` : 'done',
      )
    expect(await refused(5)).toEqual(await refused(999))
    expect(await refused(5)).toEqual(Array(5).fill('not_found There is no such agent.'))
    expect(await ids('alias!=null', 'id', branch)).toEqual([2, 3])
    expect((await suggest({ ctx: branch, input: { field: 'alias', text: '' } })).values.map(({ value }) => value)).not.toContain(
      'a',
    )
    await expect(set(branch, 2, 'ours', ['tier-1'])).resolves.toMatchObject({ alias: 'ours' })
  })
})

describe('of an endpoint that is gone', () => {
  it('they can be read, are not added to, and go when it is forgotten', async () => {
    await set(as('ada'), 1, 'last change of all', [])
    // Endpoints are forgotten in the order in which they went.
    store.db.run('DELETE FROM "Tombstone" WHERE agentId BETWEEN 1000 AND 9998')
    store.writer.remove([agent(2)])
    const row = store.db.get('SELECT key FROM "Tombstone" WHERE agentId = 2 ORDER BY key DESC')
    store.db.run(
      `UPDATE "Tombstone" SET last = '{"agentId":2,"name":"web-2","groups":"[]"}', removedAt = ?, name = 'web-2' WHERE key = ?`,
      NOW - 10 * DAY,
      Number(row?.[0]),
    )
    await store.fleet.refresh()
    const read = await get(as('ada'), 2)
    expect(read).toMatchObject({ removed: true, alias: 'ours' })
    expect(read.notes).toHaveLength(LIMITS.notes)
    await expect(write(as('ada'), 2, 'late')).rejects.toMatchObject({ code: 'not_found' })
    const prune = historyPruner(store.db, (work) => store.db.transaction(work))
    while (prune('main', NOW - DAY));
    const left = (sql: string) => Number(store.db.get(sql, Number(row?.[0]))?.[0])
    expect(left('SELECT count(*) FROM "Annotation" WHERE agentKey = ?')).toBe(0)
    expect(left('SELECT count(*) FROM "Note" WHERE agentKey = ?')).toBe(0)
    expect(await ids('alias="last change of all"')).toEqual([1])
  })
})
