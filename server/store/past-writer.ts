import { DEMO_MANAGER_ID } from '#server/config.ts'
import { AGENT_COLUMNS, type AgentRecord, fromCells, toCells, toNumber, toText } from './agent-record.ts'
import type { Sqlite } from './sqlite.ts'
import { SQL as WRITER } from './writer-sql.ts'

/** The fields of an agent that the past tells. */
export type PastField = 'status' | 'status_code' | 'group_config_status'

/** One change; values as in the model `Transition`. Times in epoch milliseconds. */
export interface PastChange {
  readonly agentId: number
  readonly field: PastField | 'dateAdd'
  readonly from: string | null
  readonly to: string
  readonly at: number | null
  readonly lastKeepAlive: number | null
}

/** How the fleet stood at a moment, and what had changed since the one before. */
export interface PastMoment {
  readonly at: number
  readonly counts: Readonly<Record<(typeof COUNTS)[number], number>>
  readonly changes: readonly PastChange[]
}

/** What a demo says of its fleet before our first pass. */
export interface Past {
  readonly moments: readonly PastMoment[]
  /** Every agent as the last moment left it. */
  readonly agents: readonly ({ readonly agentId: number; readonly dateAdd: number } & Readonly<Record<PastField, string>>)[]
}

/** Ids that are kept free in a new store, so that the past comes first in the order of ids too. */
const PASSES_RESERVED = 10_000
const TRANSITIONS_RESERVED = 1_000_000

/** Keeps ids free for the past. Call before the first pass; does nothing in a store that has seen a manager. */
export function reservePast(db: Sqlite): void {
  db.transaction(() => {
    if (db.get('SELECT 1 FROM "Manager" UNION ALL SELECT 1 FROM "Pass" LIMIT 1')) return
    for (const [table, ids] of [
      ['Pass', PASSES_RESERVED],
      ['Transition', TRANSITIONS_RESERVED],
    ] as const) {
      db.run('DELETE FROM sqlite_sequence WHERE name = ?', table)
      db.run('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', table, ids)
    }
  })
}

/**
 * Whether a past may be written: only for the demo, into a store whose ids were kept free, after a first full pass that went well.
 * @returns manager's clock at that pass, ms; `waiting` while it has not ended; `null` when none may be written, or one is
 */
export function pastDue(db: Sqlite): number | 'waiting' | null {
  if (db.get('SELECT 1 FROM "Manager" WHERE id <> ?', DEMO_MANAGER_ID)) return null
  if (db.get('SELECT 1 FROM "Transition" WHERE id <= ?', TRANSITIONS_RESERVED)) return null
  const first = firstPass(db)
  if (!first) return toNumber(db.get(SQL.lastPassId)?.[0]) === PASSES_RESERVED ? 'waiting' : null
  if (first.id !== PASSES_RESERVED + 1 || first.kind !== 'full') return null
  if (first.outcome === 'running') return 'waiting'
  return first.outcome === 'ok' ? first.asOf : null
}

/**
 * Writes a past in one transaction: passes of the kind `generated` and changes up to the first real pass, and since when each agent
 * has been as it is. @returns how many changes; `null` when nothing was written, because it is not due or does not fit the fleet
 */
export function writePast(db: Sqlite, past: Past): number | null {
  return db.transaction(() => {
    const asOf = pastDue(db)
    const first = firstPass(db)
    const agents = db.all(SQL.agents).map(fromCells)
    const last = past.moments[past.moments.length - 1]
    if (typeof asOf !== 'number' || !first || !last || last.at >= asOf || !isSameFleet(db, agents, past)) return null

    const rows = past.moments.flatMap(({ at, changes }, index) =>
      changes.map((change) => ({
        ...change,
        seen: { passId: index + 1, at },
        after: { passId: index, at: past.moments[index - 1]?.at ?? null },
      })),
    )
    const [seen, after] = [
      { passId: first.id, at: asOf },
      { passId: past.moments.length, at: last.at },
    ]
    rows.push(...changesUpTo(statesAtFirst(db, agents), past).map((change) => ({ ...change, seen, after })))
    if (past.moments.length > PASSES_RESERVED || rows.length > TRANSITIONS_RESERVED) return null

    const keys = new Map(agents.map(({ agentId, key }) => [agentId, key]))
    const cells = rows.map(({ agentId, field, from, to, at, lastKeepAlive, seen, after }, index) => [
      ...[index + 1, keys.get(agentId) ?? 0, agentId, field, from, to, at, lastKeepAlive],
      ...[after.passId, seen.passId, after.at, seen.at],
    ])
    db.run(SQL.insertTransitions, DEMO_MANAGER_ID, JSON.stringify(cells))
    db.run(
      SQL.insertPasses,
      DEMO_MANAGER_ID,
      JSON.stringify(past.moments.map((moment, index) => passCells(moment, index, past, first))),
    )

    const newest = new Map(rows.map((row) => [`${row.agentId} ${row.field}`, row]))
    const start = { at: past.moments[0]?.at ?? last.at, precision: 'at_least' as const }
    const sinceOf = (agentId: number, field: PastField) => {
      const row = newest.get(`${agentId} ${field}`) ?? newest.get(`${agentId} dateAdd`)
      return row ? { at: row.seen.at, precision: 'observed' as const } : start
    }
    const told = agents.flatMap((agent) => withSince(agent, asOf, sinceOf) ?? [])
    const revision = toNumber(db.all(WRITER.raiseRevision, DEMO_MANAGER_ID)[0]?.[0]) ?? 0
    db.run(WRITER.upsertAgents, DEMO_MANAGER_ID, revision, JSON.stringify(told.map(toCells)))
    db.run('UPDATE "Manager" SET "generatedUntil" = ? WHERE id = ?', asOf, DEMO_MANAGER_ID)
    // What was rolled up without it is rolled up anew.
    db.run('DELETE FROM "RollUp" WHERE "managerId" = ?', DEMO_MANAGER_ID)
    return rows.length
  })
}

function isSameFleet(db: Sqlite, agents: readonly AgentRecord[], past: Past): boolean {
  const dates = new Map(past.agents.map(({ agentId, dateAdd }) => [agentId, dateAdd]))
  const fits = agents.length === dates.size && agents.every(({ agentId, dateAdd }) => dates.get(agentId) === dateAdd)
  return fits && db.get('SELECT 1 FROM "Tombstone" LIMIT 1') === undefined
}

/** The fields of every agent as the first pass read them: what has changed since is undone. */
function statesAtFirst(db: Sqlite, agents: readonly AgentRecord[]): Map<number, Record<PastField, string>> {
  const states = new Map<number, Record<PastField, string>>()
  for (const { agentId, status, statusCode, groupConfigStatus } of agents)
    states.set(agentId, { status, status_code: String(statusCode), group_config_status: groupConfigStatus })
  for (const [agentId, field, from] of db.all(SQL.changesSince)) {
    const state = states.get(Number(agentId))
    const name = FIELDS.find((known) => known === field)
    if (state && name) state[name] = toText(from) ?? 'null'
  }
  return states
}

/** What changed between the last moment and the first pass. */
function changesUpTo(states: ReadonlyMap<number, Readonly<Record<PastField, string>>>, past: Past): PastChange[] {
  return past.agents.flatMap((before) =>
    FIELDS.flatMap((field) => {
      const to = states.get(before.agentId)?.[field] ?? before[field]
      return to === before[field]
        ? []
        : [{ agentId: before.agentId, field, from: before[field], to, at: null, lastKeepAlive: null }]
    }),
  )
}

function passCells(
  { at, counts, changes }: PastMoment,
  index: number,
  { moments }: Past,
  first: { startedAt: number },
): number[] {
  const added = changes.filter(({ field }) => field === 'dateAdd').length
  const changed = new Set(changes.filter(({ field }) => field !== 'dateAdd').map(({ agentId }) => agentId)).size
  return [index + 1, at, moments[index + 1]?.at ?? first.startedAt, changed, added, ...COUNTS.map((name) => counts[name])]
}

interface Since {
  readonly at: number
  readonly precision: AgentRecord['statusPrecision']
}

/** The row with what the past knows better than the first pass did; `null` when that is nothing. */
function withSince(agent: AgentRecord, asOf: number, sinceOf: (agentId: number, field: PastField) => Since): AgentRecord | null {
  const isUntold = (at: number | null, precision: string) => at === asOf && precision === 'at_least'
  const status = isUntold(agent.statusSince, agent.statusPrecision) ? sinceOf(agent.agentId, 'status') : null
  const sync = isUntold(agent.syncSince, agent.syncPrecision) ? sinceOf(agent.agentId, 'group_config_status') : null
  if (!status && !sync) return null
  return {
    ...agent,
    ...(status && { statusSince: status.at, statusPrecision: status.precision }),
    ...(sync && { syncSince: sync.at, syncPrecision: sync.precision }),
  }
}

function firstPass(db: Sqlite) {
  const row = db.get(SQL.firstPass)
  if (!row) return null
  const [id, kind, outcome, asOf, startedAt] = row
  return { id: Number(id), kind, outcome, asOf: toNumber(asOf ?? null), startedAt: Number(startedAt) }
}

const FIELDS = ['status', 'status_code', 'group_config_status'] as const satisfies readonly PastField[]
const COUNTS = ['total', 'active', 'disconnected', 'pending', 'neverConnected', 'synced', 'notSynced'] as const

const values = (from: number, count: number) => Array.from({ length: count }, (_, i) => `value->>${from + i}`).join(', ')
const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')

/** PostgreSQL needs other words for `json_each` and for the sequences, as in `writer-sql.ts`. */
const SQL = {
  firstPass: `SELECT id, kind, outcome, "asOf", "startedAt" FROM "Pass" ORDER BY id LIMIT 1`,
  lastPassId: `SELECT seq FROM sqlite_sequence WHERE name = 'Pass'`,
  agents: `SELECT ${quoted(AGENT_COLUMNS)} FROM "Agent"`,
  /** The oldest change of a field comes last. */
  changesSince: `SELECT "agentId", field, "fromValue" FROM "Transition" ORDER BY id DESC`,
  insertPasses: `INSERT INTO "Pass" (id, "managerId", kind, outcome, state, "startedAt", "finishedAt", "asOf", "nextBy", changes, added, ${quoted(COUNTS)}, unknown)
    SELECT value->>0, ?1, 'generated', 'ok', 'ok', value->>1, value->>1, value->>1, ${values(2, 3 + COUNTS.length)}, 0 FROM json_each(?2)`,
  insertTransitions: `INSERT INTO "Transition" (id, "agentKey", "agentId", field, "fromValue", "toValue", "at", "lastKeepAlive", "afterPassId", "passId", "afterAt", "seenAt", "managerId")
    SELECT ${values(0, 12)}, ?1 FROM json_each(?2)`,
} as const
