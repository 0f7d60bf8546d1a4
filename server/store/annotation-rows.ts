import { jsonRows } from './json-rows.ts'
import type { StoreClient } from './prisma.ts'

/** `[key of the endpoint, alias, JSON array of tags, seq]`. */
export type AnnotationTuple = readonly [number, string | null, string, number]

/** Reads aliases and tags for those who keep up with them; asked twice a second. */
export function annotationRows(prisma: StoreClient) {
  return {
    /** `seq` of the last change; 0 when there is none. */
    async last(): Promise<number> {
      const [seq] = await jsonRows<number | null>(prisma, 'SELECT json_array(max(seq)) AS data FROM Annotation')
      return seq ?? 0
    },
    /** What is now written of endpoints whose last change came after `seq`, in the order of the changes. */
    after: (seq: number, limit: number) => jsonRows<AnnotationTuple>(prisma, AFTER, seq, limit),
  }
}
export type AnnotationRows = ReturnType<typeof annotationRows>

const AFTER = `SELECT json_group_array(json_array(agentKey, alias, tags, seq)) AS data
  FROM (SELECT * FROM Annotation WHERE seq > ? ORDER BY seq LIMIT ?)`
