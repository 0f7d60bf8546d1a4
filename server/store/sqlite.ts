import Database from 'libsql'
import { z } from 'zod'

/** What SQLite can hold in one cell. Booleans are not among them: the driver aborts the whole process on one. */
export type SqlValue = string | number | bigint | null | Uint8Array
export type SqlRow = readonly SqlValue[]

/** One open connection to a SQLite file; everything is synchronous. */
export interface Sqlite {
  /** Runs statements without parameters. */
  exec(sql: string): void
  /** Runs one prepared statement. @returns the number of changed rows */
  run(sql: string, ...params: SqlValue[]): number
  /** All rows, each as an array in the order of the columns. */
  all(sql: string, ...params: SqlValue[]): SqlRow[]
  /** First row or `undefined`. */
  get(sql: string, ...params: SqlValue[]): SqlRow | undefined
  /** Runs `work` inside BEGIN IMMEDIATE … COMMIT; rolls back and rethrows when it throws. Not reentrant. */
  transaction<T>(work: () => T): T
  close(): void
}

/**
 * Opens (and creates) a SQLite file with the settings of the store: WAL, `synchronous=NORMAL`, foreign keys.
 * @param options.busyTimeoutMs how long a statement waits for another process's lock; blocks this thread meanwhile
 * @throws the driver's error; `sqliteProblem` puts it into words
 */
export function openSqlite(file: string, { busyTimeoutMs = 5_000 }: { busyTimeoutMs?: number } = {}): Sqlite {
  const db = new Database(file, { timeout: busyTimeoutMs })
  const prepared = new Map<string, ReturnType<typeof db.prepare>>()
  const statement = (sql: string) => {
    let found = prepared.get(sql)
    if (!found) {
      found = db.prepare(sql)
      prepared.set(sql, found)
    }
    return found
  }
  // Always read to the end: a statement left half read keeps its snapshot open, and the WAL can't be emptied.
  const all = (sql: string, ...params: SqlValue[]) => asRows(statement(sql).raw().all(params))

  const sqlite: Sqlite = {
    exec: (sql) => void db.exec(sql),
    run: (sql, ...params) => statement(sql).run(params).changes,
    all,
    get: (sql, ...params) => all(sql, ...params)[0],
    transaction(work) {
      db.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        db.exec('COMMIT')
        return result
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    close() {
      prepared.clear()
      db.close()
    },
  }
  try {
    sqlite.all('PRAGMA journal_mode = WAL')
    sqlite.exec('PRAGMA synchronous = NORMAL')
    sqlite.exec('PRAGMA foreign_keys = ON')
    sqlite.exec('PRAGMA cache_size = -16000')
  } catch (error) {
    sqlite.close()
    throw error
  }
  return sqlite
}

export type SqliteProblemKind = 'locked' | 'read_only' | 'full' | 'failing' | 'corrupt' | 'unopenable' | 'other'

/** What a driver's error means for a person: its kind and the middle of a sentence. */
export function sqliteProblem(error: unknown): { kind: SqliteProblemKind; words: string } {
  const message = error instanceof Error ? error.message : String(error)
  switch (primaryCode(error)) {
    case 5:
    case 6:
      return { kind: 'locked', words: 'is locked by another process' }
    case 8:
      return { kind: 'read_only', words: 'is read-only' }
    case 10:
      return { kind: 'failing', words: 'can’t be read or written: the disk reports an error' }
    case 11:
    case 26:
      return { kind: 'corrupt', words: 'is damaged or not a database' }
    case 13:
      return { kind: 'full', words: 'has no room left: the disk is full' }
  }
  // Errors of opening carry no code of their own.
  if (/Unable to open|EACCES|ENOTDIR|EEXIST|ENOENT|EROFS|EPERM/.test(message))
    return { kind: 'unopenable', words: 'can’t be opened: check that its folder exists and may be written' }
  return { kind: 'other', words: `failed: ${message}` }
}

/** SQLite's primary result code: the driver knows few of the extended ones by name. Source: sqlite.org, result codes. */
function primaryCode(error: unknown): number | null {
  const code =
    fromDriver.safeParse(error).data?.rawCode ?? fromPrisma.safeParse(error).data?.meta.driverAdapterError.cause.originalCode
  return code === undefined ? null : Number(code) & 0xff
}

const fromDriver = z.object({ rawCode: z.number() })
/** Prisma keeps the code of the driver's error in its own. */
const fromPrisma = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string().regex(/^\d{1,5}$/) }) }) }),
})

/** The driver types rows as unknown; with `.raw()` every row is an array of cells. */
function asRows(rows: unknown[]): SqlRow[] {
  return rows as SqlRow[]
}
