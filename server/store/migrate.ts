import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sqlite } from './sqlite.ts'

export interface Migration {
  /** Name of its folder, such as `0001_first`; the order of names is the order of work. */
  readonly name: string
  readonly sql: string
  /** SHA-256 of the file, hexadecimal, as Prisma records it. */
  readonly checksum: string
}

/** How a database stands to the migrations of this version. */
export type MigrationStatus =
  | { state: 'current' }
  /** Nothing but what is pending is missing; `empty` when the file holds no table at all. */
  | { state: 'pending'; pending: readonly Migration[]; empty: boolean }
  /** It holds migrations this version does not know. */
  | { state: 'newer'; unknown: readonly string[] }
  /** A migration's file is not the one that was applied. */
  | { state: 'edited'; name: string }
  /** It holds tables, but none that say a Rollcall made it. */
  | { state: 'foreign' }

/** Applies what is pending, each migration in its own transaction together with its record. @returns the names applied */
export function migrate(db: Sqlite, migrations: readonly Migration[] = loadMigrations()): string[] {
  const done: string[] = []
  for (const migration of migrations) {
    db.transaction(() => {
      db.exec(RECORDS)
      // Asked again inside the lock: another process may have been quicker.
      if (db.get('SELECT 1 FROM _prisma_migrations WHERE migration_name = ? AND finished_at IS NOT NULL', migration.name)) return
      db.exec(migration.sql)
      const now = Date.now()
      db.run(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)`,
        randomUUID(),
        migration.checksum,
        migration.name,
        BigInt(now),
        BigInt(now),
      )
      done.push(migration.name)
    })
  }
  return done
}

/** Compares the database with the migrations; changes nothing. */
export function migrationStatus(db: Sqlite, migrations: readonly Migration[] = loadMigrations()): MigrationStatus {
  const tables = db.all(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).map(([name]) => name)
  if (tables.length === 0) return { state: 'pending', pending: migrations, empty: true }
  if (!tables.includes('_prisma_migrations')) return { state: 'foreign' }

  const applied = new Map(
    db
      .all('SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL')
      .map(([name, checksum]) => [String(name), String(checksum)]),
  )
  const known = new Set(migrations.map(({ name }) => name))
  const unknown = [...applied.keys()].filter((name) => !known.has(name))
  if (unknown.length > 0) return { state: 'newer', unknown }
  const edited = migrations.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum)
  if (edited) return { state: 'edited', name: edited.name }
  const pending = migrations.filter(({ name }) => !applied.has(name))
  return pending.length === 0
    ? { state: 'current' }
    : { state: 'pending', pending, empty: applied.size === 0 && tables.length === 1 }
}

/** Reads `prisma/migrations/<name>/migration.sql`, in the order of the names. */
export function loadMigrations(folder: string = migrationsFolder()): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/** The nearest `prisma/migrations` above this file, which may be a bundle somewhere below the root. */
function migrationsFolder(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url))
  for (;;) {
    const candidate = path.join(folder, 'prisma', 'migrations')
    if (existsSync(candidate)) return candidate
    const parent = path.dirname(folder)
    if (parent === folder) throw new Error('prisma/migrations was not found above the program')
    folder = parent
  }
}

/** Prisma's own table, so that its command line agrees about what was applied. */
const RECORDS = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`
