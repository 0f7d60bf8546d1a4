import { jsonRows } from './json-rows.ts'
import type { StoreClient } from './prisma.ts'

/** One complete act: from its `seq` on it decides for its endpoints. Times in epoch milliseconds on our clock. */
export interface MarkAct {
  readonly id: number
  readonly kind: 'expected' | 'ended'
  readonly reason: string
  readonly by: string
  readonly at: number
  readonly until: number
}

/** Reads marks for those who keep up with them; asked twice a second. */
export function markRows(prisma: StoreClient) {
  const json = <T>(sql: string, ...values: (string | number)[]) => jsonRows<T>(prisma, sql, ...values)
  return {
    /** `seq` of the last complete act; 0 when there is none. */
    async lastAct(): Promise<number> {
      const [seq] = await json<number | null>('SELECT json_array(max(seq)) AS data FROM Mark')
      return seq ?? 0
    },
    /** Acts after `seq` that can still say anything at `now`, in order. */
    async acts(seq: number, now: number): Promise<MarkAct[]> {
      type Tuple = [number, string, string, string, number, number]
      const tuples = await json<Tuple>(ACTS, seq, now)
      return tuples.map(([id, kind, reason, by, at, until]) => ({
        ...{ id, kind: kind === 'expected' ? 'expected' : 'ended', reason, by, at, until },
      }))
    },
    /** Keys of an act's endpoints, in order, from the one after `afterKey`. */
    agentsOf: (markId: number, afterKey: number, limit: number) => json<number>(AGENTS, markId, afterKey, limit),
  }
}
export type MarkRows = ReturnType<typeof markRows>

const ACTS = `SELECT json_group_array(json_array(id, kind, reason, username, madeAt, endsAt)) AS data
  FROM (SELECT * FROM Mark WHERE seq > ? AND endsAt > ? ORDER BY seq)`
const AGENTS = `SELECT json_group_array(agentKey) AS data
  FROM (SELECT agentKey FROM MarkedAgent WHERE markId = ? AND agentKey > ? ORDER BY agentKey LIMIT ?)`
