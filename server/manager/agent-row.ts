import type { AgentStatus, SyncState } from '#lib/agent/status.ts'

/** One agent as the manager gives it, validated. Times are epoch milliseconds on the manager's clock; `null` means it gives none. */
export interface ManagerAgent {
  readonly id: number
  readonly name: string
  readonly ip: string | null
  readonly registerIp: string | null
  readonly status: AgentStatus
  readonly statusCode: number | null
  /** In the manager's order of priority; empty when it reports none. */
  readonly groups: readonly string[]
  readonly groupConfigStatus: SyncState
  readonly osName: string | null
  readonly osVersion: string | null
  readonly osPlatform: string | null
  readonly osArch: string | null
  readonly version: string | null
  /** `null` as well while the manager says `unknown`: no node has reported the agent yet. */
  readonly nodeName: string | null
  readonly managerHost: string | null
  readonly dateAdd: number | null
  readonly lastKeepAlive: number | null
  readonly disconnectionTime: number | null
  readonly mergedSum: string | null
  readonly configSum: string | null
}
