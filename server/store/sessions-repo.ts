import type { Role } from '#server/ways.ts'
import { jsonRows } from './json-rows.ts'
import type { StoreClient } from './prisma.ts'
import { retryBusy } from './retry-busy.ts'
import type { Sqlite } from './sqlite.ts'

const ENDS = ['credentials', 'idle', 'role', 'revoked', 'way', 'issuer', 'unconfirmed'] as const
/**
 * Why a session ended before its time: the manager does not take its name and password any more; nobody did anything for long;
 * the person became or ceased to be an administrator; it was ended from a list of sessions; who vouched for them no longer does, by what is
 * configured; their issuer did not confirm them when it was asked; it could not be asked.
 */
export type SessionEnd = (typeof ENDS)[number]

/** A signed-in person; times in epoch milliseconds. `managerId` is who vouches for them, with a mark of how that is set up (`Sessions`). */
export interface SessionRow {
  tokenHash: string
  id: string
  parent: string | null
  username: string
  managerId: string
  role: Role
  groups: string | null
  /** The password, or what an issuer confirms the person with, as only the cookie opens it; empty without one and once the session has ended. */
  sealed: string
  rightsReadAt: number
  ended: SessionEnd | null
  address: string
  agent: string
  createdAt: number
  lastSeenAt: number
  expiresAt: number
}

/** `rights` is their JSON. They may be long and change seldom, so they are read apart from the row. */
export type NewSession = Omit<SessionRow, 'ended' | 'lastSeenAt'> & { rights: string }

/**
 * Sessions in the store, found by what is derived from their cookie. Lists go through Prisma, writes through the driver: a write of
 * Prisma's that meets the collector's lock leaves its transaction open for good (docs/decisions/0006). They wait without blocking the thread.
 */
export function sessionsRepo({ prisma, db }: { prisma: StoreClient; db: Sqlite }) {
  const writeAll = (work: () => void) => retryBusy(() => db.transaction(work))
  const write = (sql: string, ...params: (string | number | null)[]) => writeAll(() => void db.run(sql, ...params))
  return {
    insert(row: NewSession): Promise<void> {
      const { tokenHash, id, parent, username, managerId, role, groups, sealed, rights, rightsReadAt, address, agent } = row
      const who = [tokenHash, id, parent, username, managerId, role, groups, sealed, rights, rightsReadAt, address, agent]
      return writeAll(() => {
        db.run(INSERT, ...who, row.createdAt, row.createdAt, row.expiresAt)
        // Whoever approved screens is there again, with the groups and rights of now.
        db.run(VOUCH_SCREENS, groups, rights, rightsReadAt, managerId, username)
      })
    },
    /** Read with every request that is not answered from memory, and with every forged cookie: Prisma would take ten times as long. */
    async find(tokenHash: string): Promise<SessionRow | null> {
      const [row] = await jsonRows<FoundRow>(prisma, FIND, tokenHash)
      return row ? toRow({ ...row, tokenHash }) : null
    },
    /** Sessions that go on, the newest first, further accounts among them. @param of whose, by their first account; left out: everybody's */
    async list(now: number, of?: { managerId: string; username: string }): Promise<SessionRow[]> {
      const own = of ? { managerId: of.managerId, username: of.username } : {}
      const rows = await prisma.session.findMany({
        where: { ended: null, expiresAt: { gt: now }, parent: null, ...own },
        orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
        take: LISTED_MAX,
        omit: { rights: true },
      })
      const further = await prisma.session.findMany({
        where: { ended: null, parent: { in: rows.map(({ id }) => id) } },
        orderBy: { managerId: 'asc' },
        omit: { rights: true },
      })
      return [...rows, ...further].map(toRow)
    },
    async rights(tokenHash: string): Promise<string | null> {
      const row = await prisma.session.findUnique({ where: { tokenHash }, select: { rights: true } })
      return row?.rights ?? null
    },
    /** Keeps what an account's rights are now, for all of its sessions and the screens it approved: none may fall back to more. */
    saveRights({ managerId, username }: { managerId: string; username: string }, rights: string, readAt: number): Promise<void> {
      return writeAll(() => {
        db.run(SAVE_RIGHTS, rights, readAt, managerId, username)
        db.run(SAVE_SCREENS, rights, readAt, managerId, username)
      })
    },
    /** Keeps what an issuer said of a person when it was asked again, for their session and the screens that they approved. */
    confirm({ tokenHash, managerId, username, groups, sealed, rightsReadAt }: SessionRow): Promise<void> {
      return writeAll(() => {
        db.run(CONFIRM, groups, sealed, rightsReadAt, tokenHash)
        db.run(VOUCH_SCREENS, groups, '{}', rightsReadAt, managerId, username)
      })
    },
    /** Keeps when the person last did something; never an earlier time. */
    saw(tokenHash: string, at: number): Promise<void> {
      return write('UPDATE "Session" SET "lastSeenAt" = max("lastSeenAt", ?) WHERE "tokenHash" = ?', at, tokenHash)
    },
    /**
     * Ends a session but keeps why, until its time is over; its further accounts go at once. Screens that its account approved hold until
     * somebody vouches for it again, unless the end says nothing of that.
     */
    end({ tokenHash, id, managerId, username, groups }: EndedSession, why: SessionEnd, now: number): Promise<void> {
      return writeAll(() => {
        db.run('UPDATE "Session" SET "ended" = ?, "sealed" = \'\' WHERE "tokenHash" = ?', why, tokenHash)
        db.run('DELETE FROM "Session" WHERE "parent" = ?', id)
        // Rights at a manager were read anew when they changed; groups come with the next sign-in.
        if (why === 'credentials' || (why === 'role' && groups !== null)) db.run(HOLD_SCREENS, now, managerId, username)
      })
    },
    /** Screens that an account approved hold until somebody vouches for it again. */
    holdScreens({ managerId, username }: { managerId: string; username: string }, now: number): Promise<void> {
      return write(HOLD_SCREENS, now, managerId, username)
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

type EndedSession = Pick<SessionRow, 'tokenHash' | 'id' | 'managerId' | 'username' | 'groups'>

/** Of a list of sessions; a dashboard with more has other ways to look. */
const LISTED_MAX = 500

const INSERT = `INSERT INTO "Session" ("tokenHash", "id", "parent", "username", "managerId", "role", "groups", "sealed", "rights",
  "rightsReadAt", "address", "agent", "createdAt", "lastSeenAt", "expiresAt") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

type FoundRow = Omit<Stored, 'tokenHash'>
type Times = 'rightsReadAt' | 'createdAt' | 'lastSeenAt' | 'expiresAt'
type Stored = Omit<SessionRow, 'role' | 'ended' | Times> & Record<Times, bigint | number> & { role: string; ended: string | null }

function toRow(row: Stored): SessionRow {
  return {
    ...row,
    role: row.role === 'administrator' ? 'administrator' : 'analyst',
    // A word of another version still means that it ended.
    ended: row.ended === null ? null : (ENDS.find((end) => end === row.ended) ?? 'revoked'),
    rightsReadAt: Number(row.rightsReadAt),
    createdAt: Number(row.createdAt),
    lastSeenAt: Number(row.lastSeenAt),
    expiresAt: Number(row.expiresAt),
  }
}

const FOUND =
  'id parent username managerId role groups sealed rightsReadAt ended address agent createdAt lastSeenAt expiresAt'.split(' ')
const FIND = `SELECT json_array(json_object(${FOUND.map((name) => `'${name}', "${name}"`).join()})) FROM "Session" WHERE "tokenHash" = ?`

const CONFIRM = 'UPDATE "Session" SET "groups" = ?, "sealed" = ?, "rightsReadAt" = ? WHERE "tokenHash" = ? AND "ended" IS NULL'
const SAVE_RIGHTS = 'UPDATE "Session" SET "rights" = ?, "rightsReadAt" = ? WHERE "managerId" = ? AND "username" = ?'
const SAVE_SCREENS = `UPDATE "KioskAccount" SET "rights" = ?, "rightsReadAt" = ?, "refusedAt" = NULL
  WHERE "managerId" = ? AND "username" = ?`
const VOUCH_SCREENS = `UPDATE "KioskAccount" SET "groups" = ?, "rights" = ?, "rightsReadAt" = ?, "refusedAt" = NULL
  WHERE "managerId" = ? AND "username" = ?`
const HOLD_SCREENS = 'UPDATE "KioskAccount" SET "refusedAt" = ? WHERE "managerId" = ? AND "username" = ?'
