import type { StoreClient } from './prisma.ts'
import { retryBusy } from './retry-busy.ts'
import type { Sqlite } from './sqlite.ts'

/** A screen that a person approved; times in epoch milliseconds. `managerId` and `username` name that person as views do. */
export interface KioskRow {
  readonly id: string
  readonly tokenHash: string
  readonly name: string
  readonly query: string
  readonly names: boolean
  readonly managerId: string
  readonly username: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly revokedAt: number | null
  readonly lastSeenAt: number
  readonly lastAddress: string
  readonly accounts: readonly KioskAccountRow[]
}

/** One account of that person; `managerId` as sessions keep it. */
export interface KioskAccountRow {
  readonly managerId: string
  readonly username: string
  /** Of somebody without accounts at managers, as sessions keep them; then rights say nothing. */
  readonly groups: string | null
  /** JSON, as sessions keep it. */
  readonly rights: string
  readonly rightsReadAt: number
  /** Since when its manager does not take the password that it was approved with. */
  readonly refusedAt: number | null
}

type NewKiosk = Omit<KioskRow, 'revokedAt' | 'accounts'>

/** How long a screen that ended is remembered, so that it can say why it is blank. */
const KEPT_MS = 30 * 86_400_000

/** Wall screens: read through Prisma, written through the driver (docs/decisions/0006). Rights follow their accounts in `sessions-repo.ts`. */
export function kiosksRepo({ prisma, db }: { prisma: StoreClient; db: Sqlite }) {
  const write = <T>(work: () => T) => retryBusy(() => db.transaction(work))
  return {
    async find(tokenHash: string): Promise<KioskRow | null> {
      const row = await prisma.kiosk.findUnique({ where: { tokenHash } })
      if (row === null) return null
      const accounts = await prisma.kioskAccount.findMany({ where: { kioskId: row.id }, orderBy: { managerId: 'asc' } })
      return { ...toRow(row), accounts: accounts.map(toAccount) }
    },
    /** All screens, those that ended too, the newest first; without their accounts. */
    async list(): Promise<Omit<KioskRow, 'accounts'>[]> {
      const rows = await prisma.kiosk.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] })
      return rows.map(toRow)
    },
    /**
     * Keeps a new screen under the accounts of the sessions with these hashes, with the rights that they have at this moment.
     * @returns `full` when there are `limit` valid ones already, `nobody` when none of the sessions is left
     */
    insert(kiosk: NewKiosk, sessions: readonly string[], limit: number): Promise<'ok' | 'full' | 'nobody'> {
      const { id, tokenHash, name, query, names, managerId, username, createdAt, expiresAt, lastSeenAt, lastAddress } = kiosk
      return write(() => {
        db.run(
          'DELETE FROM "KioskAccount" WHERE "kioskId" IN (SELECT "id" FROM "Kiosk" WHERE "expiresAt" < ?)',
          createdAt - KEPT_MS,
        )
        db.run('DELETE FROM "Kiosk" WHERE "expiresAt" < ?', createdAt - KEPT_MS)
        const [valid] = db.get('SELECT count(*) FROM "Kiosk" WHERE "revokedAt" IS NULL AND "expiresAt" > ?', createdAt) ?? [0]
        if (Number(valid) >= limit) return 'full'
        if (db.run(INSERT_ACCOUNTS, id, JSON.stringify(sessions)) === 0) return 'nobody'
        const flags = [names ? 1 : 0, managerId, username, createdAt, expiresAt, lastSeenAt, lastAddress]
        db.run(INSERT, id, tokenHash, name, query, ...flags)
        return 'ok'
      })
    },
    /** Screens that are connected. */
    count(now: number): Promise<number> {
      return prisma.kiosk.count({ where: { revokedAt: null, expiresAt: { gt: now } } })
    },
    revoke(id: string, at: number): Promise<void> {
      return write(() => void db.run('UPDATE "Kiosk" SET "revokedAt" = ? WHERE "id" = ? AND "revokedAt" IS NULL', at, id))
    },
    seen(id: string, at: number, address: string): Promise<void> {
      return write(() => void db.run('UPDATE "Kiosk" SET "lastSeenAt" = ?, "lastAddress" = ? WHERE "id" = ?', at, address, id))
    },
  }
}
export type KiosksRepo = ReturnType<typeof kiosksRepo>

type Stored<T, Names extends keyof T> = {
  [K in keyof T]: K extends Names ? (T[K] extends number ? bigint : bigint | null) : T[K]
}

function toRow(row: Stored<Omit<KioskRow, 'accounts'>, 'createdAt' | 'expiresAt' | 'revokedAt' | 'lastSeenAt'>) {
  const { createdAt, expiresAt, revokedAt, lastSeenAt } = row
  return {
    ...row,
    createdAt: Number(createdAt),
    expiresAt: Number(expiresAt),
    revokedAt: revokedAt === null ? null : Number(revokedAt),
    lastSeenAt: Number(lastSeenAt),
  }
}

function toAccount({
  managerId,
  username,
  groups,
  rights,
  rightsReadAt,
  refusedAt,
}: Stored<KioskAccountRow, 'rightsReadAt' | 'refusedAt'>): KioskAccountRow {
  return {
    ...{ managerId, username, groups, rights },
    rightsReadAt: Number(rightsReadAt),
    refusedAt: refusedAt === null ? null : Number(refusedAt),
  }
}

const INSERT_ACCOUNTS = `INSERT INTO "KioskAccount" ("kioskId", "managerId", "username", "groups", "rights", "rightsReadAt")
  SELECT ?, "managerId", "username", "groups", "rights", "rightsReadAt" FROM "Session"
  WHERE "ended" IS NULL AND "tokenHash" IN (SELECT value FROM json_each(?))`
const INSERT = `INSERT INTO "Kiosk"
  ("id", "tokenHash", "name", "query", "names", "managerId", "username", "createdAt", "expiresAt", "lastSeenAt", "lastAddress")
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
