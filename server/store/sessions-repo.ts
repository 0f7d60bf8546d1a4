import type { StoreClient } from './prisma.ts'
import { retryBusy } from './retry-busy.ts'
import type { Sqlite } from './sqlite.ts'

/** A signed-in person; times in epoch milliseconds. `managerId` is the manager's id with a mark of its address (`Sessions`). */
export interface SessionRow {
  tokenHash: string
  username: string
  managerId: string
  createdAt: number
  expiresAt: number
}

/**
 * Sessions in the store, found by the SHA-256 of their token. Reads go through Prisma, writes through the driver: a write of
 * Prisma's that meets the collector's lock leaves its transaction open for good (docs/decisions/0006). They wait without blocking the thread.
 */
export function sessionsRepo({ prisma, db }: { prisma: StoreClient; db: Sqlite }) {
  const write = (sql: string, ...params: (string | number)[]) =>
    retryBusy(() => db.transaction(() => void db.run(sql, ...params)))
  return {
    insert({ tokenHash, username, managerId, createdAt, expiresAt }: SessionRow): Promise<void> {
      return write(
        'INSERT INTO "Session" ("tokenHash", "username", "managerId", "createdAt", "lastSeenAt", "expiresAt") VALUES (?, ?, ?, ?, ?, ?)',
        tokenHash,
        username,
        managerId,
        createdAt,
        createdAt,
        expiresAt,
      )
    },
    async find(tokenHash: string): Promise<SessionRow | null> {
      const row = await prisma.session.findUnique({ where: { tokenHash } })
      return row && { ...row, createdAt: Number(row.createdAt), expiresAt: Number(row.expiresAt) }
    },
    remove(tokenHash: string): Promise<void> {
      return write('DELETE FROM "Session" WHERE "tokenHash" = ?', tokenHash)
    },
    removeExpired(now: number): Promise<void> {
      return write('DELETE FROM "Session" WHERE "expiresAt" < ?', now)
    },
  }
}
export type SessionsRepo = ReturnType<typeof sessionsRepo>
