import type { Change } from '#lib/insight/moment/field-at.ts'
import type { PrismaClient } from '#prisma/generated/client/client.ts'
import { jsonRows } from './json-rows.ts'
import type { VisibleEndpoint } from './visible-endpoint.ts'

export function stripsRepo(prisma: PrismaClient) {
  return {
    /** Changes of status, and comings, that passes saw from `from` on, the oldest first, by key of the endpoint. */
    async changesOf(endpoints: readonly VisibleEndpoint[], from: number): Promise<Map<number, Change[]>> {
      const out = new Map<number, Change[]>()
      if (endpoints.length === 0) return out
      const keys = JSON.stringify(endpoints.map(({ key }) => key))
      type Tuple = [number, string, string | null, string | null, number | null, number | null, number | null, number]
      for (const tuple of await jsonRows<Tuple>(prisma, CHANGES, keys, from)) {
        const [key, field, before, to, at, lastKeepAlive, afterAt, seenAt] = tuple
        const own = out.get(key) ?? []
        own.push({ field, from: before, to, at, lastKeepAlive, afterAt, seenAt })
        out.set(key, own)
      }
      return out
    },
  }
}

const CHANGES = `SELECT json_group_array(json_array(agentKey, field, fromValue, toValue, "at", lastKeepAlive, afterAt, seenAt)) AS data FROM (
  SELECT * FROM Transition WHERE agentKey IN (SELECT value FROM json_each(?)) AND field IN ('status', 'dateAdd') AND seenAt >= ?
  ORDER BY seenAt, id)`
