import { type Scope, seesCard, seesManager, seesWholeManager } from '#lib/agent/scope.ts'
import type { ManagerState } from '#lib/contract/sync.ts'

/** What the collector tells people about one manager, beyond its state and its times. */
export interface ManagerReport {
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
  /** The newest pass that had ended. */
  readonly lastPassId: number | null
}

/** The columns of `Manager` that a report is read from, in their order; `lastPassId` comes after them. */
export const REPORT_COLUMNS = [
  'problem',
  'nextTryAt',
  'card',
  'progressRows',
  'progressTotal',
  'account',
  'discrepancy',
] as const satisfies readonly (keyof ManagerReport)[]

export const NO_REPORT: ManagerReport = {
  problem: null,
  nextTryAt: null,
  card: null,
  progressRows: null,
  progressTotal: null,
  account: null,
  discrepancy: null,
  lastPassId: null,
}

/** What a scope is told of a manager, all of it of the moment at which `manager` was read. */
export function reportInScope(
  scope: Scope,
  { id, state, report }: { readonly id: string; readonly state: ManagerState; readonly report: ManagerReport },
): ManagerReport {
  if (!seesManager(scope, id)) return NO_REPORT
  if (seesWholeManager(scope, id)) return { ...report, card: seesCard(scope, id) ? report.card : null }
  return {
    ...NO_REPORT,
    problem: SAYS_NOTHING_OF_AGENTS.some((known) => known === state) ? report.problem : null,
    nextTryAt: report.nextTryAt,
    card: seesCard(scope, id) ? report.card : null,
    account: report.account,
    lastPassId: report.lastPassId,
  }
}

/** What is wrong in these states is how the manager is reached. Words about anything else may count or name agents. */
const SAYS_NOTHING_OF_AGENTS = ['unreachable', 'rate_limited', 'refused'] as const satisfies readonly ManagerState[]
