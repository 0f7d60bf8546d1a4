import type { Scope } from '#lib/agent/scope.ts'
import type { PrismaClient } from '#prisma/generated/client/client.ts'
import { jsonRows } from './json-rows.ts'
import { seesManager } from './managers-repo.ts'

/** Sums of one group as the manager last gave them. */
export interface GroupSums {
  readonly name: string
  readonly mergedSum: string | null
  readonly configSum: string | null
}

export function groupsRepo(prisma: PrismaClient) {
  return {
    /** Current sums of some groups of a manager, in the order of `names`, without those that are not known. */
    async sums(scope: Scope, manager: string, names: readonly string[]): Promise<GroupSums[]> {
      if (names.length === 0 || !seesManager(scope, manager)) return []
      const tuples = await jsonRows<[string, string | null, string | null]>(prisma, SUMS, manager, JSON.stringify(names))
      const known = new Map(tuples.map(([name, mergedSum, configSum]) => [name, { name, mergedSum, configSum }]))
      return names.flatMap((name) => known.get(name) ?? [])
    },
  }
}

const SUMS = `SELECT json_group_array(json_array(name, mergedSum, configSum)) AS data FROM GroupSum
  WHERE managerId = ? AND "current" AND name IN (SELECT value FROM json_each(?))`
