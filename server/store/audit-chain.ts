import { createHash } from 'node:crypto'

/** One event of the audit log as it is hashed and stored; texts are safe (`safeText`), `detail` is a JSON object, `at` epoch ms. */
export interface AuditRow {
  readonly seq: number
  readonly at: number
  readonly kind: string
  readonly outcome: string
  readonly manager: string | null
  readonly username: string | null
  readonly address: string | null
  readonly subject: string | null
  readonly detail: string
  readonly times: number
  readonly requestId: string | null
}
export interface ChainedRow extends AuditRow {
  readonly hash: string
}

/** A place in the chain: everything up to event `seq` is what `hash` says. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
}

export interface ChainFault {
  /**
   * `missing` events are not there; `changed` an event, or the order around it, is not what was written; `start` what is missing before
   * the first event was not pruned by us; `end` events after the last one were there once; `head` another event was there when its hash was printed.
   */
  readonly what: 'missing' | 'changed' | 'start' | 'end' | 'head'
  /** The events meant, first to last. */
  readonly from: number
  readonly to: number
}

/** What comes before the first event of all. */
export const START: ChainHead = { seq: 0, hash: '0'.repeat(64) }

/** SHA-256, hexadecimal, over the hash of the event before and everything in this one. */
export function chainHash(previous: string, row: AuditRow): string {
  const { seq, at, kind, outcome, manager, username, address, subject, detail, times, requestId } = row
  const text = JSON.stringify([seq, at, kind, outcome, manager, username, address, subject, detail, times, requestId])
  return createHash('sha256').update(`${previous}\n${text}`).digest('hex')
}

/**
 * Follows the chain from its start. An event that was changed is told once: the walk goes on from the hash that stands there.
 * @param rows in the order of their numbers
 * @param known.start the last event that was pruned, as the chain itself says
 * @param known.last the highest number that was ever given
 * @param known.heads from the process log; those that were pruned meanwhile can't be compared
 */
export function verifyChain(
  rows: Iterable<ChainedRow>,
  known: { start: ChainHead; last: number; heads: readonly ChainHead[] },
): { events: number; first: number; head: ChainHead; faults: ChainFault[] } {
  const faults: ChainFault[] = []
  const heads = new Map(known.heads.map(({ seq, hash }) => [seq, hash]))
  let head = known.start
  let events = 0
  let first = 0
  for (const row of rows) {
    if (events++ === 0) first = row.seq
    if (row.seq !== head.seq + 1)
      faults.push({ what: events === 1 ? 'start' : 'missing', from: Math.min(head.seq + 1, row.seq), to: row.seq - 1 })
    // After a gap nothing is known of what came before.
    else if (chainHash(head.hash, row) !== row.hash) faults.push({ what: 'changed', from: row.seq, to: row.seq })
    const printed = heads.get(row.seq)
    if (printed !== undefined && printed !== row.hash) faults.push({ what: 'head', from: row.seq, to: row.seq })
    head = { seq: row.seq, hash: row.hash }
  }
  const latest = Math.max(known.last, ...known.heads.map(({ seq }) => seq))
  if (latest > head.seq) faults.push({ what: 'end', from: head.seq + 1, to: latest })
  return { events, first, head, faults }
}
