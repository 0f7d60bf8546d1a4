import { MANAGER_STATES, type ManagerState } from '#lib/contract/sync.ts'
import type { PrismaClient } from '#prisma/generated/client/client.ts'
import { COLUMNS_BY_KIND } from './agent-record.ts'
import { jsonRows } from './json-rows.ts'
import { type ManagerReport, REPORT_COLUMNS } from './manager-report.ts'

/** What readers need of one manager, cheap enough to ask twice a second. Times in epoch milliseconds. */
export interface ManagerRow {
  readonly id: string
  readonly name: string
  readonly state: ManagerState
  /** Our clock, end of the last complete pass. */
  readonly lastSyncAt: number | null
  /** Manager's clock at the start of that pass. */
  readonly asOf: number | null
  /** The same of the last full pass, the only kind that reads active agents which are not out of sync. */
  readonly fullAsOf: number | null
  readonly revision: number
  /** The manager's own version, such as `v4.14.7`. */
  readonly version: string | null
  readonly report: ManagerReport
}

/** Column order of one agent in `AgentTuple`: whole numbers, then text, then numbers that may be missing. */
export const TUPLE_COLUMNS = {
  whole: ['key', 'agentId', 'revision'],
  text: COLUMNS_BY_KIND.text,
  number: [...COLUMNS_BY_KIND.number, 'lastKeepAlive'],
} as const

export type TextName = (typeof TUPLE_COLUMNS.text)[number]
export type NumberName = (typeof TUPLE_COLUMNS.number)[number]

/** One agent as an array in the order of `TUPLE_COLUMNS`; `groups` is the JSON text of an array. */
export type AgentTuple = readonly (string | number | null)[]
/** Key of the agent, manager's clock in ms. */
export type KeepaliveTuple = readonly [key: number, lastKeepAlive: number]
/** Key of the agent that is gone, revision of its removal. */
export type TombstoneTuple = readonly [key: number, revision: number]
/** Id of the change, key of the agent, manager's clock at the start of the pass that saw it, ms. */
export type StatusChangeTuple = readonly [id: number, key: number, seenAt: number]

/**
 * Reads rows that are newer than a revision, a slice at a time, each slice as one JSON string: so thousands of rows
 * cross the driver as one value and a slice never holds the thread for long.
 */
export function fleetRows(prisma: PrismaClient) {
  const json = <T>(sql: string, ...values: (string | number)[]) => jsonRows<T>(prisma, sql, ...values)

  return {
    /** Every manager in the store, by id. */
    async managers(): Promise<ManagerRow[]> {
      type Tuple = [string, string, string, number | null, number | null, number | null, number, string | null, ManagerReport]
      const tuples = await json<Tuple>(MANAGERS)
      return tuples.map(([id, name, state, lastSyncAt, asOf, fullAsOf, revision, version, report]) => ({
        id,
        name,
        state: MANAGER_STATES.find((known) => known === state) ?? 'degraded',
        lastSyncAt,
        asOf,
        fullAsOf,
        revision,
        version,
        report,
      }))
    },

    /** All agents of a manager in order of their ids, from the one after `afterId`. */
    agentsById: (managerId: string, afterId: number, limit: number) => json<AgentTuple>(AGENTS_BY_ID, managerId, afterId, limit),

    /** Agents changed after `after.revision`, in order of revision and key, from the one after (`revision`, `key`). */
    agentsSince: (managerId: string, after: { revision: number; key: number }, limit: number) =>
      json<AgentTuple>(AGENTS_SINCE, managerId, after.revision, after.key, limit),

    /** Keep-alives moved after `revision` among the keys after `afterKey`, in order of key. */
    keepalivesSince: (managerId: string, revision: number, afterKey: number, limit: number) =>
      json<KeepaliveTuple>(KEEPALIVES_SINCE, managerId, revision, afterKey, limit),

    /** Agents that went after `after.revision`, in order of revision and key. */
    tombstonesSince: (managerId: string, after: { revision: number; key: number }, limit: number) =>
      json<TombstoneTuple>(TOMBSTONES_SINCE, managerId, after.revision, after.key, limit),

    /** Changes of status in the order in which passes saw them, from the one after (`seenAt`, `id`). */
    statusChanges: (managerId: string, after: { seenAt: number; id: number }, limit: number) =>
      json<StatusChangeTuple>(STATUS_CHANGES, managerId, after.seenAt, after.id, limit),

    /** Lowest id of any change of any agent; `null` when there is none. */
    async oldestChange(): Promise<number | null> {
      const [id] = await json<number | null>(OLDEST_CHANGE)
      return id ?? null
    },
  }
}
export type FleetRows = ReturnType<typeof fleetRows>

const REPORT = [
  ...REPORT_COLUMNS.map((name) => `'${name}', ${name}`),
  `'lastPassId', (SELECT max(id) FROM Pass WHERE managerId = m.id AND finishedAt IS NOT NULL)`,
].join(', ')
const MANAGERS = `SELECT json_group_array(json_array(id, name, state, lastSyncAt, asOf, fullAsOf, revision, version, json_object(${REPORT}))) AS data
  FROM (SELECT * FROM Manager ORDER BY id) AS m`

const AGENT_COLUMNS = [...TUPLE_COLUMNS.whole, ...TUPLE_COLUMNS.text, ...TUPLE_COLUMNS.number]
const AGENT_LIST = AGENT_COLUMNS.map((name) => `"${name}"`).join(', ')

const agents = (where: string, order: string) => `SELECT json_group_array(json_array(${AGENT_LIST})) AS data FROM (
  SELECT a.*, k.lastKeepAlive FROM Agent a LEFT JOIN Keepalive k ON k.agentKey = a.key
  WHERE a.managerId = ? AND ${where} ORDER BY ${order} LIMIT ?)`

const AGENTS_BY_ID = agents('a.agentId > ?', 'a.agentId')
const AGENTS_SINCE = agents('(a.revision, a.key) > (?, ?)', 'a.revision, a.key')

const KEEPALIVES_SINCE = `SELECT json_group_array(json_array(agentKey, lastKeepAlive)) AS data FROM (
  SELECT agentKey, lastKeepAlive FROM Keepalive WHERE managerId = ? AND revision > ? AND agentKey > ? ORDER BY agentKey LIMIT ?)`

const TOMBSTONES_SINCE = `SELECT json_group_array(json_array(key, revision)) AS data FROM (
  SELECT key, revision FROM Tombstone WHERE managerId = ? AND (revision, key) > (?, ?) ORDER BY revision, key LIMIT ?)`

const STATUS_CHANGES = `SELECT json_group_array(json_array(id, agentKey, seenAt)) AS data FROM (
  SELECT id, agentKey, seenAt FROM Transition WHERE managerId = ? AND (seenAt, id) > (?, ?) AND field = 'status'
  ORDER BY seenAt, id LIMIT ?)`

const OLDEST_CHANGE = 'SELECT json_array(min(id)) AS data FROM Transition'
