import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { Clock } from '#server/clock.ts'
import { SESSION_MS, Sessions } from '#server/services/sessions.ts'
import { openStore } from '#server/store/open-store.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { sessionsRepo } from '#server/store/sessions-repo.ts'
import { openSqlite } from '#server/store/sqlite.ts'
import { ruinStore } from './ruin-store.ts'

const DEMO = { id: 'demo', url: new URL('https://127.0.0.1:55000') }
const BERLIN = { id: 'berlin', url: new URL('https://berlin.example:55000') }

function setUp() {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-')), 'store.db')
  const opened = openStore(file)
  if (!opened.ok) throw new Error(opened.problem.message)
  const clock: Clock & { at: number } = { at: Date.UTC(2026, 10, 21), now: () => clock.at, sleep: () => Promise.resolve() }
  const prisma = openPrisma(file)
  const repo = () => sessionsRepo({ prisma, db: openSqlite(file, { busyTimeoutMs: 15 }) })
  return {
    file,
    db: opened.db,
    prisma,
    clock,
    sessions: new Sessions(repo(), clock, [DEMO]),
    again: (managers = [DEMO]) => new Sessions(repo(), clock, managers),
  }
}

it('finds a session by its token, also after a restart of the process', async () => {
  const { sessions, again } = setUp()
  const { token } = await sessions.create({ username: 'analyst', manager: 'demo' })
  expect(await sessions.find(token)).toMatchObject({ username: 'analyst', manager: 'demo' })
  expect(await again().find(token)).toMatchObject({ username: 'analyst' })
})

it('knows nobody of a manager that is configured no more, or that has another address now', async () => {
  const { sessions, again } = setUp()
  const { token } = await sessions.create({ username: 'analyst', manager: 'demo' })
  expect(await again([BERLIN]).find(token)).toBeNull()
  expect(await again([{ ...BERLIN, id: 'demo' }]).find(token)).toBeNull()
  expect(await again([BERLIN, DEMO]).find(token)).toMatchObject({ manager: 'demo' })
})

it('stores no token that could be used again', async () => {
  const { sessions, prisma } = setUp()
  const { token } = await sessions.create({ username: 'analyst', manager: 'demo' })
  const rows = await prisma.session.findMany()
  expect(JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(token)
})

it('knows nobody behind a wrong, empty or oversized token', async () => {
  const { sessions } = setUp()
  for (const token of ['', 'x', 'a'.repeat(43), 'a'.repeat(100_000), '__proto__', '../..'])
    expect(await sessions.find(token)).toBeNull()
})

it('ends a session at once, and elsewhere within a second', async () => {
  const { sessions, again, clock } = setUp()
  const elsewhere = again()
  const { token } = await sessions.create({ username: 'analyst', manager: 'demo' })
  await elsewhere.find(token)
  await sessions.end(token)
  expect(await sessions.find(token)).toBeNull()
  clock.at += 1001
  expect(await elsewhere.find(token)).toBeNull()
})

it('lets no session live longer than its time, whatever happens in it', async () => {
  const { sessions, clock } = setUp()
  const { token } = await sessions.create({ username: 'analyst', manager: 'demo' })
  clock.at += SESSION_MS - 1
  expect(await sessions.find(token)).not.toBeNull()
  clock.at += 2
  expect(await sessions.find(token)).toBeNull()
})

it('takes a session for valid for 5 minutes while the store fails, and says so after that', async () => {
  const { sessions, db, prisma, clock, file } = setUp()
  const { token } = await sessions.create({ username: 'analyst', manager: 'demo' })
  await sessions.find(token)
  db.close()
  await ruinStore(file, prisma)
  clock.at += 299_000
  expect(await sessions.find(token)).toMatchObject({ username: 'analyst' })
  await expect(sessions.find('a'.repeat(43))).rejects.toThrow()
  clock.at += 2000
  await expect(sessions.find(token)).rejects.toThrow()
})

it('waits for another writer, then leaves the row to everybody and the lock to nobody', async () => {
  const { sessions, db, file } = setUp()
  db.exec('BEGIN IMMEDIATE')
  const started = sessions.create({ username: 'analyst', manager: 'demo' })
  setTimeout(() => db.exec('COMMIT'), 100)
  await started
  const other = openSqlite(file)
  expect(other.get('SELECT count(*) FROM Session')).toEqual([1])
  expect(other.transaction(() => 'written')).toBe('written')
})
