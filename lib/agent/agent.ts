import type { AgentStatus, SyncState } from './status.ts'

/** How well a `since` time is known: the manager's own time, seen between two passes, or "at least since" our first pass. */
export type SincePrecision = 'exact' | 'observed' | 'at_least'

/** One agent as the store keeps it. Times are epoch milliseconds on the manager's clock; `null` means the manager has none. */
export interface Agent {
  /** Id of the manager as configured with us; ids of agents are only unique within it. */
  manager: string
  /** What people call that manager: as configured with us. */
  managerName: string
  /** Decimal digits, padded to three as the manager prints them. */
  id: string
  name: string
  /** Last source address, or the registered one before the first connection; `any` is possible. */
  ip: string | null
  /** Address or CIDR the key is bound to; `any` is possible. */
  registerIp: string | null
  status: AgentStatus
  statusCode: number | null
  statusSince: number | null
  statusSincePrecision: SincePrecision
  /** In the manager's order of priority; empty when it reports none. */
  groups: readonly string[]
  os: { name: string | null; version: string | null; platform: string | null; arch: string | null }
  /** As reported, such as `Wazuh v4.14.7`. */
  version: string | null
  /** Older than its manager; `null` when one of both versions is not known. */
  outdated: boolean | null
  nodeName: string | null
  /** Host name of the manager node that the agent reports to, as the manager gives it. */
  managerHost: string | null
  dateAdd: number | null
  lastKeepAlive: number | null
  /** When this row was last read; how long the agent had been silent is known for that moment. `null` before the first pass ended. */
  seenAt: number | null
  disconnectionTime: number | null
  groupConfigStatus: SyncState
  syncSince: number | null
  syncSincePrecision: SincePrecision
  mergedSum: string | null
  configSum: string | null
  /** That a person expects it to be down; `null` without such a mark, or once that has ended. */
  expected: ExpectedMark | null
  /** How often passes saw its status change within the last 24 hours. */
  flaps: number
  /** What people call it here, and the tags they gave it, in their order; never known to a manager. */
  alias: string | null
  tags: readonly string[]
}

/** A person's word that an agent may be down: why, until when, who said it and when, on our clock. */
export interface ExpectedMark {
  readonly reason: string
  readonly until: number
  readonly by: string
  readonly at: number
}

/** `7` → `007`, `1024` → `1024`: the form the manager prints. */
export function formatAgentId(id: number): string {
  return String(id).padStart(3, '0')
}
