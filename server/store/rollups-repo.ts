import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Scope, seesManager, seesWholeManager } from '#lib/agent/scope.ts'
import type { Bucket } from '#lib/insight/bucket.ts'
import { type PassFact, SKEW_MAX_MS } from '#lib/insight/pass-fact.ts'
import { HOUR_MS } from '#lib/insight/steps.ts'
import type { PrismaClient } from '#prisma/generated/client/client.ts'
import { jsonRows } from './json-rows.ts'
import { PASS_COLUMNS, toBucket, toPassFact } from './pass-facts.ts'
import { RolledBuckets } from './rolled-buckets.ts'
import { type BucketSize, SIZE_MS } from './rollups-writer.ts'
import type { SqlValue } from './sqlite.ts'

/** Rows of one slice: some milliseconds of the page thread. */
const SLICE = 2_000

/** Passes and what they add up to. What they counted is of whole managers, and `null` for a scope that sees less. */
export function rollUpsRepo(prisma: PrismaClient) {
  type Cells = SqlValue[]
  const rolled = rolledOf(prisma)
  const facts = (scope: Scope, managerId: string, rows: readonly Cells[]): PassFact[] => {
    const isWhole = seesWholeManager(scope, managerId)
    return rows.map((cells) => (isWhole ? toPassFact(cells) : { ...toPassFact(cells), counts: null }))
  }

  return {
    /** Passes that tell what was seen between two times: also the last good one before, and the one before that time. */
    async passes(scope: Scope, managerId: string, from: number, to: number): Promise<PassFact[]> {
      if (!seesManager(scope, managerId)) return []
      const [[start, first] = [0, 0]] = await jsonRows<[number, number]>(prisma, LAST_BEFORE, managerId, from - SKEW_MAX_MS)
      const rows = await jsonRows<Cells>(prisma, GOOD_BEFORE, managerId, first)
      for (let place = [start, first - 1]; ; ) {
        const slice = await jsonRows<Cells>(prisma, PASSES_AFTER, managerId, ...place, to + SKEW_MAX_MS, SLICE)
        rows.push(...slice)
        const last = slice[slice.length - 1]
        if (!last || slice.length < SLICE) return facts(scope, managerId, rows)
        place = [Number(last[1]), Number(last[0])]
        await nextTurn()
      }
    },

    /** The last good pass that looked up to a moment, the first one after it, and one that runs: what `momentOf` needs. */
    async passesAround(scope: Scope, managerId: string, at: number): Promise<PassFact[]> {
      if (!seesManager(scope, managerId)) return []
      return facts(scope, managerId, await jsonRows<Cells>(prisma, AROUND, managerId, at, SKEW_MAX_MS))
    },

    /** Rolled-up buckets that begin from `from` up to `to`, in order. */
    async buckets(scope: Scope, managerId: string, size: BucketSize, from: number, to: number): Promise<Bucket[]> {
      if (!seesManager(scope, managerId)) return []
      const buckets = await rolled.buckets(managerId, size, from, to)
      return seesWholeManager(scope, managerId) ? buckets : buckets.map((bucket) => ({ ...bucket, series: null }))
    },

    /** Those of them in which nobody looked for some time; without their series. */
    async darkBuckets(scope: Scope, managerId: string, size: BucketSize, from: number, to: number): Promise<Bucket[]> {
      if (!seesManager(scope, managerId)) return []
      const rows = await jsonRows<Cells>(prisma, DARK, managerId, size, from, to)
      return rows.map((cells) => toBucket(cells, SIZE_MS[size]))
    },

    /** Starts of the buckets from `from` up to `to`. */
    async starts(scope: Scope, managerId: string, size: BucketSize, from: number, to: number): Promise<number[]> {
      if (!seesManager(scope, managerId)) return []
      return (await jsonRows<[number]>(prisma, STARTS, managerId, size, from, to)).map(([at]) => at)
    },

    /** Start of the oldest bucket of both sizes, start of the oldest hour and end of the newest; `null` without any. */
    async kept(scope: Scope, managerId: string): Promise<{ oldest: number; hoursFrom: number; hoursUntil: number } | null> {
      if (!seesManager(scope, managerId)) return null
      const [row] = await jsonRows<(number | null)[]>(prisma, KEPT, managerId, managerId, managerId)
      const [day, firstHour, lastHour] = row ?? []
      if (typeof firstHour !== 'number' || typeof lastHour !== 'number') return null
      return { oldest: Math.min(day ?? firstHour, firstHour), hoursFrom: firstHour, hoursUntil: lastHour + HOUR_MS }
    },

    /**
     * Net changes of buckets from `from` up to `to`, the newest first, packed as `lib/insight/net-changes.ts` says; `null` where they
     * could not be packed. They are of all agents of the manager: the caller keeps those in scope.
     */
    async *netChanges(
      scope: Scope,
      managerId: string,
      size: BucketSize,
      from: number,
      to: number,
    ): AsyncGenerator<{ at: number; packed: Uint32Array | null }> {
      if (seesManager(scope, managerId)) yield* rolled.netChanges(managerId, size, from, to)
    },
  }
}
export type RollUpsRepo = ReturnType<typeof rollUpsRepo>

const kept = new WeakMap<PrismaClient, RolledBuckets>()

/** What was read of roll-ups by one client. */
function rolledOf(prisma: PrismaClient): RolledBuckets {
  const made = kept.get(prisma) ?? new RolledBuckets(prisma)
  kept.set(prisma, made)
  return made
}

const list = (columns: string, from: string) => `SELECT json_group_array(json_array(${columns})) AS data FROM (${from})`
const ENDED = `outcome IN ('ok', 'unconfirmed', 'failed')`
const GOOD = `outcome IN ('ok', 'unconfirmed')`

const LAST_BEFORE = list(
  'startedAt, id',
  `SELECT startedAt, id FROM Pass WHERE managerId = ? AND startedAt < ? AND ${ENDED} ORDER BY startedAt DESC, id DESC LIMIT 1`,
)
const GOOD_BEFORE = list(PASS_COLUMNS, `SELECT * FROM Pass WHERE managerId = ? AND id < ? AND ${GOOD} ORDER BY id DESC LIMIT 1`)
const PASSES_AFTER = list(
  PASS_COLUMNS,
  `SELECT * FROM Pass WHERE managerId = ? AND (startedAt, id) > (?, ?) AND startedAt < ? ORDER BY startedAt, id LIMIT ?`,
)

/** As `timeOfPass` has it. */
const LOOKED = 'CASE WHEN abs(asOf - startedAt) <= ?3 THEN asOf ELSE startedAt END'
const LOOKS = `SELECT id, ${LOOKED} AS looked FROM Pass WHERE managerId = ?1 AND ${GOOD}`
/** Our time of the moment: the clocks differ as the pass before it tells, or the one after, give or take some minutes. */
const skewOf = (which: string) =>
  `(SELECT ${LOOKED} - startedAt FROM Pass WHERE managerId = ?1 AND ${GOOD} AND startedAt ${which} LIMIT 1)`
const MIDDLE = `(SELECT ?2 - coalesce(${skewOf('<= ?2 ORDER BY startedAt DESC')}, ${skewOf('> ?2 ORDER BY startedAt')}, 0))`
const NEAR_MS = 600_000
const NEAR = `${LOOKS} AND startedAt BETWEEN ${MIDDLE} - ${NEAR_MS} AND ${MIDDLE} + ${NEAR_MS}`
const AROUND = list(
  PASS_COLUMNS,
  `SELECT * FROM Pass WHERE id IN (
    (SELECT id FROM (SELECT * FROM (${NEAR} AND ${LOOKED} <= ?2 ORDER BY looked DESC LIMIT 1)
      UNION ALL SELECT * FROM (${LOOKS} AND startedAt < ${MIDDLE} - ${NEAR_MS} ORDER BY startedAt DESC LIMIT 1))
      ORDER BY looked DESC LIMIT 1),
    (SELECT id FROM (SELECT * FROM (${NEAR} AND ${LOOKED} > ?2 ORDER BY looked LIMIT 1)
      UNION ALL SELECT * FROM (${LOOKS} AND startedAt > ${MIDDLE} + ${NEAR_MS} ORDER BY startedAt LIMIT 1))
      ORDER BY looked LIMIT 1),
    (SELECT id FROM Pass WHERE managerId = ?1 AND startedAt BETWEEN ${MIDDLE} - ${NEAR_MS} AND ${MIDDLE} + ${NEAR_MS}
      AND outcome = 'running' ORDER BY startedAt DESC LIMIT 1))`,
)
const DARK = list(
  '"at", passes, failed, seenMs, unseen, NULL',
  `SELECT "at", passes, failed, seenMs, unseen FROM RollUp
    WHERE managerId = ? AND size = ? AND "at" >= ? AND "at" < ? AND unseen <> '{}' ORDER BY "at"`,
)
const STARTS = list('"at"', `SELECT "at" FROM RollUp WHERE managerId = ? AND size = ? AND "at" >= ? AND "at" < ?`)
const KEPT = list(
  'day, first, last',
  `SELECT (SELECT min("at") FROM RollUp WHERE managerId = ? AND size = 'day') AS day,
    (SELECT min("at") FROM RollUp WHERE managerId = ? AND size = 'hour') AS first,
    (SELECT max("at") FROM RollUp WHERE managerId = ? AND size = 'hour') AS last`,
)
