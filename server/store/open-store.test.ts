import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadMigrations, type Migration } from './migrate.ts'
import { openStore } from './open-store.ts'
import { openSqlite, type Sqlite } from './sqlite.ts'
import { holdLock } from './testing.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-open-'))
  file = path.join(folder, 'deep', 'store.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const EXTRA: Migration = { name: '9000_extra', sql: 'ALTER TABLE "Manager" ADD COLUMN "extra" TEXT;', checksum: 'c'.repeat(64) }

function opened(migrations?: readonly Migration[]): Sqlite {
  const result = openStore(file, migrations ? { migrations } : {})
  if (!result.ok) throw new Error(result.problem.message)
  return result.db
}
function problemOf(options: Parameters<typeof openStore>[1] = {}) {
  const result = openStore(file, options)
  if (result.ok) result.db.close()
  expect(result.ok).toBe(false)
  if (!result.ok) {
    expect(result.problem.message).not.toMatch(/\n/)
    expect(result.problem.message).toContain(file)
    return result.problem
  }
  throw new Error('no problem')
}

describe('openStore', () => {
  it('makes a new file, and finds nothing to do the second time', () => {
    opened().close()
    const again = openStore(file)
    expect(again).toMatchObject({ ok: true, migrated: [], backup: null })
    if (again.ok) again.db.close()
  })

  it('brings an older file up to date and keeps a copy of what was', () => {
    const db = opened()
    db.run(`INSERT INTO "Manager" (id, name, stateSince) VALUES ('m', 'M', 1)`)
    db.close()
    const result = openStore(file, { migrations: [...loadMigrations(), EXTRA] })
    expect(result).toMatchObject({ ok: true, migrated: ['9000_extra'], backup: `${file}.before-9000_extra` })
    if (!result.ok || !result.backup) throw new Error('no backup')
    expect(result.db.get('SELECT id, extra FROM "Manager"')).toEqual(['m', null])
    result.db.close()
    const copy = openSqlite(result.backup)
    expect(copy.all('SELECT * FROM "Manager"')).toHaveLength(1)
    expect(copy.all('SELECT name FROM pragma_table_info(?)', 'Manager').flat()).not.toContain('extra')
    copy.close()
  })

  it('leaves the file as it was when a migration fails', () => {
    opened().close()
    const broken = { ...EXTRA, sql: `${EXTRA.sql} INSERT INTO nowhere VALUES (1);` }
    expect(openStore(file, { migrations: [...loadMigrations(), broken] }).ok).toBe(false)
    const db = opened()
    expect(db.all('SELECT name FROM pragma_table_info(?)', 'Manager').flat()).not.toContain('extra')
    db.close()
  })

  it('refuses a newer file and says which version made it', () => {
    opened([...loadMigrations(), EXTRA]).close()
    expect(problemOf()).toMatchObject({ kind: 'newer', message: expect.stringContaining('9000_extra') })
  })

  it('refuses a migration that was edited after it was applied', () => {
    opened().close()
    const [first, ...others] = loadMigrations()
    if (!first) throw new Error('no migration')
    expect(problemOf({ migrations: [{ ...first, checksum: '0'.repeat(64) }, ...others] }).kind).toBe('edited')
  })

  it('refuses a database of another program', () => {
    openStore(path.join(folder, 'deep', 'x')) // makes the folder
    const db = openSqlite(file)
    db.exec('CREATE TABLE customers (id INTEGER)')
    db.close()
    expect(problemOf().kind).toBe('foreign')
  })

  it('refuses a file that is no database', () => {
    writeFileSync(path.join(folder, 'x'), '')
    file = path.join(folder, 'notes.txt')
    writeFileSync(file, 'minutes of the meeting\n'.repeat(400))
    expect(problemOf()).toMatchObject({ kind: 'corrupt', message: expect.stringContaining('Move') })
    expect(readFileSync(file, 'utf8')).toContain('minutes')
  })

  it('refuses a damaged database', () => {
    const db = opened()
    for (let i = 0; i < 300; i++)
      db.run(`INSERT INTO "Manager" (id, name, stateSince) VALUES (?, ?, 1)`, `m${i}`, 'x'.repeat(200))
    db.all('PRAGMA wal_checkpoint(TRUNCATE)')
    db.close()
    rmSync(`${file}-wal`, { force: true })
    rmSync(`${file}-shm`, { force: true })
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 4096 * 20, 4096 * 40)
    writeFileSync(file, bytes)
    expect(problemOf().kind).toBe('corrupt')
  })

  it('says that another process holds the lock', async () => {
    opened().close()
    const lock = await holdLock(file)
    try {
      expect(problemOf({ busyTimeoutMs: 50 }).kind).toBe('locked')
    } finally {
      await lock.release()
    }
    opened().close()
  })

  it.skipIf(process.getuid?.() === 0)('says that the file is read-only', () => {
    opened().close()
    chmodSync(file, 0o444)
    chmodSync(path.dirname(file), 0o555)
    try {
      expect(['read_only', 'unopenable']).toContain(problemOf().kind)
    } finally {
      chmodSync(path.dirname(file), 0o755)
    }
  })

  it('says that the folder can’t be made', () => {
    writeFileSync(path.join(folder, 'deep'), 'a file where the folder should be')
    expect(problemOf().message).toContain('deep')
    expect(existsSync(file)).toBe(false)
  })

  it('keeps rows that a copy of file and log holds', () => {
    const db = opened()
    db.run(`INSERT INTO "Manager" (id, name, stateSince) VALUES ('m', 'M', 1)`)
    const copy = path.join(folder, 'copy.db')
    copyFileSync(file, copy)
    copyFileSync(`${file}-wal`, `${copy}-wal`)
    db.close()
    file = copy
    const second = opened()
    expect(second.all('SELECT id FROM "Manager"')).toEqual([['m']])
    second.close()
  })
})
