import { type Scope, seesCard, seesManager, seesWholeManager } from '#lib/agent/scope.ts'
import type { ManagerState } from '#lib/contract/sync.ts'
import type { PrismaClient } from '#prisma/generated/client/client.ts'
import { jsonRows } from './json-rows.ts'

/** What the collector tells people about one manager, beyond what every snapshot carries. */
export interface ManagerReport {
  readonly id: string
  /** `null` also when it may tell of agents out of scope. */
  readonly problem: string | null
  /** Epoch milliseconds, our clock. */
  readonly nextTryAt: number | null
  /** JSON of agent 000, `null` also when that is out of scope. */
  readonly card: string | null
  /** Of the first pass, over the whole fleet; `null` for a scope that does not see all of it. */
  readonly progressRows: number | null
  readonly progressTotal: number | null
  /** JSON of what is to be said of the account we collect with. */
  readonly account: string | null
  /** JSON of how its summary differs from its list; `null` also for a scope that does not see all of it. */
  readonly discrepancy: string | null
}

export function managersRepo(prisma: PrismaClient) {
  return {
    /** Reports of the managers that a scope knows of, by id. */
    async reports(scope: Scope): Promise<ManagerReport[]> {
      type Tuple = [
        string,
        string,
        string | null,
        number | null,
        string | null,
        number | null,
        number | null,
        string | null,
        string | null,
      ]
      const tuples = await jsonRows<Tuple>(prisma, REPORTS)
      return tuples
        .filter(([id]) => seesManager(scope, id))
        .map(([id, state, problem, nextTryAt, card, progressRows, progressTotal, account, discrepancy]) => {
          const isWhole = seesWholeManager(scope, id)
          return {
            id,
            problem: isWhole || SAYS_NOTHING_OF_AGENTS.some((known) => known === state) ? problem : null,
            nextTryAt,
            card: seesCard(scope, id) ? card : null,
            progressRows: isWhole ? progressRows : null,
            progressTotal: isWhole ? progressTotal : null,
            account,
            discrepancy: isWhole ? discrepancy : null,
          }
        })
    },
  }
}

/** What is wrong in these states is how the manager is reached. Words about anything else may count or name agents. */
const SAYS_NOTHING_OF_AGENTS = ['unreachable', 'rate_limited', 'refused'] as const satisfies readonly ManagerState[]

const REPORTS = `SELECT json_group_array(json_array(id, state, problem, nextTryAt, card, progressRows, progressTotal, account, discrepancy)) AS data
  FROM (SELECT * FROM Manager ORDER BY id)`
