import type { StoreClient } from './prisma.ts'
import { retryBusy } from './retry-busy.ts'
import type { Sqlite } from './sqlite.ts'

/** A person as views and marks belong to one: a name at a manager. */
export interface PersonName {
  readonly manager: string
  readonly username: string
}

export interface ViewRow {
  readonly id: string
  readonly owner: string
  readonly name: string
  readonly query: string
  readonly sort: string
  readonly cols: string
  readonly gone: '' | 'listed'
  readonly shared: boolean
}

type ViewFields = Omit<ViewRow, 'id' | 'owner'> & { readonly nameKey: string }

/** Saved views: read through Prisma, written through the driver (docs/decisions/0006). */
export function viewsRepo({ prisma, db }: { prisma: StoreClient; db: Sqlite }) {
  const write = <T>(work: () => T) => retryBusy(() => db.transaction(work))
  const isTaken = ({ manager, username }: PersonName, nameKey: string, except: string) =>
    db.get(
      'SELECT 1 FROM "SavedView" WHERE "managerId" = ? AND "username" = ? AND "nameKey" = ? AND "id" <> ?',
      ...[manager, username, nameKey, except],
    ) !== undefined
  return {
    /** A person's own views and those shared at their manager. */
    async visibleTo({ manager, username }: PersonName): Promise<ViewRow[]> {
      const rows = await prisma.savedView.findMany({
        where: { managerId: manager, OR: [{ username }, { shared: true }] },
        orderBy: [{ nameKey: 'asc' }, { id: 'asc' }],
      })
      return rows.map(({ id, username: owner, name, query, sort, cols, gone, shared }) => ({
        ...{ id, owner, name, query, sort, cols, gone: gone === 'listed' ? gone : '', shared },
      }))
    },
    async defaultOf({ manager, username }: PersonName): Promise<string | null> {
      const row = await prisma.defaultView.findUnique({ where: { managerId_username: { managerId: manager, username } } })
      return row?.viewId ?? null
    },
    /** @returns `taken` when the person has one of that name, `full` when they have `limit` already */
    insert(who: PersonName, id: string, view: ViewFields, { now, limit }: { now: number; limit: number }) {
      return write((): 'ok' | 'taken' | 'full' => {
        const [count] = db.get('SELECT count(*) FROM "SavedView" WHERE "managerId" = ? AND "username" = ?', ...nameOf(who)) ?? [0]
        if (Number(count) >= limit) return 'full'
        if (isTaken(who, view.nameKey, id)) return 'taken'
        const { name, nameKey, query, sort, cols, gone, shared } = view
        db.run(INSERT, id, ...nameOf(who), name, nameKey, query, sort, cols, gone, shared ? 1 : 0, now, now)
        return 'ok'
      })
    },
    /** Changes a view of `who`. @returns `missing` when it is none of theirs any more */
    update(who: PersonName, id: string, view: ViewFields, now: number) {
      return write((): 'ok' | 'taken' | 'missing' => {
        if (isTaken(who, view.nameKey, id)) return 'taken'
        const { name, nameKey, query, sort, cols, gone, shared } = view
        return db.run(UPDATE, name, nameKey, query, sort, cols, gone, shared ? 1 : 0, now, id, ...nameOf(who)) > 0
          ? 'ok'
          : 'missing'
      })
    },
    /** Removes a view of `who`, also from those who start with it. */
    remove(who: PersonName, id: string): Promise<void> {
      return write(() => {
        const removed = db.run(
          'DELETE FROM "SavedView" WHERE "id" = ? AND "managerId" = ? AND "username" = ?',
          id,
          ...nameOf(who),
        )
        if (removed > 0) db.run('DELETE FROM "DefaultView" WHERE "viewId" = ?', id)
      })
    },
    /** What a person starts with; `null` for the plain list. */
    setDefault(who: PersonName, viewId: string | null): Promise<void> {
      return write(() => {
        if (viewId === null) db.run('DELETE FROM "DefaultView" WHERE "managerId" = ? AND "username" = ?', ...nameOf(who))
        else db.run(SET_DEFAULT, ...nameOf(who), viewId)
      })
    },
  }
}
export type ViewsRepo = ReturnType<typeof viewsRepo>

function nameOf({ manager, username }: PersonName): [string, string] {
  return [manager, username]
}

const INSERT = `INSERT INTO "SavedView"
  ("id", "managerId", "username", "name", "nameKey", "query", "sort", "cols", "gone", "shared", "createdAt", "changedAt")
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const UPDATE = `UPDATE "SavedView"
  SET "name" = ?, "nameKey" = ?, "query" = ?, "sort" = ?, "cols" = ?, "gone" = ?, "shared" = ?, "changedAt" = ?
  WHERE "id" = ? AND "managerId" = ? AND "username" = ?`
const SET_DEFAULT = `INSERT INTO "DefaultView" ("managerId", "username", "viewId") VALUES (?, ?, ?)
  ON CONFLICT ("managerId", "username") DO UPDATE SET "viewId" = excluded."viewId"`
