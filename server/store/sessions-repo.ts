import type { StoreClient } from './prisma.ts'
import { retryBusy } from './retry-busy.ts'
import type { Sqlite } from './sqlite.ts'

/** Why a session ended before its time: the manager does not take its name and password any more. */
export type SessionEnd = 'credentials'

/** A signed-in person; times in epoch milliseconds. `managerId` is the manager's id with a mark of its address (`Sessions`). */
export interface SessionRow {
  tokenHash: string
  username: string
  managerId: string
  /** The password as only the cookie opens it; empty once the session has ended. */
  sealed: string
  rightsReadAt: number
  ended: SessionEnd | null
  createdAt: number
  expiresAt: number
}

/** `rights` is their JSON. They may be long and change seldom, so they are read apart from the row. */
export type NewSession = Omit<SessionRow, 'ended'> & { rights: string }

/**
 * Sessions in the store, found by what is derived from their cookie. Reads go through Prisma, writes through the driver: a write of
 * Prisma's that meets the collector's lock leaves its transaction open for good (docs/decisions/0006). They wait without blocking the thread.
 */
export function sessionsRepo({ prisma, db }: { prisma: StoreClient; db: Sqlite }) {
  const write = (sql: string, ...params: (string | number)[]) =>
    retryBusy(() => db.transaction(() => void db.run(sql, ...params)))
  return {
    insert({ tokenHash, username, managerId, sealed, rights, rightsReadAt, createdAt, expiresAt }: NewSession): Promise<void> {
      return write(
        `INSERT INTO "Session" ("tokenHash", "username", "managerId", "sealed", "rights", "rightsReadAt", "createdAt", "lastSeenAt", "expiresAt")
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        tokenHash,
        username,
        managerId,
        sealed,
        rights,
        rightsReadAt,
        createdAt,
        createdAt,
        expiresAt,
      )
    },
    async find(tokenHash: string): Promise<SessionRow | null> {
      const row = await prisma.session.findUnique({ where: { tokenHash }, omit: { rights: true } })
      if (row === null) return null
      const { createdAt, expiresAt, rightsReadAt, ended } = row
      return {
        ...row,
        createdAt: Number(createdAt),
        expiresAt: Number(expiresAt),
        rightsReadAt: Number(rightsReadAt),
        ended: ended === null ? null : 'credentials',
      }
    },
    async rights(tokenHash: string): Promise<string | null> {
      const row = await prisma.session.findUnique({ where: { tokenHash }, select: { rights: true } })
      return row?.rights ?? null
    },
    /** Keeps what an account's rights are now, for all of its sessions: none may fall back to more. */
    saveRights(account: { managerId: string; username: string }, rights: string, readAt: number): Promise<void> {
      return write(
        'UPDATE "Session" SET "rights" = ?, "rightsReadAt" = ? WHERE "managerId" = ? AND "username" = ?',
        rights,
        readAt,
        account.managerId,
        account.username,
      )
    },
    /** Ends a session but keeps why, until its time is over. */
    end(tokenHash: string, why: SessionEnd): Promise<void> {
      return write('UPDATE "Session" SET "ended" = ?, "sealed" = \'\' WHERE "tokenHash" = ?', why, tokenHash)
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
