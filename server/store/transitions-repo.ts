import type { PrismaClient } from '#prisma/generated/client/client.ts'
import { jsonRows } from './json-rows.ts'
import type { VisibleEndpoint } from './visible-endpoint.ts'

/** One change of one field. Times in epoch milliseconds on the manager's clock; `null` when it is not known. */
export interface TransitionRow {
  readonly field: string
  readonly from: string | null
  readonly to: string | null
  readonly at: number | null
  readonly lastKeepAlive: number | null
  /** Starts of the last pass that saw the old value and of the first that saw the new one. */
  readonly seenAfter: number | null
  readonly seenBy: number | null
}

export function transitionsRepo(prisma: PrismaClient) {
  return {
    /**
     * The newest changes of an endpoint, newest first: all of them, also of times at which somebody's rights did not cover it,
     * as the manager tells all it knows of an agent that may be seen now.
     */
    async newest(endpoint: VisibleEndpoint, limit: number): Promise<TransitionRow[]> {
      type Tuple = [string, string | null, string | null, number | null, number | null, number | null, number | null]
      const tuples = await jsonRows<Tuple>(prisma, NEWEST, endpoint.manager, endpoint.key, limit)
      return tuples.map(([field, from, to, at, lastKeepAlive, seenAfter, seenBy]) => ({
        field,
        from,
        to,
        at,
        lastKeepAlive,
        seenAfter,
        seenBy,
      }))
    },
  }
}

const NEWEST = `SELECT json_group_array(json_array(field, fromValue, toValue, "at", lastKeepAlive, afterAt, seenAt)) AS data
  FROM (SELECT * FROM Transition WHERE managerId = ? AND agentKey = ? ORDER BY id DESC LIMIT ?)`
