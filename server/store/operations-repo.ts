import { jsonRows } from './json-rows.ts'
import type { StoreClient } from './prisma.ts'

/** What the collector did at one manager lately, of one kind and outcome. */
export interface PassTally {
  readonly manager: string
  readonly kind: string
  readonly outcome: string
  readonly passes: number
  readonly requests: number
  readonly changes: number
  readonly badRows: number
}

/** Reads for those who look after Rollcall itself; they tell of no agent. */
export function operationsRepo(prisma: StoreClient) {
  return {
    /** Passes that began at `since` (epoch ms, our clock) or later, by manager, kind and outcome. */
    async passesSince(since: number): Promise<PassTally[]> {
      type Tuple = [string, string, string, number, number, number, number]
      const tuples = await jsonRows<Tuple>(prisma, PASSES, since)
      return tuples.map(([manager, kind, outcome, passes, requests, changes, badRows]) => ({
        ...{ manager, kind, outcome, passes, requests, changes, badRows },
      }))
    },
    /** Sessions that are not over at `now`. */
    async sessions(now: number): Promise<number> {
      const [count] = await jsonRows<number>(prisma, SESSIONS, now)
      return count ?? 0
    },
  }
}

// Ids rise with time, so the walk ends at the first pass that is too old.
const PASSES = `SELECT json_group_array(json_array(managerId, kind, outcome, passes, requests, changes, badRows)) AS data
  FROM (SELECT managerId, kind, outcome, count(*) AS passes, sum(requests) AS requests, sum(changes) AS changes, sum(badRows) AS badRows
    FROM Pass WHERE id > coalesce((SELECT max(id) FROM Pass WHERE startedAt < ?1), 0) AND kind <> 'generated'
    GROUP BY managerId, kind, outcome ORDER BY managerId, kind, outcome)`
const SESSIONS = `SELECT json_array(count(*)) AS data FROM Session WHERE expiresAt > ?1 AND ended IS NULL`
