import { inScope, type Scope } from '#lib/agent/scope.ts'
import type { Change } from '#lib/insight/moment/field-at.ts'
import { AGENT_COLUMNS, type AgentRecord, fromCells } from './agent-record.ts'
import { type ConnectionPast, readConnection } from './connection-past.ts'
import { jsonRows } from './json-rows.ts'
import type { StoreClient } from './prisma.ts'
import type { SqlValue } from './sqlite.ts'
import { type VisibleEndpoint, visibleEndpoint } from './visible-endpoint.ts'

/** Changes of one endpoint that are read at most: a change every half an hour for a year. */
export const CHANGES_MAX = 20_000

const REMOVAL_REASONS = ['removed', 'replaced', 'out_of_sight'] as const
type RemovalReason = (typeof REMOVAL_REASONS)[number]

/** An endpoint that is gone. Times in epoch milliseconds, manager's clock. */
export interface RemovedEndpoint {
  readonly endpoint: VisibleEndpoint
  /** As it was last seen. */
  readonly last: AgentRecord
  readonly lastKeepAlive: number | null
  /** `out_of_sight`: it may still be there, but the account that collects does not see it any more. */
  readonly reason: RemovalReason
  readonly lastAt: number | null
  readonly removedAt: number
}

/** What is kept of single endpoints. */
export function endpointPastRepo(prisma: StoreClient) {
  return {
    /** The newest `CHANGES_MAX` changes of an endpoint, the oldest of them first. */
    async changes({ manager, key }: VisibleEndpoint): Promise<Change[]> {
      return (await jsonRows<Tuple>(prisma, CHANGES, manager, key, CHANGES_MAX)).reverse().map(toChange)
    },

    /** Of the changes up to one, so many before the newest `skipped`; the newest first. */
    async changesUpTo({ manager, key }: VisibleEndpoint, id: number, limit: number, skipped: number): Promise<Change[]> {
      return (await jsonRows<Tuple>(prisma, CHANGES_UP_TO, manager, key, id, limit, skipped)).map(toChange)
    },

    /** What a year of an endpoint takes. @param after counts the changes that were seen later */
    connection: async (endpoint: VisibleEndpoint, after: number): Promise<ConnectionPast> =>
      readConnection(prisma, endpoint, after, CHANGES_MAX),

    /** Endpoints in scope that had an id and are gone, the newest first. */
    removedById: (scope: Scope, manager: string, agentId: number) => removed(scope, manager, 'agentId', agentId),
    /** The same by name, letters of ASCII in any case. */
    removedByName: (scope: Scope, manager: string, name: string) => removed(scope, manager, 'name', name),
    /** The same by the address of their registration, as the manager writes it. */
    removedByAddress: (scope: Scope, manager: string, registerIp: string) => removed(scope, manager, 'registerIp', registerIp),

    /** Since when a manager is watched by passes that are kept, and since when by true ones; `null` without any. */
    async firstPass(manager: string): Promise<{ at: number; trueSince: number | null } | null> {
      const [row] = await jsonRows<(number | null)[]>(prisma, FIRST, manager, manager)
      const [at, trueSince] = row ?? []
      return typeof at === 'number' ? { at, trueSince: trueSince ?? null } : null
    },
  }

  async function removed(
    scope: Scope,
    manager: string,
    by: keyof typeof REMOVED,
    value: string | number,
  ): Promise<RemovedEndpoint[]> {
    type Tuple = [number, string, number | null, string, number | null, number | null]
    const tuples = await jsonRows<Tuple>(prisma, REMOVED[by], manager, value, REMOVED_READ)
    const seen = tuples.flatMap(([key, json, lastKeepAlive, reason, lastAt, removedAt]) => {
      const last = recordOf(json)
      if (!inScope(scope, { manager, id: String(last.agentId), groups: groupsOf(last) })) return []
      return {
        ...{ endpoint: visibleEndpoint(manager, key), last, lastKeepAlive, lastAt, removedAt: removedAt ?? lastAt ?? 0 },
        reason: REMOVAL_REASONS.find((known) => known === reason) ?? 'removed',
      }
    })
    return seen.slice(0, REMOVED_MAX)
  }
}

type Tuple = [string, string | null, string | null, number | null, number | null, number | null, number | null]

function toChange([field, from, to, at, lastKeepAlive, afterAt, seenAt]: Tuple): Change {
  return { field, from, to, at, lastKeepAlive, afterAt, seenAt: seenAt ?? afterAt ?? 0 }
}

/** The groups of a stored row. */
export function groupsOf({ groups }: Pick<AgentRecord, 'groups'>): string[] {
  const parsed: unknown = JSON.parse(groups)
  return Array.isArray(parsed) ? parsed.map(String) : []
}

/** The collector wrote the row, so its cells are what the columns hold. */
function recordOf(json: string): AgentRecord {
  const row = JSON.parse(json) as Readonly<Record<string, SqlValue>>
  return fromCells(AGENT_COLUMNS.map((column) => row[column] ?? null))
}

/** Read before the scope is asked: those that it hides must not take the place of others. */
const REMOVED_READ = 500
const REMOVED_MAX = 50

const newest = (rows: string) =>
  `SELECT json_group_array(json_array(field, fromValue, toValue, "at", lastKeepAlive, afterAt, seenAt)) AS data
  FROM (SELECT * FROM Transition WHERE managerId = ? AND agentKey = ? ${rows})`
const CHANGES = newest('ORDER BY id DESC LIMIT ?')
const CHANGES_UP_TO = newest('AND id <= ? ORDER BY id DESC LIMIT ? OFFSET ?')
const removedWhere = (
  condition: string,
) => `SELECT json_group_array(json_array(key, last, lastKeepAlive, reason, lastAt, removedAt)) AS data
  FROM (SELECT * FROM Tombstone WHERE managerId = ? AND ${condition} ORDER BY key DESC LIMIT ?)`
const REMOVED = {
  agentId: removedWhere('agentId = ?'),
  name: removedWhere('name = ? COLLATE NOCASE'),
  registerIp: removedWhere(`last ->> 'registerIp' = ?`),
} as const
const PASSED = `SELECT asOf FROM Pass WHERE managerId = ? AND outcome IN ('ok', 'unconfirmed') AND asOf IS NOT NULL`
const FIRST = `SELECT json_array(json_array((${PASSED} ORDER BY id LIMIT 1), (${PASSED} AND kind <> 'generated' ORDER BY id LIMIT 1))) AS data`
