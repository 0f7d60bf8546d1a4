import type { ManagerState } from '#lib/contract/sync.ts'
import { toNumber, toText } from './agent-record.ts'
import type { Sqlite, SqlValue } from './sqlite.ts'
import { updateSql } from './writer-sql.ts'

/** What the collector remembers of one manager between passes. */
export interface ManagerRecord {
  readonly state: string
  readonly stateSince: number
  readonly problem: string | null
  readonly nextTryAt: number | null
  readonly lastSyncAt: number | null
  readonly asOf: number | null
  readonly lastFullAt: number | null
  readonly fullAsOf: number | null
  readonly apiVersion: string | null
  readonly version: string | null
  readonly card: string | null
  readonly rightsHash: string | null
  readonly identity: string | null
  readonly offeredIdentity: string | null
  readonly confirmedIdentity: string | null
  readonly progressRows: number | null
  readonly progressTotal: number | null
  /** JSON of the account's own rights, as far as they matter. */
  readonly account: string | null
  /** JSON of how its own summary differs from its list. */
  readonly discrepancy: string | null
}
export type ManagerPatch = { -readonly [K in keyof ManagerRecord]?: K extends 'state' ? ManagerState : ManagerRecord[K] }

const COLUMNS = [
  'state',
  'stateSince',
  'problem',
  'nextTryAt',
  'lastSyncAt',
  'asOf',
  'lastFullAt',
  'fullAsOf',
  'apiVersion',
  'version',
  'card',
  'rightsHash',
  'identity',
  'offeredIdentity',
  'confirmedIdentity',
  'progressRows',
  'progressTotal',
  'account',
  'discrepancy',
] as const satisfies readonly (keyof ManagerRecord)[]

/** @throws when the manager was never stored */
export function readManager(db: Sqlite, managerId: string): ManagerRecord {
  const row = db.get(`SELECT ${COLUMNS.map((name) => `"${name}"`).join(', ')} FROM "Manager" WHERE id = ?`, managerId)
  if (!row) throw new Error(`Manager ${managerId} is not in the store`)
  const cell = (column: (typeof COLUMNS)[number]) => row[COLUMNS.indexOf(column)]
  return {
    state: toText(cell('state')) ?? 'starting',
    stateSince: toNumber(cell('stateSince')) ?? 0,
    problem: toText(cell('problem')),
    nextTryAt: toNumber(cell('nextTryAt')),
    lastSyncAt: toNumber(cell('lastSyncAt')),
    asOf: toNumber(cell('asOf')),
    lastFullAt: toNumber(cell('lastFullAt')),
    fullAsOf: toNumber(cell('fullAsOf')),
    apiVersion: toText(cell('apiVersion')),
    version: toText(cell('version')),
    card: toText(cell('card')),
    rightsHash: toText(cell('rightsHash')),
    identity: toText(cell('identity')),
    offeredIdentity: toText(cell('offeredIdentity')),
    confirmedIdentity: toText(cell('confirmedIdentity')),
    progressRows: toNumber(cell('progressRows')),
    progressTotal: toNumber(cell('progressTotal')),
    account: toText(cell('account')),
    discrepancy: toText(cell('discrepancy')),
  }
}

/** Writes the given columns; call inside a transaction that raises the revision. */
export function patchManager(db: Sqlite, managerId: string, patch: ManagerPatch): void {
  const columns = COLUMNS.filter((name) => patch[name] !== undefined)
  if (columns.length === 0) return
  const values: SqlValue[] = columns.map((name) => patch[name] ?? null)
  db.run(updateSql('Manager', columns), ...values, managerId)
}

/**
 * A person accepts the other fleet that a manager answers with.
 * @returns the accepted identity as stored, or `null` when none waits to be confirmed
 */
export function confirmIdentity(db: Sqlite, managerId: string): string | null {
  return db.transaction(() => {
    const offered = toText(db.get('SELECT "offeredIdentity" FROM "Manager" WHERE id = ?', managerId)?.[0])
    if (offered !== null) patchManager(db, managerId, { confirmedIdentity: offered })
    return offered
  })
}
