import type { AgentStatus } from '#lib/agent/status.ts'

/** How many agents are in which state; `total` is the sum of the statuses, what is in no sync state is neither of the last two. */
export type FleetTally = Readonly<Record<AgentStatus, number>> & {
  readonly total: number
  readonly synced: number
  readonly notSynced: number
}

/** What the chart needs of one run of the collector. Times in epoch milliseconds, our clock unless said otherwise. */
export interface PassFact {
  readonly id: number
  readonly startedAt: number
  /** `null` while it runs. */
  readonly finishedAt: number | null
  /** Manager's clock at the start. */
  readonly asOf: number | null
  readonly outcome: 'running' | 'ok' | 'unconfirmed' | 'failed' | 'interrupted'
  /** State of the manager after it; `null` when our own store was the trouble. */
  readonly state: string | null
  /** When the next pass was to begin at the latest. */
  readonly nextBy: number | null
  /** Of the whole manager; `null` where they were not counted or may not be told. */
  readonly counts: FleetTally | null
}

/** Two clocks that differ by more than this, milliseconds, are not compared. */
export const SKEW_MAX_MS = 3_600_000

/** When a pass looked: by the manager's clock, as everything else said of agents; by ours where that can't be meant. */
export function timeOfPass({ asOf, startedAt }: Pick<PassFact, 'asOf' | 'startedAt'>): number {
  return asOf !== null && Math.abs(asOf - startedAt) <= SKEW_MAX_MS ? asOf : startedAt
}
