import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { loadMigrations, type Migration, migrate, migrationStatus } from './migrate.ts'
import { openSqlite, type Sqlite, type SqliteProblemKind, sqliteProblem } from './sqlite.ts'

export type OpenedStore =
  /** `migrated` names what was applied now; `backup` is the copy made before, when there was data to lose. */
  { ok: true; db: Sqlite; migrated: readonly string[]; backup: string | null } | { ok: false; problem: StoreProblem }

export interface StoreProblem {
  readonly kind: SqliteProblemKind | 'newer' | 'edited' | 'foreign'
  /** One line: what is wrong with which file, and what to do. */
  readonly message: string
}

interface Options {
  migrations?: readonly Migration[]
  busyTimeoutMs?: number
}

/**
 * Opens the store for writing: checks that the file is a sound database of this version or an older one, and brings it up to date.
 * Never throws for what can be wrong with a file; that comes back as `problem`.
 */
export function openStore(file: string, options: Options = {}): OpenedStore {
  let db: Sqlite | undefined
  try {
    const migrations = options.migrations ?? loadMigrations()
    mkdirSync(path.dirname(file), { recursive: true })
    db = openSqlite(file, options)
    const opened = check(db, file, migrations)
    if (!opened.ok) db.close()
    return opened
  } catch (error) {
    db?.close()
    const { kind, words } = sqliteProblem(error)
    return { ok: false, problem: { kind, message: `The database ${file} ${words}.${advice(kind, file)}` } }
  }
}

function check(db: Sqlite, file: string, migrations: readonly Migration[]): OpenedStore {
  const found = db.get('PRAGMA quick_check(1)')?.[0]
  if (found !== 'ok') return refuse('corrupt', `The database ${file} is damaged.${advice('corrupt', file)}`)

  const status = migrationStatus(db, migrations)
  switch (status.state) {
    case 'newer':
      return refuse(
        'newer',
        `The database ${file} was made by a newer version (it holds ${status.unknown.join(', ')}). Start that version, or set DATABASE_URL to another file.`,
      )
    case 'edited':
      return refuse(
        'edited',
        `Migration ${status.name} is not the one that made the database ${file}. Restore its migration.sql from the repository.`,
      )
    case 'foreign':
      return refuse('foreign', `${file} is a database of another program. Set DATABASE_URL to another file.`)
    case 'current':
      // A lock or a read-only file shall show now, not in the middle of the first pass.
      db.transaction(() => undefined)
      return { ok: true, db, migrated: [], backup: null }
    case 'pending': {
      const backup = status.empty ? null : copyBefore(db, file, status.pending[0]?.name ?? 'migration')
      return { ok: true, db, migrated: migrate(db, migrations), backup }
    }
  }
}

/** A compact copy beside the database; an older copy of the same name comes from a migration that failed. */
function copyBefore(db: Sqlite, file: string, migration: string): string {
  const copy = `${file}.before-${migration}`
  rmSync(copy, { force: true })
  db.run('VACUUM INTO ?', copy)
  return copy
}

function refuse(kind: StoreProblem['kind'], message: string): OpenedStore {
  return { ok: false, problem: { kind, message } }
}

function advice(kind: SqliteProblemKind, file: string): string {
  switch (kind) {
    case 'locked':
      return ' Stop the other program and start again.'
    case 'read_only':
      return ' Make the file and its folder writable for this user.'
    case 'full':
      return ' Make room and start again.'
    case 'corrupt':
      return ` Move ${file} away (or put a copy back) and start again: the fleet is read anew from the manager, only its history is lost.`
    case 'unopenable':
    case 'failing':
    case 'other':
      return ''
  }
}
