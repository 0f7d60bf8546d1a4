import type { Sqlite } from './sqlite.ts'

/** Rows looked at in one slice; most of them may have to stay. */
const SLICE = 500

/**
 * Deletes what is older than the history that is kept: changes, but not the latest of each field of an agent that lives; removed
 * agents, with what people wrote and loaded of them; sums of groups that were replaced that long ago, the newest of each group aside.
 * @param write runs work in a transaction that holds the lease
 */
export function historyPruner(db: Sqlite, write: (work: () => void) => void) {
  const places = new Map<string, Place>()

  /** One slice of about 5 ms. @param before manager's clock, ms @returns false when a round over everything has ended */
  return function pruneHistory(managerId: string, before: number): boolean {
    const { at, changeId, sumId } = places.get(managerId) ?? START
    const changes = db.all(SQL.changes, managerId, before, at, changeId, SLICE)
    const sums = db.all(SQL.sums, managerId, before, sumId, SLICE)
    const removed = db.all(SQL.removed, managerId, before, SLICE).map(([key]) => Number(key))
    const dueChanges = changes.filter(([, , due]) => due === 1).map(([id]) => Number(id))
    const dueSums = sums.filter(([, due]) => due === 1).map(([id]) => Number(id))
    if (dueChanges.length + dueSums.length + removed.length > 0) {
      write(() => {
        db.run(SQL.deleteChanges, JSON.stringify(dueChanges))
        db.run(SQL.deleteSums, JSON.stringify(dueSums))
        const gone = JSON.stringify(removed)
        for (const sql of [SQL.deleteRemoved, SQL.deleteAnnotations, SQL.deleteNotes, SQL.deleteApart, SQL.deleteSerials])
          db.run(sql, gone)
      })
    }
    const isOver = changes.length < SLICE && sums.length < SLICE
    const [lastChange, lastSum] = [changes[changes.length - 1], sums[sums.length - 1]]
    if (isOver) places.delete(managerId)
    else {
      places.set(managerId, {
        at: lastChange ? Number(lastChange[1]) : at,
        changeId: lastChange ? Number(lastChange[0]) : changeId,
        sumId: lastSum ? Number(lastSum[0]) : sumId,
      })
    }
    return !isOver
  }
}

/** How far a round has come: the last change by the time it was seen and its id, the last sum by its id. */
interface Place {
  readonly at: number
  readonly changeId: number
  readonly sumId: number
}
const START: Place = { at: -1, changeId: -1, sumId: -1 }

/** PostgreSQL needs another word for `json_each`, as in `writer-sql.ts`. */
const SQL = {
  changes: `SELECT t.id, t."seenAt", NOT EXISTS (SELECT 1 FROM "Agent" a WHERE a.key = t."agentKey")
      OR EXISTS (SELECT 1 FROM "Transition" later WHERE later."agentKey" = t."agentKey" AND later.id > t.id AND later.field = t.field)
    FROM (SELECT * FROM "Transition" WHERE "managerId" = ?1 AND "seenAt" < ?2 AND ("seenAt", id) > (?3, ?4)
      ORDER BY "seenAt", id LIMIT ?5) t`,
  sums: `SELECT s.id, NOT s.current AND EXISTS
      (SELECT 1 FROM "GroupSum" n WHERE n."managerId" = ?1 AND n.name = s.name AND n.id > s.id AND n."seenAt" < ?2)
    FROM (SELECT * FROM "GroupSum" WHERE "managerId" = ?1 AND id > ?3 ORDER BY id LIMIT ?4) s`,
  /** In the order in which they went. The highest key stays, so that no other endpoint ever gets it. */
  removed: `SELECT key FROM (SELECT key, "removedAt" FROM "Tombstone" WHERE "managerId" = ?1 ORDER BY revision LIMIT ?3)
    WHERE "removedAt" < ?2 AND key < (SELECT max(key) FROM "Tombstone")`,
  deleteChanges: `DELETE FROM "Transition" WHERE id IN (SELECT value FROM json_each(?1))`,
  deleteSums: `DELETE FROM "GroupSum" WHERE id IN (SELECT value FROM json_each(?1))`,
  /** The newest change stays, so that their order never begins anew. */
  deleteAnnotations: `DELETE FROM "Annotation" WHERE "agentKey" IN (SELECT value FROM json_each(?1))
    AND seq < (SELECT max(seq) FROM "Annotation")`,
  deleteNotes: `DELETE FROM "Note" WHERE "agentKey" IN (SELECT value FROM json_each(?1))`,
  deleteApart: `DELETE FROM "EndpointApart" WHERE "earlierKey" IN (SELECT value FROM json_each(?1))`,
  deleteSerials: `DELETE FROM "BoardSerial" WHERE "agentKey" IN (SELECT value FROM json_each(?1))`,
  deleteRemoved: `DELETE FROM "Tombstone" WHERE key IN (SELECT value FROM json_each(?1))`,
} as const
