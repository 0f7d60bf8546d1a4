import { AGENT_COLUMNS } from './agent-record.ts'

/**
 * Every statement of the collector, in SQLite's words. PostgreSQL needs another set: `jsonb_array_elements` for `json_each`,
 * `json_agg` for `json_group_array`, numbered parameters. Bulk statements take one JSON array of arrays.
 */
const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')
const cells = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `value->>${i + from}`).join(', ')

const AGENT_LIST = quoted(AGENT_COLUMNS)
const TRANSITION_COLUMNS = ['agentKey', 'agentId', 'field', 'fromValue', 'toValue', 'at', 'lastKeepAlive', 'afterPassId'] as const
const TOMBSTONE_COLUMNS = ['key', 'agentId', 'name', 'last', 'lastKeepAlive', 'reason', 'lastPassId'] as const

/** Manager's clock at the start of a pass. */
const startOf = (pass: string) => `(SELECT "asOf" FROM "Pass" WHERE id = ${pass})`

export const SQL = {
  // Managers
  ensureManager: `INSERT INTO "Manager" (id, name, stateSince) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET name = excluded.name`,
  raiseRevision: `UPDATE "Manager" SET revision = revision + 1 WHERE id = ?1 RETURNING revision`,

  // The fleet
  agentsOf: `SELECT ${AGENT_LIST} FROM "Agent" WHERE "managerId" = ?1 AND "agentId" IN (SELECT value FROM json_each(?2))`,
  /** A slice of the fleet as one JSON text: thousands of cells cross the driver as one value. */
  fleetSlice: `SELECT json_group_array(json_array(a."agentId", a.key, a.status, a."groupConfigStatus", k."lastKeepAlive",
      max(a."firstPassId", coalesce((SELECT t."passId" FROM "Transition" t WHERE t."agentKey" = a.key ORDER BY t.id DESC LIMIT 1), 0))))
    FROM (SELECT * FROM "Agent" WHERE "managerId" = ?1 AND "agentId" > ?2 ORDER BY "agentId" LIMIT ?3) a
    LEFT JOIN "Keepalive" k ON k."agentKey" = a.key`,
  highestKey: `SELECT max(coalesce((SELECT max(key) FROM "Agent"), 0), coalesce((SELECT max(key) FROM "Tombstone"), 0))`,
  upsertAgents: `INSERT INTO "Agent" (${AGENT_LIST}, "managerId", revision)
    SELECT ${cells(AGENT_COLUMNS.length)}, ?1, ?2 FROM json_each(?3) WHERE true
    ON CONFLICT (key) DO UPDATE SET ${AGENT_COLUMNS.filter((name) => name !== 'key')
      .map((name) => `"${name}" = excluded."${name}"`)
      .join(', ')}, revision = excluded.revision`,
  deleteAgents: `DELETE FROM "Agent" WHERE key IN (SELECT value FROM json_each(?1))`,
  upsertKeepalives: `INSERT INTO "Keepalive" ("agentKey", "lastKeepAlive", "managerId", revision)
    SELECT value->>0, value->>1, ?1, ?2 FROM json_each(?3) WHERE true
    ON CONFLICT ("agentKey") DO UPDATE SET "lastKeepAlive" = excluded."lastKeepAlive", revision = excluded.revision`,
  deleteKeepalives: `DELETE FROM "Keepalive" WHERE "agentKey" IN (SELECT value FROM json_each(?1))`,
  insertTombstones: `INSERT INTO "Tombstone" (${quoted(TOMBSTONE_COLUMNS)}, "managerId", "removedPassId", revision, "lastAt", "removedAt")
    SELECT ${cells(TOMBSTONE_COLUMNS.length)}, ?1, ?2, ?3, ${startOf(`value->>${TOMBSTONE_COLUMNS.indexOf('lastPassId')}`)}, ${startOf('?2')}
    FROM json_each(?4)`,
  tombstonesOf: `SELECT last, "lastKeepAlive", "lastPassId" FROM "Tombstone"
    WHERE "managerId" = ?1 AND "agentId" IN (SELECT value FROM json_each(?2)) ORDER BY key DESC`,
  deleteTombstones: `DELETE FROM "Tombstone" WHERE key IN (SELECT value FROM json_each(?1))`,
  insertTransitions: `INSERT INTO "Transition" (${quoted(TRANSITION_COLUMNS)}, "managerId", "passId", "afterAt", "seenAt")
    SELECT ${cells(TRANSITION_COLUMNS.length)}, ?1, ?2, ${startOf(`value->>${TRANSITION_COLUMNS.indexOf('afterPassId')}`)}, ${startOf('?2')}
    FROM json_each(?3)`,

  // Groups
  currentSums: `SELECT name, "mergedSum", "configSum" FROM "GroupSum" WHERE "managerId" = ?1 AND current`,
  retireSums: `UPDATE "GroupSum" SET current = false WHERE "managerId" = ?1 AND current AND name IN (SELECT value FROM json_each(?2))`,
  insertSums: `INSERT INTO "GroupSum" ("managerId", name, "mergedSum", "configSum", "passId", "seenAt", current)
    SELECT ?1, ${cells(3)}, ?2, ${startOf('?2')}, true FROM json_each(?3)`,

  // Passes
  beginPass: `INSERT INTO "Pass" ("managerId", kind, outcome, "startedAt") VALUES (?1, ?2, 'running', ?3) RETURNING id`,
  lastPass: `SELECT id FROM "Pass" WHERE "managerId" = ?1 AND kind = ?2 AND outcome = 'ok' ORDER BY id DESC LIMIT 1`,
  interruptPasses: `UPDATE "Pass" SET outcome = 'interrupted', "finishedAt" = ?1, problem = 'The collector ended during this pass.'
    WHERE outcome = 'running'`,
  /** Looks at the oldest ones only, so that it costs the same whether or not one of them is due. */
  prunePasses: `DELETE FROM "Pass" WHERE id IN (SELECT id FROM
    (SELECT id, "startedAt" FROM "Pass" WHERE "managerId" = ?1 ORDER BY id LIMIT 500) WHERE "startedAt" < ?2)`,

  // Lease
  takeLease: `INSERT INTO "Lease" (name, holder, "expiresAt") VALUES (?1, ?2, ?3) ON CONFLICT (name)
    DO UPDATE SET holder = excluded.holder, "expiresAt" = excluded."expiresAt"`,
  readLease: `SELECT holder, "expiresAt" FROM "Lease" WHERE name = ?1`,
  dropLease: `DELETE FROM "Lease" WHERE name = ?1 AND holder = ?2`,
} as const

/** `UPDATE … SET` for a few columns of one row; the names come from our own types, never from outside. */
export function updateSql(table: 'Manager' | 'Pass', columns: readonly string[]): string {
  return `UPDATE "${table}" SET ${columns.map((name) => `"${name}" = ?`).join(', ')} WHERE id = ?`
}
