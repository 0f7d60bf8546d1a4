import pino from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { verifyChain } from '#server/store/audit-chain.ts'
import { auditBounds, auditRows } from '#server/store/audit-repo.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import { openTestStore } from '#server/store/testing.ts'
import { ManualClock } from '#test/manager-clock.ts'
import { AuditLog } from './audit-log.ts'

let store: ReturnType<typeof openTestStore>
let clock: ManualClock
let lines: string[]
let audit: AuditLog
beforeEach(() => {
  store = openTestStore()
  clock = new ManualClock()
  lines = []
  audit = open()
})
afterEach(() => store.remove())

const open = (level = 'info') =>
  new AuditLog({ db: store.db, clock, log: pino({ level }, { write: (line) => lines.push(line) }), keepDays: 30, key: null })
const stored = () => [...auditRows(store.db)]
const failed = (username: string) => ({ kind: 'sign_in', outcome: 'failed', manager: 'main', username }) as const
const heads = () => lines.filter((line) => line.includes('auditHead'))

it('writes what it takes a moment later, in order, and into the process log at once', async () => {
  audit.record({ kind: 'sign_in', outcome: 'ok', manager: 'main', username: 'ada' })
  audit.record({ kind: 'export', outcome: 'ok', manager: 'main', username: 'ada', detail: { rows: 7 } })
  expect(lines.map((line) => JSON.parse(line).audit)).toEqual(['sign_in', 'export'])
  expect(stored()).toEqual([])
  await audit.settle()
  expect(stored().map(({ seq, kind }) => [seq, kind])).toEqual([
    [1, 'sign_in'],
    [2, 'export'],
  ])
})

it('makes one event of what somebody repeats within a minute, and says how often', async () => {
  for (let at = 0; at < 500; at++) audit.record(failed('ada'))
  audit.record(failed('eve'))
  await audit.settle()
  expect(stored().map(({ username, times }) => [username, times])).toEqual([
    ['ada', 1],
    ['eve', 1],
  ])
  clock.time += 60_000
  audit.record(failed('ada'))
  await audit.settle()
  expect(
    stored()
      .slice(2)
      .map(({ username, times }) => [username, times]),
  ).toEqual([
    ['ada', 499],
    ['ada', 1],
  ])
})

it('can’t be flooded with ever other names', async () => {
  for (let at = 0; at < 5000; at++) audit.record(failed(`user${at}`))
  audit.close()
  const rows = stored()
  expect(rows.length).toBeLessThan(300)
  expect(rows.reduce((sum, { times }) => sum + times, 0)).toBe(5000)
})

it('keeps events while another process holds the store, and writes them when it lets go', async () => {
  const other = openSqlite(store.file)
  const own = openSqlite(store.file, { busyTimeoutMs: 1 })
  audit = new AuditLog({ db: own, clock, log: pino({ level: 'silent' }), keepDays: 30, key: null })
  other.exec('BEGIN IMMEDIATE')
  audit.record(failed('ada'))
  await new Promise((resolve) => setImmediate(resolve))
  expect(stored()).toEqual([])
  other.exec('COMMIT')
  await audit.settle()
  expect(stored()).toHaveLength(1)
  other.close()
  own.close()
})

it('counts screens that are refused by the hour: a forgotten wall makes two events of one, a flood from everywhere few more', async () => {
  const refused = (address: string) => ({ kind: 'kiosk_used', outcome: 'refused', address }) as const
  for (let second = 0; second < 3600; second++) {
    clock.time += 1000
    audit.record(refused('10.0.0.9'))
    if (second === 1800) for (let at = 0; at < 5000; at++) audit.record(refused(`10.1.${at >> 8}.${at & 255}`))
  }
  // Sign-ins have counts of their own, which such a flood does not use up.
  audit.record(failed('eve'))
  clock.time += 3_600_000
  audit.record(refused('10.0.0.9'))
  await audit.settle()
  const rows = stored()
  expect(rows.filter(({ address }) => address === '10.0.0.9').map(({ times }) => times)).toEqual([1, 3599, 1])
  expect(rows.filter(({ kind, address }) => kind === 'kiosk_used' && address === null).map(({ times }) => times)).toEqual([4801])
  expect(rows).toContainEqual(expect.objectContaining({ kind: 'sign_in', username: 'eve' }))
  expect(rows.length).toBeLessThan(220)
})

it('loses nothing silently when the store is of no use: the process log has it, and later the chain how many', async () => {
  store.db.exec('PRAGMA query_only = ON')
  for (let at = 0; at < 5003; at++) audit.record({ kind: 'export', outcome: 'ok', username: `u${at}` })
  expect(lines.filter((line) => line.includes('all that is left'))).toHaveLength(3)
  for (let tries = 0; tries < 3; tries++) await clock.advance(5000)
  store.db.exec('PRAGMA query_only = OFF')
  const settled = audit.settle()
  await clock.advance(5000)
  await settled
  await audit.settle()
  const rows = stored()
  expect(rows).toHaveLength(5001)
  expect(rows[5000]).toMatchObject({ kind: 'audit_lost', detail: '{"events":3}' })
  expect(verifyChain(rows, { ...auditBounds(store.db), heads: [], keys: [] }).faults).toEqual([])
})

it('writes at the end of the process what still waits, or says it', () => {
  audit.record(failed('ada'))
  audit.record(failed('ada'))
  audit.close()
  expect(stored().map(({ times }) => times)).toEqual([1, 1])
  store.db.exec('PRAGMA query_only = ON')
  audit.record({ kind: 'export', outcome: 'ok', username: 'eve' })
  audit.close()
  expect(lines.at(-1)).toContain('all that is left')
})

it('prints the head of the chain every hour, also where the log leaves out what is only information', async () => {
  audit = open('warn')
  audit.record(failed('ada'))
  await audit.settle()
  const stopping = new AbortController()
  const watching = audit.watch(stopping.signal)
  await clock.advance(0)
  expect(heads()).toHaveLength(1)
  for (let minute = 0; minute < 59; minute++) await clock.advance(60_000)
  expect(heads()).toHaveLength(1)
  await clock.advance(60_000)
  expect(heads()).toHaveLength(2)
  expect(JSON.parse(heads()[1] ?? '').auditHead).toEqual({ seq: 1, hash: stored()[0]?.hash })
  stopping.abort()
  await watching
})

it('forgets events that are older than the history, and writes that down', async () => {
  audit.record({ kind: 'export', outcome: 'ok' })
  await audit.settle()
  clock.time += 31 * 86_400_000
  audit.record({ kind: 'export', outcome: 'ok' })
  await audit.settle()
  const stopping = new AbortController()
  const watching = audit.watch(stopping.signal)
  await clock.advance(0)
  expect(stored().map(({ seq, kind }) => [seq, kind])).toEqual([
    [2, 'export'],
    [3, 'audit_pruned'],
  ])
  stopping.abort()
  await watching
})
