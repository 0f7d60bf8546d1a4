import { openSqlite, type Sqlite, type SqlRow, type SqlValue } from './sqlite.ts'

/** A connection for reading only, with its statements prepared once. Opened at first use, and again after a failure. */
export interface Reader {
  /** First row or `undefined`. @throws the driver's error */
  get(sql: string, ...params: SqlValue[]): SqlRow | undefined
  close(): void
}

/** @param busyTimeoutMs how long a read may wait for a lock; it holds the thread meanwhile */
export function openReader(file: string, busyTimeoutMs: number): Reader {
  let db: Sqlite | null = null
  const close = () => {
    const open = db
    db = null
    open?.close()
  }
  return {
    get(sql, ...params) {
      try {
        db ??= openToRead(file, busyTimeoutMs)
        return db.get(sql, ...params)
      } catch (error) {
        // What is wrong with the file is found anew by the next read, not remembered by this connection.
        close()
        throw error
      }
    },
    close,
  }
}

function openToRead(file: string, busyTimeoutMs: number): Sqlite {
  const db = openSqlite(file, { busyTimeoutMs })
  db.exec('PRAGMA query_only = ON')
  return db
}
