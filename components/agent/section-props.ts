import type { AgentDetail } from '#lib/contract/agents.ts'
import type { SyncReport } from '#lib/contract/sync.ts'

/** What every section of the page of one endpoint is given. */
export interface SectionProps {
  readonly detail: AgentDetail
  /** What is told of its manager; `undefined` until that was asked. */
  readonly manager: SyncReport['managers'][number] | undefined
  /** The moment of the link that led here, epoch milliseconds; `null` without one, or when it can't be read. */
  readonly at: number | null
}
