import type { MarkAct } from './mark-rows.ts'
import { retryBusy } from './retry-busy.ts'
import type { Sqlite } from './sqlite.ts'
import type { PersonName } from './views-repo.ts'

/** Endpoints written at once: a few milliseconds of the page thread and of the lock. */
const SLICE = 2000
const DAY_MS = 86_400_000
/** Which endpoints an act was on is kept for so long after its end, that there was one for a year more. */
const AGENTS_KEPT_MS = 30 * DAY_MS
const ACTS_KEPT_MS = 400 * DAY_MS
/** An act that was not completed by then never will be: its process ended. */
const UNFINISHED_MS = 3_600_000

/** Writes marks through the driver (docs/decisions/0006), a slice at a time; nobody sees an act before it is complete. */
export function marksRepo(db: Sqlite) {
  const write = <T>(work: () => T) => retryBusy(() => db.transaction(work))
  return {
    /** @param act without an id; `until` of an act that ends marks does not count @param keys of the endpoints */
    async add(
      who: PersonName,
      act: Omit<MarkAct, 'id' | 'by'>,
      keys: readonly number[],
      pause: () => Promise<void>,
    ): Promise<void> {
      const { kind, reason, at, until } = act
      const id = await write(() => {
        forget(db, at)
        // An end is worth keeping as long as there is a mark that it may end.
        const [latest] = db.get('SELECT max("endsAt") FROM "Mark"') ?? []
        const endsAt = kind === 'expected' ? until : Math.max(at, Number(latest ?? 0))
        return Number(db.get(INSERT, kind, who.manager, who.username, reason, at, endsAt, keys.length)?.[0])
      })
      for (let start = 0; start < keys.length; start += SLICE) {
        await pause()
        await write(() => db.run(INSERT_AGENTS, id, JSON.stringify(keys.slice(start, start + SLICE))))
      }
      await write(() => db.run(FINISH, id))
    },
  }
}
export type MarksRepo = ReturnType<typeof marksRepo>

function forget(db: Sqlite, now: number): void {
  const old = db.all(
    'SELECT "id" FROM "Mark" WHERE "endsAt" < ? OR ("seq" IS NULL AND "madeAt" < ?) LIMIT 100',
    ...[now - AGENTS_KEPT_MS, now - UNFINISHED_MS],
  )
  const ids = JSON.stringify(old.map(([id]) => id))
  db.run(FORGET_AGENTS, ids, SLICE)
  db.run(FORGET_ACTS, now - ACTS_KEPT_MS, now - UNFINISHED_MS)
}

const INSERT = `INSERT INTO "Mark" ("kind", "managerId", "username", "reason", "madeAt", "endsAt", "agents")
  VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING "id"`
const INSERT_AGENTS = 'INSERT OR IGNORE INTO "MarkedAgent" ("markId", "agentKey") SELECT ?1, value FROM json_each(?2)'
const FINISH = 'UPDATE "Mark" SET "seq" = (SELECT coalesce(max("seq"), 0) + 1 FROM "Mark") WHERE "id" = ?'
const FORGET_AGENTS = `DELETE FROM "MarkedAgent" WHERE rowid IN (
  SELECT rowid FROM "MarkedAgent" WHERE "markId" IN (SELECT value FROM json_each(?)) LIMIT ?)`
// The newest act stays, so that the order of acts never begins anew.
const FORGET_ACTS = `DELETE FROM "Mark" WHERE "seq" IS NOT (SELECT max("seq") FROM "Mark")
  AND ("endsAt" < ? OR ("seq" IS NULL AND "madeAt" < ?))
  AND NOT EXISTS (SELECT 1 FROM "MarkedAgent" WHERE "markId" = "Mark"."id")`
