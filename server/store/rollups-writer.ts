import type { Bucket } from '#lib/insight/bucket.ts'
import { type StateEvent, toState } from '#lib/insight/net-changes.ts'
import type { PassFact } from '#lib/insight/pass-fact.ts'
import { DAY_MS, HOUR_MS } from '#lib/insight/steps.ts'
import { BUCKET_COLUMNS, PASS_COLUMNS, toBucket, toPassFact } from './pass-facts.ts'
import type { Sqlite, SqlValue } from './sqlite.ts'

export type BucketSize = 'hour' | 'day'
export const SIZE_MS = { hour: HOUR_MS, day: DAY_MS } as const satisfies Record<BucketSize, number>

/** A bucket with its net changes as base64 of little-endian words; `null` when they can't be packed. */
export interface StoredBucket extends Bucket {
  readonly changes: string | null
}

/** What the collector reads and writes for roll-ups. @param write runs work in a transaction that holds the lease */
export function rollUpsWriter(db: Sqlite, write: (work: () => void) => void) {
  return {
    /** Starts of the oldest and of the newest bucket; `null` without any. */
    range(managerId: string, size: BucketSize): { oldest: number | null; newest: number | null } {
      const [oldest, newest] = db.get(SQL.range, managerId, size) ?? []
      return { oldest: optional(oldest), newest: optional(newest) }
    },

    /** When the earliest pass that is left began, our clock; `null` without any. Reads them all. */
    firstPassAt: (managerId: string): number | null => optional(db.get(SQL.firstPass, managerId)?.[0]),

    /** Whether a pass began at this time or later, our clock. */
    hasPassSince: (managerId: string, at: number): boolean =>
      (optional(db.get(SQL.lastPass, managerId)?.[0]) ?? Number.NEGATIVE_INFINITY) >= at,

    /**
     * What is needed to know the time from `from` on: the passes that began then, the one before them, and the last good one.
     * @param before passes that began at this time or later are left out
     */
    passes(managerId: string, from: number, before: number): PassFact[] {
      const first = Number(db.get(SQL.lastBefore, managerId, from)?.[0] ?? 0)
      const good = db.all(SQL.goodBefore, managerId, first)
      return [...good, ...db.all(SQL.passesFrom, managerId, first, before)].map(toPassFact)
    },

    /** Changes of state that passes saw from `from` up to `to`, manager's clock, in order. */
    *stateEvents(managerId: string, from: number, to: number): Generator<StateEvent> {
      for (const [key, field, before, after] of db.all(SQL.changes, managerId, from, to)) {
        if (field === 'dateAdd') yield { key: Number(key), from: 'absent', to: null }
        else yield { key: Number(key), from: toState(before), to: toState(after) }
      }
      for (const [key, status] of db.all(SQL.removals, managerId, from, to))
        yield { key: Number(key), from: toState(status), to: 'absent' }
    },

    /** Buckets from `from` up to `to`, in order. */
    buckets(managerId: string, size: BucketSize, from: number, to: number, sizeMs: number): StoredBucket[] {
      return db.all(SQL.buckets, managerId, size, from, to).map((cells) => {
        const changes = cells[cells.length - 1]
        return { ...toBucket(cells, sizeMs), changes: typeof changes === 'string' ? changes : null }
      })
    },

    /** Puts buckets in place of those with the same start. */
    save(managerId: string, size: BucketSize, buckets: readonly StoredBucket[]): void {
      const rows = buckets.map(({ at, passes, failed, seenMs, unseen, series, changes }) => [
        ...[at, passes, failed, seenMs, JSON.stringify(unseen), series && JSON.stringify(series), changes],
      ])
      write(() => db.run(SQL.save, managerId, size, JSON.stringify(rows)))
    },

    /** Deletes buckets that began in this time. */
    remove: (managerId: string, size: BucketSize, from: number, to: number): void =>
      write(() => db.run(SQL.remove, managerId, size, from, to)),
  }
}
export type RollUpsWriter = ReturnType<typeof rollUpsWriter>

/** PostgreSQL needs `jsonb_array_elements` for `json_each`, as in `writer-sql.ts`. */
const SQL = {
  range: `SELECT min("at"), max("at") FROM "RollUp" WHERE "managerId" = ?1 AND size = ?2`,
  firstPass: `SELECT min("startedAt") FROM "Pass" WHERE "managerId" = ?1`,
  lastPass: `SELECT "startedAt" FROM "Pass" WHERE "managerId" = ?1 ORDER BY id DESC LIMIT 1`,
  lastBefore: `SELECT id FROM "Pass" WHERE "managerId" = ?1 AND "startedAt" < ?2 AND outcome IN ('ok', 'unconfirmed', 'failed')
    ORDER BY id DESC LIMIT 1`,
  goodBefore: `SELECT ${PASS_COLUMNS} FROM "Pass" WHERE "managerId" = ?1 AND id < ?2 AND outcome IN ('ok', 'unconfirmed') ORDER BY id DESC LIMIT 1`,
  passesFrom: `SELECT ${PASS_COLUMNS} FROM "Pass" WHERE "managerId" = ?1 AND id >= ?2 AND "startedAt" < ?3 ORDER BY id`,
  changes: `SELECT "agentKey", field, "fromValue", "toValue" FROM "Transition"
    WHERE "managerId" = ?1 AND "seenAt" >= ?2 AND "seenAt" < ?3 AND field IN ('status', 'dateAdd') ORDER BY id`,
  removals: `SELECT key, last ->> 'status' FROM "Tombstone" WHERE "managerId" = ?1 AND "removedAt" >= ?2 AND "removedAt" < ?3 ORDER BY key`,
  buckets: `SELECT ${BUCKET_COLUMNS}, changes FROM "RollUp" WHERE "managerId" = ?1 AND size = ?2 AND "at" >= ?3 AND "at" < ?4 ORDER BY "at"`,
  save: `INSERT OR REPLACE INTO "RollUp" ("managerId", size, ${BUCKET_COLUMNS}, changes)
    SELECT ?1, ?2, value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6 FROM json_each(?3)`,
  remove: `DELETE FROM "RollUp" WHERE "managerId" = ?1 AND size = ?2 AND "at" >= ?3 AND "at" < ?4`,
} as const

function optional(value: SqlValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value)
}
