import type { StripChange } from '#lib/insight/strip.ts'
import type { PrismaClient } from '#prisma/generated/client/client.ts'
import { jsonRows } from './json-rows.ts'
import type { VisibleEndpoint } from './visible-endpoint.ts'

export function stripsRepo(prisma: PrismaClient) {
  return {
    /** Changes of status that passes saw from `from` on, the oldest first, by key of the endpoint. */
    async changesOf(endpoints: readonly VisibleEndpoint[], from: number): Promise<Map<number, StripChange[]>> {
      const out = new Map<number, StripChange[]>()
      if (endpoints.length === 0) return out
      const keys = JSON.stringify(endpoints.map(({ key }) => key))
      type Tuple = [number, string | null, string | null, number | null, number | null, number]
      for (const [key, before, to, at, afterAt, seenAt] of await jsonRows<Tuple>(prisma, CHANGES, keys, from)) {
        const own = out.get(key) ?? []
        own.push({ from: before, to, at, afterAt, seenAt })
        out.set(key, own)
      }
      return out
    },
  }
}

const CHANGES = `SELECT json_group_array(json_array(agentKey, fromValue, toValue, "at", afterAt, seenAt)) AS data FROM (
  SELECT * FROM Transition WHERE agentKey IN (SELECT value FROM json_each(?)) AND field = 'status' AND seenAt >= ?
  ORDER BY seenAt, id)`
