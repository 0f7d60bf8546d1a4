import { AGENT_STATUSES } from '#lib/agent/status.ts'
import type { Change } from '#lib/insight/moment/field-at.ts'
import { readerOf, type StoreClient } from './prisma.ts'
import type { VisibleEndpoint } from './visible-endpoint.ts'

/** What is kept of the connection of one endpoint. */
export interface ConnectionPast {
  /** Changes of status, and its coming; the oldest first. */
  readonly changes: readonly Change[]
  /** How many changes of any field are kept, how many of them passes saw after the time that was asked for, and the newest. */
  readonly kept: number
  readonly newer: number
  readonly newestId: number
  /** When the oldest one that was read was seen, of an endpoint that changed too often to read all. */
  readonly cutAt: number | null
}

/** Endpoints that never rest are looked at again and again: of this many with so many changes the last reading is kept, 2 MB each at most. */
const REMEMBERED = 4
const RESTLESS = 1_000

interface Reading {
  readonly newestId: number
  /** Rows of the endpoint at the time: an older one that is forgotten makes them fewer, a new one the newest id higher. */
  readonly rows: number
  readonly seen: Column
  readonly changes: readonly Change[]
}
const readings = new WeakMap<StoreClient, Map<number, Reading>>()

/** The newest `most` changes of an endpoint as far as they are of its connection. @param after counts the changes that were seen later */
export function readConnection(prisma: StoreClient, endpoint: VisibleEndpoint, after: number, most: number): ConnectionPast {
  const known = readings.get(prisma) ?? new Map<number, Reading>()
  readings.set(prisma, known)
  const old = known.get(endpoint.key)
  const isSame = old !== undefined && isAsRead(prisma, endpoint, old)
  const { newestId, seen, changes } = isSame ? old : read(prisma, endpoint, most)
  if (!isSame) known.delete(endpoint.key)
  if (!isSame && seen.length >= RESTLESS) {
    const [first] = known.size < REMEMBERED ? [] : known.keys()
    if (first !== undefined) known.delete(first)
    // To count them costs a tenth of reading them, and what was read is mostly all there is.
    const rows = seen.length < most ? seen.length : rowsNow(prisma, endpoint).rows
    known.set(endpoint.key, { newestId, rows, seen, changes })
  }
  const newer = seen.reduce<number>((sum, at) => sum + (Number(at) > after ? 1 : 0), 0)
  const cutAt = seen.length < most ? null : Number(seen[seen.length - 1])
  return { changes, kept: seen.length, newer, newestId, cutAt }
}

function isAsRead(prisma: StoreClient, endpoint: VisibleEndpoint, { newestId, rows }: Reading): boolean {
  const now = rowsNow(prisma, endpoint)
  return now.newestId === newestId && now.rows === rows
}

function rowsNow(prisma: StoreClient, { key }: VisibleEndpoint): Pick<Reading, 'newestId' | 'rows'> {
  const [newest, count] = readerOf(prisma).get(ROWS, key) ?? []
  return { newestId: Number(newest ?? 0), rows: Number(count ?? 0) }
}

function read(prisma: StoreClient, { manager, key }: VisibleEndpoint, most: number): Omit<Reading, 'rows'> {
  const [newestId, ...texts] = readerOf(prisma).get(CONNECTION, key, manager, key, most) ?? []
  const columns = texts.map((json) => JSON.parse(String(json)) as Column)
  return { newestId: Number(newestId ?? 0), seen: columns[SEEN] ?? [], changes: fromColumns(columns) }
}

/** One column of `CONNECTION`, the newest first. */
type Column = readonly (string | number | null)[]

function fromColumns([whats = [], seen = [], ats = [], heard = [], afters = []]: Column[]): Change[] {
  const changes: Change[] = []
  for (let i = whats.length - 1; i >= 0; i--) {
    const what = whats[i] ?? null
    if (what === null) continue
    const seenAt = Number(seen[i])
    const { field, from, to } = whatOf(what)
    // Written out: to spread it costs more than all else.
    changes.push({
      field,
      from,
      to,
      at: before(seenAt, ats[i]),
      lastKeepAlive: before(seenAt, heard[i]),
      afterAt: before(seenAt, afters[i]),
      seenAt,
    })
  }
  return changes
}

/** A number for what nearly all are, a change between statuses that have a name; the text of an array for the rest. */
function whatOf(what: string | number): Pick<Change, 'field' | 'from' | 'to'> {
  if (typeof what === 'number') {
    return { field: 'status', from: AGENT_STATUSES[(what >> 3) - 1] ?? null, to: AGENT_STATUSES[(what & 7) - 1] ?? null }
  }
  const [field, from, to] = JSON.parse(what) as [string, string | null, string | null]
  return { field, from, to }
}

const before = (time: number, ms: Column[number] | undefined) => (typeof ms === 'number' ? time - ms : null)

const number = (column: string) =>
  `(CASE ${column} ${AGENT_STATUSES.map((status, at) => `WHEN '${status}' THEN ${at + 1}`).join(' ')} END)`
// Joined to a text, so that it is one: as JSON it would stand in the column as an array.
const ARRAY = `json_array(field, fromValue, toValue) || ''`
const WHAT = `CASE field WHEN 'status' THEN coalesce(${number('fromValue')} * 8 + ${number('toValue')}, ${ARRAY}) WHEN 'dateAdd' THEN ${ARRAY} END`
/** Columns instead of rows, and small numbers: less to write, to read and to allocate. Filtering here costs more than it saves. */
const COLUMNS = [WHAT, 'seen', 'seen - "at"', 'seen - lastKeepAlive', 'seen - afterAt']
const SEEN = COLUMNS.indexOf('seen')
const ROWS = 'SELECT max(id), count(*) FROM Transition WHERE agentKey = ?'
const CONNECTION = `SELECT (SELECT max(id) FROM Transition WHERE agentKey = ?),
    ${COLUMNS.map((column) => `json_group_array(${column})`).join(', ')}
  FROM (SELECT field, fromValue, toValue, "at", lastKeepAlive, afterAt, coalesce(seenAt, afterAt, 0) AS seen
    FROM Transition WHERE managerId = ? AND agentKey = ? ORDER BY id DESC LIMIT ?)`
