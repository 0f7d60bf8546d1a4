import { z } from './zod.ts'

const count = z.number()

/** Agents of one manager; `synced` is `null` where not all of them, or not the manager, say whether they are. */
const managerCounts = z.object({
  total: count,
  active: count,
  disconnected: count,
  pending: count,
  never_connected: count,
  synced: z.nullable(count),
})
export type ManagerCounts = z.infer<typeof managerCounts>

/** What is compared, as the manager calls it. */
export const COUNTED = [
  'total',
  'active',
  'disconnected',
  'pending',
  'never_connected',
  'synced',
] as const satisfies readonly (keyof ManagerCounts)[]

/** A manager whose list of agents is not what its own summary counts. Everything here is made of the list. */
export const discrepancy = z.object({
  /** Our clock: when it was first told. */
  since: z.iso.datetime(),
  list: managerCounts,
  summary: managerCounts,
})
export type Discrepancy = z.infer<typeof discrepancy>

/** What the collector stored as JSON, or `null` when it is nothing that we can read. */
export function readDiscrepancy(json: string | null): Discrepancy | null {
  if (json === null) return null
  try {
    return discrepancy.safeParse(JSON.parse(json)).data ?? null
  } catch {
    return null
  }
}

/** The counters that differ, in their order. */
export function differing({ list, summary }: Pick<Discrepancy, 'list' | 'summary'>): (typeof COUNTED)[number][] {
  return COUNTED.filter((name) => list[name] !== null && summary[name] !== null && list[name] !== summary[name])
}
