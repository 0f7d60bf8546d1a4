import type { PrismaClient } from '#prisma/generated/client/client.ts'
import { retryBusy } from './retry-busy.ts'

/** A signed-in person; times in epoch milliseconds. */
export interface SessionRow {
  tokenHash: string
  username: string
  managerId: string
  createdAt: number
  expiresAt: number
}

/** Sessions in the store, found by the SHA-256 of their token. Writes wait for the collector without blocking the thread. */
export function sessionsRepo(prisma: PrismaClient) {
  return {
    async insert(row: SessionRow): Promise<void> {
      const data = { ...row, createdAt: BigInt(row.createdAt), lastSeenAt: BigInt(row.createdAt), expiresAt: BigInt(row.expiresAt) }
      await retryBusy(() => prisma.session.create({ data }))
    },
    async find(tokenHash: string): Promise<SessionRow | null> {
      const row = await prisma.session.findUnique({ where: { tokenHash } })
      return row && { ...row, createdAt: Number(row.createdAt), expiresAt: Number(row.expiresAt) }
    },
    async remove(tokenHash: string): Promise<void> {
      await retryBusy(() => prisma.session.deleteMany({ where: { tokenHash } }))
    },
    async removeExpired(now: number): Promise<void> {
      await retryBusy(() => prisma.session.deleteMany({ where: { expiresAt: { lt: BigInt(now) } } }))
    },
  }
}
export type SessionsRepo = ReturnType<typeof sessionsRepo>
