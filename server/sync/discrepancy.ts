import { COUNTED, type Discrepancy, differing, type ManagerCounts, readDiscrepancy } from '#lib/contract/discrepancy.ts'
import type { StatusSummary } from '#server/manager/answers.ts'
import type { FleetCounts } from './fleet-state.ts'
import type { PassHost } from './pass.ts'

/** What a full pass has read, and how much of it may have changed before the summary was asked for. */
interface Read {
  readonly counts: FleetCounts
  /** Agents that changed since the pass before, as about as many may have done so during this one, and those whose rows can't be read. */
  readonly moved: number
  readonly summary: StatusSummary
}

export type Verdict =
  | { readonly kind: 'same' }
  /** They differ by no more than what changes meanwhile explains. */
  | { readonly kind: 'unclear' }
  | { readonly kind: 'differ'; readonly list: ManagerCounts; readonly summary: ManagerCounts }

/** Compares what a manager lists with what it says that it counts. */
export function compareCounts({ counts, moved, summary }: Read): Verdict {
  const list = countsOfList(counts)
  const said = countsOfSummary(summary)
  const gaps = COUNTED.map((name) => gap(list[name], said[name]))
  if (gaps.every((gap) => gap === 0)) return { kind: 'same' }
  // An agent whose status is a word that we do not know stands in the summary under another one.
  return Math.max(...gaps) > moved + counts.byStatus.unknown ? { kind: 'differ', list, summary: said } : { kind: 'unclear' }
}

/**
 * Judges at the end of a complete full pass whether the manager's own summary fits its list. What differs in two passes in a row is told
 * as an event; that it fits again is told once it does so exactly, or in two passes in a row as far as changes meanwhile let it be known.
 * @returns JSON of what differs, `null` when all is well, `undefined` when it stays as it was
 */
export function judgeCounts(sync: PassHost, read: Read, stored: string | null): string | null | undefined {
  const verdict = compareCounts(read)
  const { audit, clock, log } = sync.options
  const known = readDiscrepancy(stored)
  const fitted = sync.countsFit
  sync.countsFit = verdict.kind !== 'differ'
  if (verdict.kind !== 'differ') {
    if (stored === null || (verdict.kind === 'unclear' && fitted !== true)) return undefined
    audit({ kind: 'counts_compared', outcome: 'ok', manager: sync.id, detail: { now: 'the same' } })
    log.info({ manager: sync.id }, 'The manager’s summary fits its list again')
    return null
  }
  const { list, summary } = verdict
  if (known === null && fitted !== false) return undefined
  if (known === null) {
    const detail = Object.fromEntries(
      differing(verdict).map((name) => [name, `${list[name]} listed, ${summary[name]} in the summary`]),
    )
    audit({ kind: 'counts_compared', outcome: 'failed', manager: sync.id, detail })
    log.warn({ manager: sync.id, list, summary }, 'The manager’s summary does not fit its list')
  }
  return JSON.stringify({ since: known?.since ?? new Date(clock.now()).toISOString(), list, summary } satisfies Discrepancy)
}

function gap(listed: number | null, said: number | null): number {
  return listed === null || said === null ? 0 : Math.abs(listed - said)
}

function countsOfList({ total, byStatus, bySync }: FleetCounts): ManagerCounts {
  const { active, disconnected, pending, never_connected } = byStatus
  return { total, active, disconnected, pending, never_connected, synced: bySync.unknown > 0 ? null : bySync.synced }
}

function countsOfSummary({ connection, configuration }: StatusSummary): ManagerCounts {
  const { total, active, disconnected, pending, never_connected } = connection
  return { total, active, disconnected, pending, never_connected, synced: configuration?.synced ?? null }
}
