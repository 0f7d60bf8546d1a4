import { createHash, createHmac } from 'node:crypto'
import type { AuditKey } from './audit-key.ts'

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
   * the first event was not pruned by us; `end` events after the last one were there once; `head` another event was there when its hash was
   * printed; `key` the key of events is not there to check them; `bare` events after sealed ones, or the newest, have no key although there is one.
   */
  readonly what: 'missing' | 'changed' | 'start' | 'end' | 'head' | 'key' | 'bare'
  /** The events meant, first to last. */
  readonly from: number
  readonly to: number
}

/** What comes before the first event of all. */
export const START: ChainHead = { seq: 0, hash: '0'.repeat(64) }

/**
 * Over the hash of the event before and everything in this one: SHA-256, hexadecimal; with a key HMAC-SHA-256, after the key's id and a
 * colon. Who does not have the key can't make one.
 */
export function chainHash(previous: string, row: AuditRow, key: AuditKey | null): string {
  const { seq, at, kind, outcome, manager, username, address, subject, detail, times, requestId } = row
  const text = JSON.stringify([seq, at, kind, outcome, manager, username, address, subject, detail, times, requestId])
  if (key === null) return createHash('sha256').update(`${previous}\n${text}`).digest('hex')
  return `${key.id}:${createHmac('sha256', key.bytes).update(`${previous}\n${text}`).digest('hex')}`
}

/** Events one after the other under the same key; `key` is its id, `null` for none. */
export interface ChainPart {
  readonly key: string | null
  readonly from: number
  to: number
  /** Of its first event, epoch ms. */
  readonly since: number
}

/**
 * Follows the chain from its start. An event that was changed is told once: the walk goes on from the hash that stands there.
 * @param rows in the order of their numbers
 * @param known.start the last event that was pruned, as the chain itself says
 * @param known.last the highest number that was ever given
 * @param known.heads from the process log; those that were pruned meanwhile can't be compared
 * @param known.keys all that there are, the current one first; without any nothing is said of events that have none
 */
export function verifyChain(
  rows: Iterable<ChainedRow>,
  known: { start: ChainHead; last: number; heads: readonly ChainHead[]; keys: readonly AuditKey[] },
): { events: number; first: number; head: ChainHead; faults: ChainFault[]; parts: ChainPart[] } {
  const faults: ChainFault[] = []
  const parts: ChainPart[] = []
  const heads = new Map(known.heads.map(({ seq, hash }) => [seq, hash]))
  let head = known.start
  let events = 0
  let first = 0
  for (const row of rows) {
    if (events++ === 0) first = row.seq
    if (row.seq !== head.seq + 1)
      faults.push({ what: events === 1 ? 'start' : 'missing', from: Math.min(head.seq + 1, row.seq), to: row.seq - 1 })
    const id = keyOf(row.hash)
    const key = id === null ? null : known.keys.find((one) => one.id === id)
    // After a gap nothing is known of what came before.
    if (key !== undefined && row.seq === head.seq + 1 && chainHash(head.hash, row, key) !== row.hash)
      faults.push({ what: 'changed', from: row.seq, to: row.seq })
    const part = parts.at(-1)
    if (part?.key === id) part.to = row.seq
    else parts.push({ key: id, from: row.seq, to: row.seq, since: row.at })
    const printed = heads.get(row.seq)
    if (printed !== undefined && printed !== row.hash) faults.push({ what: 'head', from: row.seq, to: row.seq })
    head = { seq: row.seq, hash: row.hash }
  }
  const latest = Math.max(known.last, ...known.heads.map(({ seq }) => seq))
  if (latest > head.seq) faults.push({ what: 'end', from: head.seq + 1, to: latest })
  return { events, first, head, faults: [...faults, ...partFaults(parts, known.keys)], parts }
}

/** What is wrong with whole parts: nobody but us can seal, and once we do we go on. */
function partFaults(parts: readonly ChainPart[], keys: readonly AuditKey[]): ChainFault[] {
  return parts.flatMap(({ key, from, to }, at): ChainFault[] => {
    if (key !== null) return keys.some(({ id }) => id === key) ? [] : [{ what: 'key', from, to }]
    const isLast = at === parts.length - 1
    return at > 0 || (isLast && keys.length > 0) ? [{ what: 'bare', from, to }] : []
  })
}

function keyOf(hash: string): string | null {
  const colon = hash.indexOf(':')
  return colon < 0 ? null : hash.slice(0, colon)
}
