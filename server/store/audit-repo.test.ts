import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChainHead, START, verifyChain } from './audit-chain.ts'
import type { AuditKey } from './audit-key.ts'
import { type AuditEntry, appendAudit, auditBounds, auditHead, auditRows, findAudit, pruneAudit } from './audit-repo.ts'
import { openTestStore } from './testing.ts'

const NOW = Date.UTC(2026, 10, 21)
const DAY_MS = 86_400_000
let store: ReturnType<typeof openTestStore>
/** What seals now, and all that there are to check with. */
let key: AuditKey | null
let keys: AuditKey[]
beforeEach(() => {
  store = openTestStore()
  key = null
  keys = []
})
afterEach(() => store.remove())

const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  ...{ kind: 'sign_in', outcome: 'ok', at: NOW, times: 1 },
  ...{ manager: 'main', username: 'ada', address: '192.0.2.7', requestId: 'r1', detail: { code: 'x' } },
  ...more,
})
const append = (...entries: AuditEntry[]) => store.db.transaction(() => appendAudit(store.db, entries, key))
const fill = (count: number) =>
  append(...Array.from({ length: count }, (_, at) => entry({ at: NOW + at * 1000, username: `user${at + 1}` })))
const verify = (...heads: ChainHead[]) => verifyChain(auditRows(store.db), { ...auditBounds(store.db), heads, keys })
const newest = (limit = 100) => findAudit(store.db, { managers: 'all' }, { after: 0, before: Number.MAX_SAFE_INTEGER, limit })

describe('the chain of the audit log', () => {
  it('is whole as it was written, over many pages and two connections', () => {
    expect(verify()).toMatchObject({ events: 0, head: START, faults: [] })
    const head = fill(2500)
    expect(verify(head)).toMatchObject({ events: 2500, first: 1, head, faults: [] })
    expect(auditHead(store.db)).toEqual(head)
  })

  it.each([
    ['at', '"at" + 1'],
    ['kind', `'sign_out'`],
    ['outcome', `'failed'`],
    ['managerId', `'other'`],
    ['username', `'eve'`],
    ['username', 'NULL'],
    ['address', `''`],
    ['subject', `'x'`],
    ['detail', `'{}'`],
    ['times', '7'],
    ['requestId', 'NULL'],
    ['hash', `'${'0'.repeat(64)}'`],
    ['username', `x'ff00'`],
  ])('shows that %s of an event was set to %s', (column, value) => {
    fill(9)
    store.db.exec(`UPDATE "AuditEvent" SET "${column}" = ${value} WHERE "seq" = 5`)
    const { faults } = verify()
    expect(faults[0]).toEqual({ what: 'changed', from: 5, to: 5 })
    // Of a changed hash the next event does not follow either.
    expect(faults.length).toBe(column === 'hash' ? 2 : 1)
  })

  it('shows which events were removed, wherever they stood', () => {
    const head = fill(9)
    store.db.exec('DELETE FROM "AuditEvent" WHERE "seq" IN (1, 2, 5, 6)')
    expect(verify().faults).toEqual([
      { what: 'start', from: 1, to: 2 },
      { what: 'missing', from: 5, to: 6 },
    ])
    store.db.exec('DELETE FROM "AuditEvent" WHERE "seq" > 7')
    expect(verify().faults).toContainEqual({ what: 'end', from: 8, to: 9 })
    // Also where the highest number was hidden: the process log has it.
    store.db.exec(`UPDATE sqlite_sequence SET seq = 7 WHERE name = 'AuditEvent'`)
    expect(verify(head).faults).toContainEqual({ what: 'end', from: 8, to: 9 })
    store.db.exec('DELETE FROM "AuditEvent"')
    expect(verify(head).faults).toContainEqual({ what: 'end', from: 1, to: 9 })
  })

  it('shows that events were put in another order, or one between them', () => {
    fill(9)
    store.db.exec('UPDATE "AuditEvent" SET "seq" = 100 WHERE "seq" = 4')
    store.db.exec('UPDATE "AuditEvent" SET "seq" = 4 WHERE "seq" = 5')
    store.db.exec('UPDATE "AuditEvent" SET "seq" = 5 WHERE "seq" = 100')
    expect(verify().faults.map(({ from }) => from)).toEqual([4, 5, 6])
  })

  it('shows by a printed head that everything was written anew with right hashes', () => {
    const [third, last] = [fill(3), fill(3)]
    store.db.exec('DELETE FROM "AuditEvent"')
    append(...Array.from({ length: 6 }, () => entry({ username: 'nobody' })))
    expect(verify().faults).toEqual([])
    expect(verify(third, last).faults).toEqual([
      { what: 'head', from: 3, to: 3 },
      { what: 'head', from: 6, to: 6 },
    ])
  })

  it('goes on after the oldest events were forgotten, and shows when somebody else removed more', () => {
    const old = fill(20)
    append(entry({ at: NOW + 40 * DAY_MS, username: 'late' }))
    const prune = () => store.db.transaction(() => pruneAudit(store.db, NOW + 30 * DAY_MS, NOW + 40 * DAY_MS, key))
    expect(prune()).toBe(false)
    expect(newest().map(({ seq, kind }) => [seq, kind])).toEqual([
      [22, 'audit_pruned'],
      [21, 'sign_in'],
    ])
    expect(prune()).toBe(false)
    expect(verify(old)).toMatchObject({ events: 2, first: 21, faults: [] })
    store.db.exec('DELETE FROM "AuditEvent" WHERE "seq" = 21')
    expect(verify().faults).toEqual([{ what: 'start', from: 21, to: 21 }])
  })
})

describe('a chain under a key', () => {
  const keyOf = (id: string, byte = 7): AuditKey => ({ id, bytes: new Uint8Array(32).fill(byte) })
  const names = () => newest().map(({ username }) => username)
  /** Writes the events anew as somebody would who can write the store, naming another person everywhere. */
  const forge = (under: AuditKey | null) => {
    const all = newest().length
    store.db.exec('DELETE FROM "AuditEvent"')
    const own = key
    key = under
    append(...Array.from({ length: all }, () => entry({ username: 'nobody' })))
    key = own
    expect(new Set(names())).toEqual(new Set(['nobody']))
  }

  it('is whole, also after events from before there was a key, and after another key', () => {
    fill(3)
    ;[key, keys] = [keyOf('one'), [keyOf('one')]]
    fill(3)
    expect(verify()).toMatchObject({ events: 6, faults: [] })
    ;[key, keys] = [keyOf('two', 8), [keyOf('two', 8), keyOf('one')]]
    const head = fill(3)
    expect(head.hash).toMatch(/^two:[0-9a-f]{64}$/)
    const { faults, parts } = verify(head)
    expect(faults).toEqual([])
    expect(parts.map(({ key: id, from, to }) => [id, from, to])).toEqual([
      [null, 1, 3],
      ['one', 4, 6],
      ['two', 7, 9],
    ])
    store.db.exec(`UPDATE "AuditEvent" SET "username" = 'nobody' WHERE "seq" IN (2, 5, 8)`)
    expect(verify().faults.map(({ what, from }) => [what, from])).toEqual([
      ['changed', 2],
      ['changed', 5],
      ['changed', 8],
    ])
  })

  it('shows that it was written anew without the key, or with another of the same name', () => {
    ;[key, keys] = [keyOf('one'), [keyOf('one')]]
    fill(3)
    forge(null)
    expect(verify().faults).toEqual([{ what: 'bare', from: 1, to: 3 }])
    forge(keyOf('one', 9))
    expect(verify().faults.map(({ what, from }) => [what, from])).toEqual([1, 2, 3].map((seq) => ['changed', seq]))
    forge(keyOf('mine'))
    expect(verify().faults).toEqual([{ what: 'key', from: 1, to: 3 }])
  })

  it('shows events without a key among those that have one, and what can’t be checked', () => {
    ;[key, keys] = [keyOf('one'), [keyOf('one')]]
    fill(3)
    key = null
    fill(3)
    key = keyOf('one')
    fill(3)
    expect(verify().faults).toEqual([{ what: 'bare', from: 4, to: 6 }])
    keys = []
    expect(verify().faults.map(({ what, from }) => [what, from])).toEqual([
      ['key', 1],
      ['bare', 4],
      ['key', 7],
    ])
  })

  it('goes on under its key where the oldest events were forgotten', () => {
    ;[key, keys] = [keyOf('one'), [keyOf('one')]]
    fill(20)
    append(entry({ at: NOW + 40 * DAY_MS, username: 'late' }))
    store.db.transaction(() => pruneAudit(store.db, NOW + 30 * DAY_MS, NOW + 40 * DAY_MS, key))
    expect(verify()).toMatchObject({ events: 2, first: 21, faults: [] })
    store.db.exec('DELETE FROM "AuditEvent" WHERE "seq" = 21')
    expect(verify().faults).toEqual([{ what: 'start', from: 21, to: 21 }])
  })
})

describe('an event of the audit log', () => {
  it('keeps hostile names on one visible line, and no secret', () => {
    append(
      entry({
        username: 'ada\r\nroot\u001b[2J\u2028x\u202ey\u0000\ud800',
        subject: 'Bearer abcdefghijkl eyJhbGciOi.eyJzdWIiOi.sig rollcall_session=abc123',
        detail: { password: 'hunter22', token: 'x', note: '\u0085'.repeat(3), long: 'y'.repeat(5000), n: 1 },
      }),
    )
    const [row] = newest()
    expect(row?.username).toBe('ada\\u{d}\\u{a}root\\u{1b}[2J\\u{2028}x\\u{202e}y\\u{0}\\u{d800}')
    expect(row?.subject).toBe('Bearer [secret] [secret] rollcall_session=[secret]')
    const detail = JSON.parse(row?.detail ?? '')
    expect(detail).toMatchObject({ password: '[secret]', token: '[secret]', note: '\\u{85}\\u{85}\\u{85}', n: 1 })
    expect(detail.long.length).toBeLessThan(250)
    expect(verify().faults).toEqual([])
  })

  it('is found by what, how, who, where, when and whose, the newest first', () => {
    append(
      entry({ username: 'ada' }),
      entry({ kind: 'export', subject: '100%_off.csv', at: NOW + 1000 }),
      entry({ outcome: 'failed', username: 'eve', address: '198.51.100.1', manager: 'other', at: NOW + 2000 }),
      entry({ kind: 'settings_changed', manager: null, username: null, at: NOW + 3000 }),
    )
    const find = (filter: Partial<Parameters<typeof findAudit>[1]>) =>
      findAudit(store.db, { managers: 'all', ...filter }, { after: 0, before: 99, limit: 10 }).map(({ seq }) => seq)
    expect(find({})).toEqual([4, 3, 2, 1])
    expect(find({ kind: 'export' })).toEqual([2])
    expect(find({ outcome: 'failed' })).toEqual([3])
    expect(find({ text: '100%_' })).toEqual([2])
    expect(find({ text: '100_' })).toEqual([])
    expect(find({ text: '198.51' })).toEqual([3])
    expect(find({ from: NOW + 1000, to: NOW + 2000 })).toEqual([3, 2])
    expect(find({ managers: ['main'] })).toEqual([2, 1])
    expect(find({ managers: [] })).toEqual([])
  })
})
