import { type Scope, seesGroup } from '#lib/agent/scope.ts'
import type { PrismaClient } from '#prisma/generated/client/client.ts'
import { jsonRows } from './json-rows.ts'

/** Sums of one group as the manager last gave them. */
export interface GroupSums {
  readonly name: string
  readonly mergedSum: string | null
  readonly configSum: string | null
}

export function groupsRepo(prisma: PrismaClient) {
  return {
    /** Current sums of some groups of a manager, in the order of `names`, without those that are unknown or out of scope. */
    async sums(scope: Scope, manager: string, names: readonly string[]): Promise<GroupSums[]> {
      const visible = names.filter((name) => seesGroup(scope, manager, name))
      if (visible.length === 0) return []
      const tuples = await jsonRows<[string, string | null, string | null]>(prisma, SUMS, manager, JSON.stringify(visible))
      const known = new Map(tuples.map(([name, mergedSum, configSum]) => [name, { name, mergedSum, configSum }]))
      return visible.flatMap((name) => known.get(name) ?? [])
    },
  }
}

const SUMS = `SELECT json_group_array(json_array(name, mergedSum, configSum)) AS data FROM GroupSum
  WHERE managerId = ? AND "current" AND name IN (SELECT value FROM json_each(?))`
