import type { AuditKind, AuditOutcome } from '#lib/contract/audit.ts'
import { safeText } from '#server/safe-text.ts'
import { type ChainedRow, type ChainHead, chainHash, START } from './audit-chain.ts'
import type { AuditKey } from './audit-key.ts'
import type { Sqlite, SqlRow, SqlValue } from './sqlite.ts'

/** An event as it is handed in: what is left out is not known. Texts may come from anywhere; secrets should not stand in them. */
export interface AuditEvent {
  readonly kind: AuditKind
  readonly outcome: AuditOutcome
  /** Id of the manager whose account acted, or that it was about. */
  readonly manager?: string | null
  readonly username?: string | null
  readonly address?: string | null
  readonly subject?: string | null
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>
  readonly requestId?: string | null
}

/** An event with its time (epoch ms) and how often it happened. */
export interface AuditEntry extends AuditEvent {
  readonly at: number
  readonly times: number
}

/** Which events a page shows; what is left out does not matter. */
export interface AuditFilter {
  readonly kind?: string | undefined
  readonly outcome?: string | undefined
  /** Stands in a name, an address or what it was about. */
  readonly text?: string | undefined
  /** Epoch ms, both included. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Only events of these managers; `all` also those of none. */
  readonly managers: 'all' | readonly string[]
}

const TEXT_MAX = 200
const DETAILS_MAX = 24
/** Events forgotten at once: some milliseconds of the lock. */
const PRUNE_SLICE = 2000
const READ_SLICE = 1000
const SECRET_NAME = /pass(word|phrase)?|secret|token|cookie|authori[sz]ation|credential/i

/** Adds events at the end of the chain; to be called inside a transaction. @param key seals them, `null`: there is none @returns the new head */
export function appendAudit(db: Sqlite, entries: readonly AuditEntry[], key: AuditKey | null): ChainHead {
  let head = auditHead(db) ?? START
  for (const entry of entries) {
    const row = toRow(head.seq + 1, entry)
    head = { seq: row.seq, hash: chainHash(head.hash, row, key) }
    const { seq, at, kind, outcome, manager, username, address, subject, detail, times, requestId } = row
    db.run(INSERT, seq, at, kind, outcome, manager, username, address, subject, detail, times, requestId, head.hash)
  }
  return head
}

/** The newest event's place, `null` while there is none. */
export function auditHead(db: Pick<Sqlite, 'get'>): ChainHead | null {
  const row = db.get('SELECT "seq", "hash" FROM "AuditEvent" ORDER BY "seq" DESC LIMIT 1')
  return row ? { seq: Number(row[0]), hash: String(row[1]) } : null
}

/** Of the events after number `after` and before `before` those that the filter lets through, the newest first. */
export function findAudit(
  db: Pick<Sqlite, 'all'>,
  filter: AuditFilter,
  { after, before, limit }: { after: number; before: number; limit: number },
): ChainedRow[] {
  const { kind = null, outcome = null, text, from = null, to = null, managers } = filter
  const like = text ? `%${text.replaceAll(/[\\%_]/g, '\\$&')}%` : null
  const allowed = managers === 'all' ? null : JSON.stringify(managers)
  return db.all(FIND, before, after, kind, outcome, like, from, to, allowed, limit).map(fromRow)
}

/** Everything in the order of the chain, a slice at a time. */
export function* auditRows(db: Pick<Sqlite, 'all'>): Generator<ChainedRow> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = db.all(`SELECT ${COLUMNS} FROM "AuditEvent" WHERE "seq" > ? ORDER BY "seq" LIMIT ?`, after, READ_SLICE)
    yield* rows.map(fromRow)
    if (rows.length < READ_SLICE) return
    after = Number(rows[rows.length - 1]?.[0])
  }
}

/** Where the chain begins by its own words, and the highest number ever given: for `verifyChain`. */
export function auditBounds(db: Pick<Sqlite, 'get'>): { start: ChainHead; last: number } {
  const pruned = db.get(`SELECT "detail" FROM "AuditEvent" WHERE "kind" = 'audit_pruned' ORDER BY "seq" DESC LIMIT 1`)?.[0]
  const last = db.get(`SELECT "seq" FROM sqlite_sequence WHERE name = 'AuditEvent'`)?.[0]
  return { start: readPruned(pruned) ?? START, last: Number(last ?? 0) }
}

/**
 * Forgets a slice of the oldest events, all from before `before`, and writes down that it did; to be called inside a transaction.
 * @returns whether there may be more
 */
export function pruneAudit(db: Sqlite, before: number, now: number, key: AuditKey | null): boolean {
  const [first, kept] =
    db.get('SELECT min("seq"), (SELECT min("seq") FROM "AuditEvent" WHERE "at" >= ?) FROM "AuditEvent"', before) ?? []
  const head = auditHead(db)
  if (head === null || first === null || first === undefined) return false
  const oldEnd = kept === null || kept === undefined ? head.seq : Number(kept) - 1
  const upTo = Math.min(oldEnd, Number(first) + PRUNE_SLICE - 1)
  if (upTo < Number(first)) return false
  const hash = String(db.get('SELECT "hash" FROM "AuditEvent" WHERE "seq" = ?', upTo)?.[0])
  appendAudit(db, [{ kind: 'audit_pruned', outcome: 'ok', at: now, times: 1, detail: { upTo, hash } }], key)
  db.run('DELETE FROM "AuditEvent" WHERE "seq" <= ?', upTo)
  return upTo < oldEnd
}

function toRow(seq: number, { at, kind, outcome, times, ...rest }: AuditEntry) {
  const text = (value: string | null | undefined) => (value == null || value === '' ? null : safeText(value, TEXT_MAX))
  return {
    ...{ seq, at: Math.trunc(at), kind, outcome, times },
    manager: text(rest.manager),
    username: text(rest.username),
    address: text(rest.address),
    subject: text(rest.subject),
    detail: detailText(rest.detail),
    requestId: text(rest.requestId),
  }
}

/** The details of an event as they are stored. */
export function detailText(detail: AuditEvent['detail'] = {}): string {
  const entries = Object.entries(detail)
    .slice(0, DETAILS_MAX)
    .map(([name, value]) => [
      safeText(name, 40),
      SECRET_NAME.test(name) ? '[secret]' : typeof value === 'string' ? safeText(value, TEXT_MAX) : value,
    ])
  return JSON.stringify(Object.fromEntries(entries))
}

/** Whatever somebody wrote into a cell becomes something that can be hashed, and then differs. */
function fromRow(row: SqlRow): ChainedRow {
  const [seq, at, kind, outcome, manager, username, address, subject, detail, times, requestId, hash] = row
  const text = (value: SqlValue | undefined) => (value === null || value === undefined ? null : String(value))
  return {
    ...{ seq: Number(seq), at: Number(at), kind: String(kind), outcome: String(outcome) },
    ...{ manager: text(manager), username: text(username), address: text(address), subject: text(subject) },
    ...{ detail: String(detail), times: Number(times), requestId: text(requestId), hash: String(hash) },
  }
}

function readPruned(detail: SqlValue | undefined): ChainHead | null {
  try {
    const { upTo, hash }: { upTo?: unknown; hash?: unknown } = JSON.parse(String(detail))
    return typeof upTo === 'number' && typeof hash === 'string' ? { seq: upTo, hash } : null
  } catch {
    return null
  }
}

const COLUMNS =
  '"seq", "at", "kind", "outcome", "managerId", "username", "address", "subject", "detail", "times", "requestId", "hash"'
const INSERT = `INSERT INTO "AuditEvent" (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const FIND = `SELECT ${COLUMNS} FROM "AuditEvent"
  WHERE "seq" < ?1 AND "seq" > ?2 AND (?3 IS NULL OR "kind" = ?3) AND (?4 IS NULL OR "outcome" = ?4)
    AND (?5 IS NULL OR "username" LIKE ?5 ESCAPE '\\' OR "address" LIKE ?5 ESCAPE '\\' OR "subject" LIKE ?5 ESCAPE '\\')
    AND (?6 IS NULL OR "at" >= ?6) AND (?7 IS NULL OR "at" <= ?7)
    AND (?8 IS NULL OR "managerId" IN (SELECT value FROM json_each(?8)))
  ORDER BY "seq" DESC LIMIT ?9`
