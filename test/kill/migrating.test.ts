import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadMigrations, migrate } from '#server/store/migrate.ts'
import { openStore } from '#server/store/open-store.ts'
import { openSqlite, type Sqlite } from '#server/store/sqlite.ts'
import { sharesOf } from './moments.ts'
import { buildPrograms } from './programs.ts'

const KILLS = process.env['ROLLCALL_LONG'] === '1' ? 200 : 10
const AGENTS = 20_000
const migrations = loadMigrations()
/** Tables that the first version had, with what must not get lost. */
const KEPT = ['Agent', 'Keepalive', 'Tombstone', 'Transition', 'Pass'] as const

let folder: string
let programs: Awaited<ReturnType<typeof buildPrograms<'opener'>>>
let file: string
let old: string
/** The tables and indexes after each number of migrations. */
let schemas: readonly string[]

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-kill-'))
  file = path.join(folder, 'store.db')
  old = path.join(folder, 'old.db')
  programs = await buildPrograms({ opener: 'test/kill/open-store.ts' })
  makeOldStore()
  const db = openSqlite(path.join(folder, 'empty.db'))
  schemas = migrations.map((_, at) => {
    migrate(db, migrations.slice(0, at + 1))
    return schemaOf(db)
  })
  db.close()
})
afterAll(() => {
  programs?.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** A file of the first version with as much in it as makes its migration take its time. */
function makeOldStore(): void {
  const db = openSqlite(old)
  migrate(db, migrations.slice(0, 1))
  const fill = (table: string, fixed: Readonly<Record<string, string>>, rows: number) => {
    const columns = db.all(
      'SELECT name, type FROM pragma_table_info(?) WHERE pk = 0 AND ("notnull" = 1 AND dflt_value IS NULL OR name IN (SELECT value FROM json_each(?)))',
      ...[table, JSON.stringify(Object.keys(fixed))],
    )
    const names = columns.map(([name]) => String(name))
    const values = columns.map(([name, type]) => fixed[String(name)] ?? (type === 'TEXT' ? `'x' || n` : 'n'))
    db.exec(
      `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')})
       WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${rows}) SELECT ${values.join(', ')} FROM counted`,
    )
  }
  db.exec(`INSERT INTO "Manager" (id, name, stateSince) VALUES ('main', 'Main', 1)`)
  fill('Agent', { managerId: `'main'` }, AGENTS)
  db.exec(`INSERT INTO "Keepalive" SELECT key, 'main', 1, 1 FROM "Agent"`)
  fill('Tombstone', { managerId: `'main'`, last: `'{"registerIp":"10.0.0.1"}'` }, 5_000)
  fill('Transition', { managerId: `'main'`, agentKey: `1 + n % ${AGENTS}`, field: `'status'` }, 2 * AGENTS)
  fill('Pass', { managerId: `'main'`, kind: `'full'`, outcome: `'ok'` }, AGENTS)
  db.all('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
}

function schemaOf(db: Sqlite): string {
  return JSON.stringify(
    db.all(`SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name <> '_prisma_migrations' ORDER BY name`),
  )
}

/** No migration is there by half, and nothing of what was there is gone. @returns how many there are */
function expectWhole(): number {
  const db = openSqlite(file)
  try {
    expect(db.all('PRAGMA integrity_check')).toEqual([['ok']])
    const done = db.all('SELECT migration_name FROM _prisma_migrations ORDER BY migration_name').flat()
    expect(done).toEqual(migrations.slice(0, done.length).map(({ name }) => name))
    expect(schemaOf(db)).toBe(schemas[done.length - 1])
    const counts = KEPT.map((table) => db.get(`SELECT count(*) FROM "${table}"`)?.[0])
    expect(counts).toEqual([AGENTS, AGENTS, 5000, 2 * AGENTS, AGENTS])
    return done.length
  } finally {
    db.close()
  }
}

function putBack(): void {
  for (const name of readdirSync(folder)) if (name.startsWith('store.db')) rmSync(path.join(folder, name))
  copyFileSync(old, file)
}

it(`a store of the first version comes through ${KILLS} kills on its way to this one`, async () => {
  putBack()
  const wholeMs = await wholeStart()
  putBack()
  for (const share of sharesOf(KILLS, 6)) {
    const child = programs.start('opener', {}, [file])
    await child.said('opening')
    await child.killAfter(share * wholeMs)
    // The next one goes on from there, unless there is nothing left to do.
    if (expectWhole() === migrations.length) putBack()
  }
  const opened = openStore(file)
  if (!opened.ok) throw new Error(opened.problem.message)
  opened.db.close()
  expect(expectWhole()).toBe(migrations.length)
  if (opened.backup !== null) expect(existsSync(opened.backup)).toBe(true)
})

/** @returns how long the whole way takes here and now, so that kills are spread over all of it */
async function wholeStart(): Promise<number> {
  const child = programs.start('opener', {}, [file])
  await child.said('opening')
  const from = performance.now()
  await child.said('opened')
  return performance.now() - from
}
