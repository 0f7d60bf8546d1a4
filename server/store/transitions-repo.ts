import type { Scope } from '#lib/agent/scope.ts'
import type { PrismaClient } from '#prisma/generated/client/client.ts'
import { jsonRows } from './json-rows.ts'
import { seesManager } from './managers-repo.ts'

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
    /** The newest changes of an endpoint, newest first. The caller has checked that the scope sees this agent. */
    async newest(scope: Scope, agent: { manager: string; key: number }, limit: number): Promise<TransitionRow[]> {
      if (!seesManager(scope, agent.manager)) return []
      type Tuple = [string, string | null, string | null, number | null, number | null, number | null, number | null]
      const tuples = await jsonRows<Tuple>(prisma, NEWEST, agent.manager, agent.key, limit)
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
