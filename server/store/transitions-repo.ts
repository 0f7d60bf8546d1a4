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

type Tuple = [string, string | null, string | null, number | null, number | null, number | null, number | null]

/**
 * Changes of one endpoint: all of them, also of times at which somebody's rights did not cover it, as the manager tells all it knows of
 * an agent that may be seen now.
 */
export function transitionsRepo(prisma: PrismaClient) {
  return {
    /** The newest changes, newest first. */
    newest: async ({ manager, key }: VisibleEndpoint, limit: number): Promise<TransitionRow[]> =>
      (await jsonRows<Tuple>(prisma, NEWEST, manager, key, limit)).map(toRow),

    /** The newest change of one field; `null` without any. */
    async newestOf({ manager, key }: VisibleEndpoint, field: string): Promise<TransitionRow | null> {
      const [tuple] = await jsonRows<Tuple>(prisma, NEWEST_OF, manager, key, field)
      return tuple ? toRow(tuple) : null
    },
  }
}

function toRow([field, from, to, at, lastKeepAlive, seenAfter, seenBy]: Tuple): TransitionRow {
  return { field, from, to, at, lastKeepAlive, seenAfter, seenBy }
}

const list = (from: string) =>
  `SELECT json_group_array(json_array(field, fromValue, toValue, "at", lastKeepAlive, afterAt, seenAt)) AS data FROM (${from})`
const NEWEST = list('SELECT * FROM Transition WHERE managerId = ? AND agentKey = ? ORDER BY id DESC LIMIT ?')
const NEWEST_OF = list('SELECT * FROM Transition WHERE managerId = ? AND agentKey = ? AND field = ? ORDER BY id DESC LIMIT 1')
