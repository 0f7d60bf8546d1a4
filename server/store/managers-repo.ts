import type { Scope } from '#lib/agent/scope.ts'
import type { PrismaClient } from '#prisma/generated/client/client.ts'
import { jsonRows } from './json-rows.ts'

/** What the collector tells people about one manager, beyond what every snapshot carries. */
export interface ManagerReport {
  readonly id: string
  readonly problem: string | null
  /** Epoch milliseconds, our clock. */
  readonly nextTryAt: number | null
  /** JSON of agent 000. */
  readonly card: string | null
  readonly progressRows: number | null
  readonly progressTotal: number | null
}

export function managersRepo(prisma: PrismaClient) {
  return {
    /** Reports of the managers that a scope sees, by id. */
    async reports(scope: Scope): Promise<ManagerReport[]> {
      type Tuple = [string, string | null, number | null, string | null, number | null, number | null]
      const tuples = await jsonRows<Tuple>(prisma, REPORTS)
      return tuples
        .filter(([id]) => seesManager(scope, id))
        .map(([id, problem, nextTryAt, card, progressRows, progressTotal]) => ({
          id,
          problem,
          nextTryAt,
          card,
          progressRows,
          progressTotal,
        }))
    },
  }
}

/** Whether a scope sees anything of a manager. */
export function seesManager(scope: Scope, manager: string): boolean {
  return scope.kind === 'all' || scope.managers.has(manager)
}

/** Whether a scope sees all of a manager, and so may know what the collector counts there. */
export function seesWholeManager(scope: Scope, manager: string): boolean {
  return scope.kind === 'all' || scope.managers.get(manager)?.ids === 'all'
}

const REPORTS = `SELECT json_group_array(json_array(id, problem, nextTryAt, card, progressRows, progressTotal)) AS data
  FROM (SELECT * FROM Manager ORDER BY id)`
