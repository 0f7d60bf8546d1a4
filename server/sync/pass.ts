import type { ManagerState } from '#lib/contract/sync.ts'
import type { Clock } from '#server/clock.ts'
import type { ManagerConfig } from '#server/config.ts'
import type { Log } from '#server/log.ts'
import type { AccountRights } from '#server/manager/account-rights.ts'
import type { ManagerClient } from '#server/manager/client.ts'
import type { AuditEvent } from '#server/store/audit-repo.ts'
import type { ManagerPatch } from '#server/store/manager-row.ts'
import type { Writer } from '#server/store/writer.ts'
import type { FleetCounts, FleetState } from './fleet-state.ts'
import type { PageSize } from './pages.ts'

export type PassKind = 'full' | 'small'

export interface PassOutcome {
  /** `null` when not even the row of the pass could be written. */
  readonly passId: number | null
  readonly kind: PassKind
  readonly outcome: 'ok' | 'unconfirmed' | 'failed'
  readonly problem: string | null
  /** State of the manager after the pass. */
  readonly state: ManagerState
  readonly counts: FleetCounts
  readonly requests: number
  readonly rows: number
  readonly changes: number
  readonly added: number
  readonly removed: number
  readonly tookMs: number
  /** Milliseconds until the next try when this one failed, else `null`. */
  readonly retryInMs: number | null
}

/** What a kind of pass hands back when it came to its end. */
export interface PassEnd {
  readonly outcome: 'ok' | 'unconfirmed'
  /** What is said of the manager from now on. */
  readonly state: ManagerState
  readonly problem: string | null
  readonly manager: ManagerPatch
}

export interface ManagerSyncOptions {
  readonly manager: ManagerConfig
  readonly client: ManagerClient
  readonly writer: Writer
  readonly clock: Clock
  readonly log: Log
  /** Puts lines before the person who started us, whatever the log leaves out. */
  readonly say: (text: string) => void
  /** Writes an event into the audit log. Never throws. */
  readonly audit: (event: AuditEvent) => void
  readonly random: () => number
  /** Milliseconds between two turns. */
  readonly intervalMs: number
  /** Days for which changes and removed agents are kept. */
  readonly historyDays: number
  /** The embedded demo: another number of agents or seed is another fleet, and nobody needs to be asked. */
  readonly acceptsAnyFleet: boolean
}

/** Counted while a pass runs. */
export interface Tally {
  rows: number
  badRows: number
  unknownStatuses: number
  changes: number
  added: number
  removed: number
}

/** Thrown by a pass that meets another fleet than the stored one; nothing of that page was written. */
export class OtherFleet extends Error {
  override readonly name = 'OtherFleet'
  readonly offer: string

  constructor(offer: string, problem: string) {
    super(problem)
    this.offer = offer
  }
}

/** What a pass may use and change of everything that is remembered of its manager. */
export interface PassHost {
  readonly id: string
  readonly options: ManagerSyncOptions
  readonly pageSize: PageSize
  readonly tally: Tally
  /** Agents missing in the last full pass, when that loss was too large to believe at once. */
  doubted: ReadonlySet<number> | null
  /** Agents that were missing when the rights of our account had just changed. */
  outOfSight: ReadonlySet<number>
  /** The last full pass whose answer was complete. */
  readonly lastCompleteId: number | null
  readonly lastSmallId: number | null
  /** More left the set of the small pass than it can ask for again, or a host name was new. */
  wantsFull: boolean
  /** Whether the last full pass found a summary that fits its list; `null` before the first that could tell. */
  countsFit: boolean | null
  /** The card as it was read last, when that was by our clock, and for which host, version and rights; `null` to read it. */
  card: { readonly of: string; readonly readAt: number; readonly card: string } | null
  /** What the last full pass found; the small ones, which can't judge that, go on saying it. */
  readonly standing: Pick<PassEnd, 'state' | 'problem'>
  /** The manager's row says that it limits us; the next page clears that. */
  limited: boolean
  fleet(): FleetState
  tellAccount(rights: AccountRights): void
  setState(state: ManagerState, problem: string | null, nextTryAt: number | null): void
}
