import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Scope, seesManager } from '#lib/agent/scope.ts'
import { type AgentStatus, toAgentStatus } from '#lib/agent/status.ts'
import type { PrismaClient } from '#prisma/generated/client/client.ts'
import { jsonRows } from './json-rows.ts'

/** Rows of one slice: some milliseconds of the page thread. */
const SLICE = 2_000
const ID_MAX = Number.MAX_SAFE_INTEGER
const DAY_MS = 86_400_000

/** One change of a status, or the coming of an endpoint (`field` is `dateAdd`). Times in epoch milliseconds, manager's clock. */
export interface StatusChange {
  readonly key: number
  readonly agentId: number
  readonly field: 'status' | 'dateAdd'
  readonly from: string | null
  readonly to: string | null
  /** The manager's own time of the change, where it gives one. */
  readonly at: number | null
  readonly lastKeepAlive: number | null
  /** Starts of the last pass that saw the old value and of the first that saw the new one. */
  readonly afterAt: number | null
  readonly seenAt: number
  /** `status_code` when it changed with the status. */
  readonly code: number | null
}

/** An endpoint that is gone. */
export interface Removal {
  readonly key: number
  readonly agentId: number
  readonly name: string
  readonly groups: readonly string[]
  readonly status: AgentStatus
  readonly removedAt: number
}

/** One change for people; those of `removed` have no values, `to` is the reason. */
export interface ChangeRow {
  readonly source: 'changed' | 'removed'
  readonly id: number
  readonly key: number
  readonly agentId: number
  readonly field: string
  readonly from: string | null
  readonly to: string | null
  readonly at: number | null
  readonly lastKeepAlive: number | null
  readonly afterAt: number | null
  readonly seenAt: number
}

/** Place of a change in the order of `around`. */
export type ChangePlace = readonly [seenAt: number, source: number, id: number]

/** The changes that passes saw. All agents of a manager are answered: the caller keeps those in scope. */
export function changesRepo(prisma: PrismaClient) {
  return {
    /** Changes of status and comings that passes saw from `from` up to `to`, newest first, in slices. */
    async *statusChanges(scope: Scope, managerId: string, from: number, to: number): AsyncGenerator<StatusChange[]> {
      if (!seesManager(scope, managerId)) return
      type Tuple = [number, number, number, string, ...(string | null)[]]
      // A code that changed with a status is noted right after it, so it comes first here.
      let code = { key: 0, seenAt: 0, value: null as number | null }
      for (let place: [number, number] = [to, 0]; ; ) {
        const tuples = await jsonRows<Tuple>(prisma, STATUS, managerId, from, ...place, SLICE)
        const slice: StatusChange[] = []
        for (const [, key, agentId, field, ...rest] of tuples) {
          const [before, after, at, lastKeepAlive, afterAt] = rest
          const seenAt = Number(rest[5])
          if (field === 'status_code') code = { key, seenAt, value: toNumber(after) }
          if (field !== 'status' && field !== 'dateAdd') continue
          slice.push({
            ...{ key, agentId, field, from: before ?? null, to: after ?? null, at: toNumber(at), seenAt },
            ...{ lastKeepAlive: toNumber(lastKeepAlive), afterAt: toNumber(afterAt) },
            code: code.key === key && code.seenAt === seenAt ? code.value : null,
          })
        }
        yield slice
        const last = tuples[tuples.length - 1]
        if (!last || tuples.length < SLICE) return
        place = [Number(last[9]), last[0]]
        await nextTurn()
      }
    },

    /** Endpoints that a pass missed from `from` up to `to`, newest first. */
    async removals(scope: Scope, managerId: string, from: number, to: number): Promise<Removal[]> {
      if (!seesManager(scope, managerId)) return []
      type Tuple = [number, number, string, string | null, string | null, number]
      const tuples = await jsonRows<Tuple>(prisma, REMOVALS, managerId, from, to)
      return tuples.map(([key, agentId, name, groups, status, removedAt]) => ({
        ...{ key, agentId, name, groups: toGroups(groups), status: toAgentStatus(status ?? ''), removedAt },
      }))
    },

    /** Endpoints that are gone, of those with some keys. */
    async gone(scope: Scope, managerId: string, keys: readonly number[]): Promise<Omit<Removal, 'removedAt'>[]> {
      if (!seesManager(scope, managerId) || keys.length === 0) return []
      type Tuple = [number, number, string, string | null, string | null]
      const tuples = await jsonRows<Tuple>(prisma, GONE, JSON.stringify(keys))
      return tuples.map(([key, agentId, name, groups, status]) => ({
        ...{ key, agentId, name, groups: toGroups(groups), status: toAgentStatus(status ?? '') },
      }))
    },

    /**
     * Changes that happened, or may have happened, between two times: those that a pass saw then, and those of the first pass after.
     * In order of the pass and of their coming in. @param after the place of the last one that is known already
     */
    async around(
      scope: Scope,
      managerId: string,
      window: { from: number; to: number; field: string | null },
      after: ChangePlace,
      limit: number,
    ): Promise<ChangeRow[]> {
      if (!seesManager(scope, managerId)) return []
      const { from, to, field } = window
      const [row] = await jsonRows<(number | null)[]>(prisma, NEXT_FULL, to, managerId)
      const [oldest = null, next = null] = row ?? []
      // Of times whose passes are forgotten, a day after says enough; while no full pass came after, all that came does.
      const until = oldest !== null && to < oldest ? Math.min(next ?? ID_MAX, to + DAY_MS) : (next ?? ID_MAX)
      const [seenAt, source, id] = after
      // Of one pass, changes come before removals.
      const own = (mine: number) => [managerId, from, until, to, seenAt, source === mine ? id : source < mine ? -1 : ID_MAX]
      const filter = [field ?? '', field ?? '', limit]
      type Tuple = [0 | 1, number, number, number, string, ...(string | number | null)[]]
      const tuples = await jsonRows<Tuple>(prisma, AROUND, ...own(0), ...filter, ...own(1), ...filter, limit)
      return tuples.map(([source, id, key, agentId, name, ...rest]) => {
        const [before, value, at, lastKeepAlive, afterAt, seenAt] = rest
        return {
          ...{ source: source === 0 ? ('changed' as const) : ('removed' as const), id, key, agentId, field: name },
          ...{ from: toText(before), to: toText(value), at: toNumber(at), lastKeepAlive: toNumber(lastKeepAlive) },
          ...{ afterAt: toNumber(afterAt), seenAt: Number(seenAt) },
        }
      })
    },
  }
}

/** The place of a change among all of its manager. */
export function placeOf({ seenAt, source, id }: Pick<ChangeRow, 'seenAt' | 'source' | 'id'>): ChangePlace {
  return [seenAt, source === 'changed' ? 0 : 1, id]
}

function toGroups(json: string | null): string[] {
  const groups: unknown = JSON.parse(json ?? '[]')
  return Array.isArray(groups) ? groups.map(String) : []
}

function toNumber(value: string | number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value)
}
function toText(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}

const list = (columns: string, from: string) => `SELECT json_group_array(json_array(${columns})) AS data FROM (${from})`

const STATUS = list(
  'id, agentKey, agentId, field, fromValue, toValue, "at", lastKeepAlive, afterAt, seenAt',
  `SELECT * FROM Transition WHERE managerId = ? AND seenAt >= ? AND (seenAt, id) < (?, ?)
    AND field IN ('status', 'dateAdd', 'status_code') ORDER BY seenAt DESC, id DESC LIMIT ?`,
)

const GONE_COLUMNS = `key, agentId, name, last ->> 'groups', last ->> 'status'`
const REMOVALS = list(
  `${GONE_COLUMNS}, removedAt`,
  `SELECT * FROM Tombstone WHERE managerId = ? AND removedAt >= ? AND removedAt < ? ORDER BY removedAt DESC, key DESC`,
)
const GONE = list(GONE_COLUMNS, `SELECT * FROM Tombstone WHERE key IN (SELECT value FROM json_each(?))`)

/** A full pass sees every endpoint, so what happened before it is known at it. Small ones see what others are like, hidden ones too. */
const NEXT_FULL = list(
  'oldest, next',
  `SELECT min(asOf) AS oldest, min(CASE WHEN asOf > ? THEN asOf END) AS next
    FROM Pass WHERE managerId = ? AND outcome = 'ok' AND kind <> 'small'`,
)

const CHANGE = 'source, id, key, agentId, field, fromValue, toValue, "at", lastKeepAlive, afterAt, seenAt'
const AROUND = list(
  CHANGE,
  `SELECT * FROM (SELECT 0 AS source, id, agentKey AS key, agentId, field, fromValue, toValue, "at", lastKeepAlive, afterAt, seenAt
      FROM Transition WHERE managerId = ? AND seenAt >= ? AND seenAt <= ? AND (afterAt IS NULL OR afterAt <= ?)
      AND (seenAt, id) > (?, ?) AND (? = '' OR field = ?) ORDER BY seenAt, id LIMIT ?)
    UNION ALL SELECT * FROM (SELECT 1 AS source, key AS id, key, agentId, 'removed' AS field, NULL, reason, NULL, lastKeepAlive,
      lastAt AS afterAt, removedAt AS seenAt
      FROM Tombstone WHERE managerId = ? AND removedAt >= ? AND removedAt <= ? AND (lastAt IS NULL OR lastAt <= ?)
      AND (removedAt, key) > (?, ?) AND (? = '' OR 'removed' = ?) ORDER BY removedAt, key LIMIT ?)
    ORDER BY seenAt, source, id LIMIT ?`,
)
