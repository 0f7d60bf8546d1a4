import { type Scope, seesGroup } from '#lib/agent/scope.ts'
import type { SyncChange } from '#lib/insight/arrivals.ts'
import { jsonRows } from './json-rows.ts'
import type { StoreClient } from './prisma.ts'
import type { VisibleEndpoint } from './visible-endpoint.ts'

/** What is known of one group's shared configuration. Times on the manager's clock, epoch milliseconds. */
export interface GroupPast {
  readonly name: string
  readonly mergedSum: string | null
  readonly configSum: string | null
  /** Start of the pass that first saw the present sum; `null` when no other one was ever seen. */
  readonly changedAt: number | null
  /** Whether its agent.conf changed then, or only another of its files; `null` without a change. */
  readonly confChanged: boolean | null
}

/** When an endpoint's own record last changed, as far as passes saw it. */
export interface SyncPast {
  /** Start of the last pass that saw it in sync before it no longer was; `null` when none did. */
  readonly syncedAt: number | null
  /** Start of the pass that first saw it with the sum that it holds; `null` when it never had another. */
  readonly heldSince: number | null
  /** The same of its groups. */
  readonly regroupedAt: number | null
}

export function syncRows(prisma: StoreClient) {
  return {
    /** Groups of a manager in the order of `names`, without those that are unknown or out of scope. */
    async groups(scope: Scope, manager: string, names: readonly string[]): Promise<GroupPast[]> {
      const visible = names.filter((name) => seesGroup(scope, manager, name))
      if (visible.length === 0) return []
      type Tuple = [string, string | null, string | null, number | null, string | null, number]
      const tuples = await jsonRows<Tuple>(prisma, GROUPS, manager, JSON.stringify(visible))
      const known = new Map(tuples.map((tuple) => [tuple[0], toGroup(tuple)]))
      return visible.flatMap((name) => known.get(name) ?? [])
    },

    async endpoint({ manager, key }: VisibleEndpoint): Promise<SyncPast> {
      const [row] = await jsonRows<(number | null)[]>(prisma, ENDPOINT, manager, key)
      const [syncedAt = null, heldSince = null, regroupedAt = null] = row ?? []
      return { syncedAt, heldSince, regroupedAt }
    },

    /** Changes of all endpoints of a manager, the newest first, from the one before (`seenAt`, `id`) and after `since`. */
    async changesBefore(
      manager: string,
      before: { readonly seenAt: number; readonly id: number },
      since: number,
      limit: number,
    ): Promise<{ changes: SyncChange[]; next: { seenAt: number; id: number } | null }> {
      type Tuple = [number, number, string, string | null, number | null, number]
      const tuples = await jsonRows<Tuple>(prisma, CHANGES, manager, before.seenAt, before.id, since, limit)
      const last = tuples[tuples.length - 1]
      const changes = tuples.flatMap(([, key, field, to, after, seen]) =>
        field === 'status' || field === 'group_config_status' ? [{ key, kind: kindOf(field, to), after, seen }] : [],
      )
      return { changes, next: last && tuples.length === limit ? { seenAt: last[5], id: last[0] } : null }
    },
  }
}

function kindOf(field: string, to: string | null): SyncChange['kind'] {
  return field === 'group_config_status' && (to === 'synced' || to === 'not synced') ? to : 'other'
}

function toGroup([name, mergedSum, configSum, seenAt, confBefore, others]: [
  string,
  string | null,
  string | null,
  number | null,
  string | null,
  number,
]): GroupPast {
  const isChanged = others > 0
  return {
    name,
    mergedSum,
    configSum,
    changedAt: isChanged ? seenAt : null,
    confChanged: isChanged ? configSum !== confBefore : null,
  }
}

const GROUPS = `SELECT json_group_array(json_array(name, mergedSum, configSum, seenAt,
    (SELECT p.configSum FROM GroupSum p WHERE p.managerId = g.managerId AND p.name = g.name AND p.id < g.id ORDER BY p.id DESC LIMIT 1),
    (SELECT count(*) FROM GroupSum p WHERE p.managerId = g.managerId AND p.name = g.name AND p.id < g.id))) AS data
  FROM GroupSum g WHERE managerId = ? AND "current" AND name IN (SELECT value FROM json_each(?))`

const newest = (column: string, where: string) =>
  `(SELECT ${column} FROM Transition WHERE managerId = ?1 AND agentKey = ?2 AND ${where} ORDER BY id DESC LIMIT 1)`
const ENDPOINT = `SELECT json_array(json_array(
  ${newest('afterAt', `field = 'group_config_status' AND fromValue = 'synced'`)},
  ${newest('seenAt', `field = 'mergedSum'`)},
  ${newest('seenAt', `field = 'group'`)})) AS data`

const CHANGES = `SELECT json_group_array(json_array(id, agentKey, field, toValue, afterAt, seenAt)) AS data FROM (
  SELECT * FROM Transition WHERE managerId = ?1 AND (seenAt, id) < (?2, ?3) AND seenAt > ?4 ORDER BY seenAt DESC, id DESC LIMIT ?5)`
