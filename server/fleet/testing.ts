import type { Agent } from '#lib/agent/agent.ts'
import { type FleetRules, RULES_DEFAULT } from '#lib/insight/rules.ts'
import type { Clock } from '#server/clock.ts'
import { log } from '#server/log.ts'
import { type AgentTuple, TUPLE_COLUMNS } from '#server/store/fleet-rows.ts'
import { NO_REPORT } from '#server/store/manager-report.ts'
import { openPrisma } from '#server/store/prisma.ts'
import type { Sqlite } from '#server/store/sqlite.ts'
import { openTestStore } from '#server/store/testing.ts'
import { applyStaging } from './apply.ts'
import { FleetCaches } from './caches.ts'
import { FleetIndex } from './fleet-index.ts'
import { type FleetSnapshot, makeSnapshot } from './snapshot.ts'
import { Staging } from './staging.ts'
import { OWN_TEXTS, type OwnTextName } from './table.ts'
import { Turns } from './turns.ts'
import { emptyTable, Vocabulary } from './vocabulary.ts'

export interface TestManager {
  readonly id: string
  /** `id` when left out. */
  readonly name?: string
  readonly asOf: number | null
  /** `asOf` when left out. */
  readonly fullAsOf?: number | null
  readonly version: string | null
}

/** For tests: a store of its own, rows written by plain SQL as the collector commits them, and an index that reads it. */
export function openTestFleet(options: { clock?: Clock; rules?: FleetRules } = {}) {
  const store = openTestStore()
  const prisma = openPrisma(store.file)
  const clock = options.clock ?? { now: () => 0, sleep: () => new Promise<void>(() => undefined) }
  const fleet = new FleetIndex({ prisma, clock, log, rules: options.rules ?? RULES_DEFAULT })
  return {
    ...store,
    prisma,
    fleet,
    writer: fleetWriter(store.db),
    async close() {
      await prisma.$disconnect()
      store.remove()
    },
  }
}

/** For tests: the snapshot of a store that holds these rows, without the store. */
export async function buildSnapshot(managers: readonly TestManager[], agents: readonly Agent[]): Promise<FleetSnapshot> {
  const vocabulary = new Vocabulary()
  const staging = new Staging(vocabulary.dictionaries)
  const turns = new Turns()
  for (const { id } of managers) {
    staging.addAgents(
      id,
      agents.flatMap((agent, index) => (agent.manager === id ? [toTuple(agent, index + 1)] : [])),
    )
  }
  const rowsOnly = await applyStaging(emptyTable(vocabulary), staging, vocabulary, turns)
  const { keys } = rowsOnly.layout
  const marks = [null, ...agents.map(({ expected }) => expected)]
  const codes = Int32Array.from(keys, (key) => (marks[key] ? key : 0))
  const flaps = Float64Array.from(keys, (key) => agents[key - 1]?.flaps ?? 0)
  const text = { ...rowsOnly.text }
  for (const name of OWN_TEXTS) {
    const codes = Int32Array.from(keys, (key) => vocabulary.dictionaries[name].encode(ownText(agents[key - 1], name)))
    text[name] = { codes, words: await vocabulary.words(name, text[name].words, turns) }
  }
  const table = { ...rowsOnly, text, flaps, marks: { codes, marks } }
  const rows = managers.map((manager) => ({
    ...manager,
    fullAsOf: manager.fullAsOf === undefined ? manager.asOf : manager.fullAsOf,
    name: manager.name ?? manager.id,
    state: 'ok' as const,
    lastSyncAt: null,
    revision: 1,
    report: NO_REPORT,
  }))
  return makeSnapshot({ loaded: true, table, managers: rows, rules: RULES_DEFAULT, turns, caches: new FleetCaches() })
}

function ownText(agent: Agent | undefined, name: OwnTextName): string | null {
  if (name === 'alias') return agent?.alias ?? null
  return agent && agent.tags.length > 0 ? JSON.stringify(agent.tags) : null
}

function toTuple(agent: Agent, key: number): AgentTuple {
  const cells = new Map(toCells(agent, key).map((cell, index) => [COLUMNS[index], cell]))
  cells.set('lastKeepAlive', agent.lastKeepAlive)
  return [...TUPLE_COLUMNS.whole, ...TUPLE_COLUMNS.text, ...TUPLE_COLUMNS.number].map(
    (name) => cells.get(name) ?? (name === 'revision' ? 1 : null),
  )
}

/** Writes what the collector would; each call is one commit with a new revision. */
export function fleetWriter(db: Sqlite) {
  let nextKey = 1
  const keys = new Map<string, number>()
  const keyOf = (agent: { manager: string; id: string }) => keys.get(`${agent.manager}/${Number(agent.id)}`)
  const raise = (manager: string) =>
    Number(db.get('UPDATE Manager SET revision = revision + 1 WHERE id = ? RETURNING revision', manager)?.[0])

  function remove(agent: { manager: string; id: string }, revision: number): void {
    const key = keyOf(agent)
    if (key === undefined) return
    db.run('DELETE FROM Agent WHERE key = ?', key)
    db.run('DELETE FROM Keepalive WHERE agentKey = ?', key)
    db.run(INSERT_TOMBSTONE, key, agent.manager, Number(agent.id), revision)
    keys.delete(`${agent.manager}/${Number(agent.id)}`)
  }

  return {
    manager({ id, name = id, asOf, fullAsOf = asOf, version }: TestManager): void {
      db.run(UPSERT_MANAGER, id, name, asOf, version, fullAsOf)
    },
    /** Adds or changes agents; `replace` makes them other endpoints under the same ids. */
    put(agents: readonly Agent[], { replace = false } = {}): void {
      db.transaction(() => {
        for (const manager of new Set(agents.map((agent) => agent.manager))) {
          const own = agents.filter((agent) => agent.manager === manager)
          const revision = raise(manager)
          if (replace) for (const agent of own) remove(agent, revision)
          for (const agent of own) {
            const name = `${manager}/${Number(agent.id)}`
            if (!keys.has(name)) keys.set(name, nextKey++)
          }
          const cells = own.map((agent) => toCells(agent, keyOf(agent) ?? 0))
          db.run(UPSERT_AGENTS, manager, revision, JSON.stringify(cells))
          const heard = own.flatMap((agent) => (agent.lastKeepAlive === null ? [] : [[keyOf(agent) ?? 0, agent.lastKeepAlive]]))
          db.run(UPSERT_KEEPALIVES, manager, revision, JSON.stringify(heard))
        }
      })
    },
    keepalives(agents: readonly { manager: string; id: string; lastKeepAlive: number }[]): void {
      db.transaction(() => {
        for (const manager of new Set(agents.map((agent) => agent.manager))) {
          const own = agents.filter((agent) => agent.manager === manager)
          const heard = own.map((agent) => [keyOf(agent) ?? 0, agent.lastKeepAlive])
          db.run(UPSERT_KEEPALIVES, manager, raise(manager), JSON.stringify(heard))
        }
      })
    },
    remove(agents: readonly { manager: string; id: string }[]): void {
      db.transaction(() => {
        for (const manager of new Set(agents.map((agent) => agent.manager))) {
          const revision = raise(manager)
          for (const agent of agents) if (agent.manager === manager) remove(agent, revision)
        }
      })
    },
  }
}

function toCells(agent: Agent, key: number): (string | number | null)[] {
  const { os } = agent
  return [
    ...[key, Number(agent.id), agent.name, agent.ip, agent.registerIp, agent.status, agent.statusCode, agent.statusSince],
    ...[agent.statusSincePrecision, JSON.stringify(agent.groups), os.name, os.version, os.platform, os.arch, agent.version],
    ...[agent.nodeName, agent.managerHost, agent.dateAdd, agent.disconnectionTime, agent.groupConfigStatus, agent.syncSince],
    ...[agent.syncSincePrecision, agent.mergedSum, agent.configSum],
  ]
}

const COLUMNS = [
  ...['key', 'agentId', 'name', 'ip', 'registerIp', 'status', 'statusCode', 'statusSince', 'statusPrecision', 'groups'],
  ...['osName', 'osVersion', 'osPlatform', 'osArch', 'version', 'nodeName', 'managerHost', 'dateAdd', 'disconnectionTime'],
  ...['groupConfigStatus', 'syncSince', 'syncPrecision', 'mergedSum', 'configSum'],
]

const UPSERT_MANAGER = `INSERT INTO Manager (id, name, state, stateSince, asOf, version, fullAsOf) VALUES (?1, ?2, 'ok', 0, ?3, ?4, ?5)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, asOf = excluded.asOf, fullAsOf = excluded.fullAsOf, version = excluded.version`
const UPSERT_AGENTS = `INSERT OR REPLACE INTO Agent (${COLUMNS.map((name) => `"${name}"`).join(', ')}, managerId, firstPassId, revision)
  SELECT ${COLUMNS.map((_, i) => `value ->> ${i}`).join(', ')}, ?1, 1, ?2 FROM json_each(?3)`
const UPSERT_KEEPALIVES = `INSERT OR REPLACE INTO Keepalive (agentKey, lastKeepAlive, managerId, revision)
  SELECT value ->> 0, value ->> 1, ?1, ?2 FROM json_each(?3)`
const INSERT_TOMBSTONE = `INSERT INTO Tombstone (key, managerId, agentId, name, last, reason, lastPassId, removedPassId, revision)
  VALUES (?, ?, ?, '', '{}', 'removed', 1, 2, ?)`
