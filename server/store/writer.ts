import { AGENT_COLUMNS, type AgentRecord, fromCells, toCells, toNumber, toText } from './agent-record.ts'
import { historyPruner } from './history-pruner.ts'
import type { Lease } from './lease.ts'
import { type ManagerPatch, type ManagerRecord, patchManager, readManager } from './manager-row.ts'
import { rollUpsWriter } from './rollups-writer.ts'
import type { Sqlite, SqlValue } from './sqlite.ts'
import { SQL, updateSql } from './writer-sql.ts'

/** One change of one field; `field` and values as the model `Transition` says. */
export interface TransitionRecord {
  readonly agentKey: number
  readonly agentId: number
  readonly field: string
  readonly from: string | null
  readonly to: string | null
  readonly at: number | null
  readonly lastKeepAlive: number | null
  readonly afterPassId: number | null
}

/** An endpoint that goes, with its last known row. */
export interface GoneRecord {
  readonly agent: AgentRecord
  readonly lastKeepAlive: number | null
  readonly reason: 'removed' | 'replaced' | 'out_of_sight'
  readonly lastPassId: number
}

/** An endpoint that went, as its tombstone keeps it. */
export type BuriedRecord = Omit<GoneRecord, 'reason'>

/** What one transaction changes of a fleet. */
export interface FleetChanges {
  /** New and changed rows; new ones carry a key from `nextKey`. */
  readonly agents: readonly AgentRecord[]
  readonly keepalives: readonly (readonly [key: number, lastKeepAlive: number])[]
  readonly transitions: readonly TransitionRecord[]
  readonly gone: readonly GoneRecord[]
  /** Keys of tombstones whose endpoints are among `agents` again. */
  readonly revived: readonly number[]
}

export interface PassPatch {
  outcome?: 'running' | 'ok' | 'failed' | 'interrupted' | 'unconfirmed'
  problem?: string | null
  /** The manager's state after it; `null` when our own store was the trouble. */
  state?: string | null
  finishedAt?: number
  /** Our clock: when the next pass begins at the latest. */
  nextBy?: number | null
  asOf?: number
  requests?: number
  rows?: number
  badRows?: number
  unknownStatuses?: number
  changes?: number
  added?: number
  removed?: number
  total?: number
  active?: number
  disconnected?: number
  pending?: number
  neverConnected?: number
  unknown?: number
  synced?: number
  notSynced?: number
}

/** One agent of `loadFleet`: `[agentId, key, status, groupConfigStatus, lastKeepAlive, pass that wrote its newest change]`. */
export type FleetEntry = readonly [number, number, string, string, number | null, number]

export interface GroupSums {
  readonly name: string
  readonly mergedSum: string | null
  readonly configSum: string | null
}

export type Writer = ReturnType<typeof createWriter>

/** A transaction that changes nothing of the fleet. */
export const NO_CHANGES: FleetChanges = { agents: [], keepalives: [], transitions: [], gone: [], revived: [] }

const FLEET_SLICE = 5_000

/**
 * The one writer of fleet data. Every method that writes is one short transaction that first makes sure that `lease` is still ours;
 * those that readers must see raise `Manager.revision` in it.
 * @throws the driver's error (locked, full, read-only, …) or `LeaseLost`
 */
export function createWriter(db: Sqlite, lease: Lease) {
  let lastKey = toNumber(db.get(SQL.highestKey)?.[0]) ?? 0

  function write<T>(work: () => T): T {
    return db.transaction(() => {
      lease.check()
      return work()
    })
  }
  const raise = (managerId: string) => toNumber(db.all(SQL.raiseRevision, managerId)[0]?.[0]) ?? 0

  return {
    /** Adds the manager or takes over its new name. */
    ensureManager(managerId: string, name: string, now: number): void {
      write(() => db.run(SQL.ensureManager, managerId, name, now))
    },

    manager: (managerId: string): ManagerRecord => readManager(db, managerId),

    setManager(managerId: string, patch: ManagerPatch): void {
      write(() => {
        raise(managerId)
        patchManager(db, managerId, patch)
      })
    },

    /** The whole fleet of a manager by rising id, in slices. */
    *loadFleet(managerId: string): Generator<readonly FleetEntry[]> {
      for (let after = -1; ; ) {
        const slice = asEntries(db.get(SQL.fleetSlice, managerId, after, FLEET_SLICE)?.[0])
        if (slice.length > 0) yield slice
        const last = slice[slice.length - 1]
        if (!last || slice.length < FLEET_SLICE) return
        after = last[0]
      }
    },

    /** Stored rows of some agents, by agent id. */
    readAgents(managerId: string, ids: readonly number[]): Map<number, AgentRecord> {
      if (ids.length === 0) return new Map()
      const agents = db.all(SQL.agentsOf, managerId, JSON.stringify(ids)).map(fromCells)
      return new Map(agents.map((agent) => [agent.agentId, agent]))
    },

    /** Endpoints that had some agent ids and went; the newest first. */
    readTombstones(managerId: string, ids: readonly number[]): BuriedRecord[] {
      if (ids.length === 0) return []
      return db.all(SQL.tombstonesOf, managerId, JSON.stringify(ids)).map(([last, lastKeepAlive, lastPassId]) => ({
        agent: fromLastRow(toText(last) ?? '{}'),
        lastKeepAlive: toNumber(lastKeepAlive),
        lastPassId: toNumber(lastPassId) ?? 0,
      }))
    },

    /** A key that no endpoint ever had. */
    nextKey: () => ++lastKey,

    /** Commits changes of a fleet together with what is said of manager and pass. @returns the revision they carry */
    commit(
      managerId: string,
      passId: number,
      changes: FleetChanges,
      patch: { manager?: ManagerPatch; pass?: PassPatch } = {},
    ): number {
      return write(() => {
        const revision = raise(managerId)
        if (changes.gone.length > 0) {
          const keys = JSON.stringify(changes.gone.map(({ agent }) => agent.key))
          const rows = changes.gone.map(({ agent, lastKeepAlive, reason, lastPassId }) => [
            agent.key,
            agent.agentId,
            agent.name,
            lastRow(agent),
            lastKeepAlive,
            reason,
            lastPassId,
          ])
          db.run(SQL.insertTombstones, managerId, passId, revision, JSON.stringify(rows))
          db.run(SQL.deleteAgents, keys)
          db.run(SQL.deleteKeepalives, keys)
        }
        if (changes.revived.length > 0) db.run(SQL.deleteTombstones, JSON.stringify(changes.revived))
        if (changes.agents.length > 0) db.run(SQL.upsertAgents, managerId, revision, JSON.stringify(changes.agents.map(toCells)))
        if (changes.keepalives.length > 0) db.run(SQL.upsertKeepalives, managerId, revision, JSON.stringify(changes.keepalives))
        if (changes.transitions.length > 0) {
          const rows = changes.transitions.map((t) => [
            t.agentKey,
            t.agentId,
            t.field,
            t.from,
            t.to,
            t.at,
            t.lastKeepAlive,
            t.afterPassId,
          ])
          db.run(SQL.insertTransitions, managerId, passId, JSON.stringify(rows))
        }
        if (patch.manager) patchManager(db, managerId, patch.manager)
        if (patch.pass) patchPass(passId, patch.pass)
        return revision
      })
    },

    /** @returns id of the new pass, marked as running */
    beginPass(managerId: string, kind: 'full' | 'small', startedAt: number): number {
      return write(() => toNumber(db.all(SQL.beginPass, managerId, kind, startedAt)[0]?.[0]) ?? 0)
    },

    /** Notes when a pass began by the manager's clock, ms; what it writes afterwards carries that time. */
    timePass: (passId: number, asOf: number): void => write(() => patchPass(passId, { asOf })),

    /** Id of the newest pass of this kind that ended well. */
    lastPassId: (managerId: string, kind: 'full' | 'small'): number | null =>
      toNumber(db.get(SQL.lastPass, managerId, kind)?.[0]),

    /** Marks passes that a killed process left running. @returns how many */
    interruptPasses: (now: number): number => write(() => db.run(SQL.interruptPasses, now)),

    /** Deletes a slice of the passes that began before `before`. @returns how many */
    prunePasses: (managerId: string, before: number): number => write(() => db.run(SQL.prunePasses, managerId, before)),

    /** Deletes a slice of what happened before `before`, manager's clock. @returns false when a round over everything has ended */
    pruneHistory: historyPruner(db, write),

    /** What passes add up to over hours and days. */
    rollUps: rollUpsWriter(db, write),

    /** Stores the sums that differ from the current ones; a group that is gone has no current row any more. @returns how many differ */
    saveGroupSums(managerId: string, passId: number, groups: readonly GroupSums[]): number {
      const stored = new Map(
        db.all(SQL.currentSums, managerId).map(([name, merged, config]) => [toText(name) ?? '', `${merged} ${config}`]),
      )
      const changed = groups.filter(({ name, mergedSum, configSum }) => stored.get(name) !== `${mergedSum} ${configSum}`)
      const present = new Set(groups.map(({ name }) => name))
      const ended = [...stored.keys()].filter((name) => !present.has(name))
      if (changed.length + ended.length === 0) return 0
      return write(() => {
        raise(managerId)
        db.run(SQL.retireSums, managerId, JSON.stringify([...changed.map(({ name }) => name), ...ended]))
        const rows = changed.map(({ name, mergedSum, configSum }) => [name, mergedSum, configSum])
        db.run(SQL.insertSums, managerId, passId, JSON.stringify(rows))
        return changed.length + ended.length
      })
    },
  }

  function patchPass(passId: number, patch: PassPatch): void {
    const entries = Object.entries(patch)
    if (entries.length === 0) return
    db.run(
      updateSql(
        'Pass',
        entries.map(([name]) => name),
      ),
      ...entries.map(([, value]) => value ?? null),
      passId,
    )
  }
}

function lastRow(agent: AgentRecord): string {
  return JSON.stringify(Object.fromEntries(AGENT_COLUMNS.map((column) => [column, agent[column]])))
}

/** Reads what `lastRow` wrote. */
function fromLastRow(text: string): AgentRecord {
  const row = JSON.parse(text) as Readonly<Record<string, SqlValue>>
  return fromCells(AGENT_COLUMNS.map((column) => row[column] ?? null))
}

/** Our own statement builds this array, so its shape is known. */
function asEntries(text: unknown): FleetEntry[] {
  return typeof text === 'string' ? (JSON.parse(text) as FleetEntry[]) : []
}
