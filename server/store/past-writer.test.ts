import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLease } from './lease.ts'
import { type Past, pastDue, reservePast, writePast } from './past-writer.ts'
import type { Sqlite } from './sqlite.ts'
import { openTestStore } from './testing.ts'
import { createWriter, NO_CHANGES } from './writer.ts'

const HOUR = 3_600_000
const T = Date.UTC(2026, 10, 21, 10)
let store: ReturnType<typeof openTestStore>
let db: Sqlite
beforeEach(() => {
  store = openTestStore()
  db = store.db
})
afterEach(() => store.remove())

/** A first pass that read agent 1 active and agent 2 disconnected since half an hour. */
function firstPass(manager = 'demo') {
  const lease = createLease(db, 'here')
  lease.take(0)
  const writer = createWriter(db, lease)
  writer.ensureManager(manager, manager, T)
  const passId = writer.beginPass(manager, 'full', T)
  writer.timePass(passId, T)
  const plain = {
    ...{ ip: null, registerIp: null, groups: '[]', osName: null, osVersion: null, osPlatform: null, osArch: null, version: null },
    ...{ nodeName: null, managerHost: null, dateAdd: T - 100 * HOUR, mergedSum: null, configSum: null, firstPassId: passId },
    ...{ groupConfigStatus: 'synced' as const, syncSince: T, syncPrecision: 'at_least' as const },
  }
  const one = { ...plain, key: writer.nextKey(), agentId: 1, name: 'a', status: 'active' as const, statusCode: 0 }
  const two = { ...plain, key: writer.nextKey(), agentId: 2, name: 'b', status: 'disconnected' as const, statusCode: 4 }
  const agents = [
    { ...one, statusSince: T, statusPrecision: 'at_least' as const, disconnectionTime: null },
    { ...two, statusSince: T - HOUR / 2, statusPrecision: 'exact' as const, disconnectionTime: T - HOUR / 2 },
  ]
  writer.commit(manager, passId, { ...NO_CHANGES, agents }, { pass: { outcome: 'ok', finishedAt: T + 5 } })
  return { writer, passId, agents }
}

const counts = { total: 2, active: 2, disconnected: 0, pending: 0, neverConnected: 0, synced: 2, notSynced: 0 }
const state = { dateAdd: T - 100 * HOUR, status_code: '0', group_config_status: 'synced' }
const past: Past = {
  moments: [
    { at: T - 3 * HOUR, counts: { ...counts, active: 1, pending: 1 }, changes: [] },
    {
      at: T - 2 * HOUR,
      counts,
      changes: [{ agentId: 1, field: 'status', from: 'pending', to: 'active', at: null, lastKeepAlive: T - 2 * HOUR }],
    },
    { at: T - HOUR, counts, changes: [] },
  ],
  agents: [
    { ...state, agentId: 1, status: 'active' },
    { ...state, agentId: 2, status: 'active' },
  ],
}

describe('the past of a demo', () => {
  it('comes before everything that was really seen, and ends where that begins', () => {
    reservePast(db)
    expect(pastDue(db)).toBe('waiting')
    const { passId } = firstPass()
    expect(pastDue(db)).toBe(T)
    expect(writePast(db, past)).toBe(3)
    expect(db.all('SELECT kind, outcome, "asOf", "nextBy", active, changes FROM "Pass" ORDER BY id')).toEqual([
      ['generated', 'ok', T - 3 * HOUR, T - 2 * HOUR, 1, 0],
      ['generated', 'ok', T - 2 * HOUR, T - HOUR, 2, 1],
      ['generated', 'ok', T - HOUR, T, 2, 0],
      ['full', 'ok', T, null, null, 0],
    ])
    expect(
      db.all(
        'SELECT "agentKey", field, "fromValue", "toValue", "afterPassId", "passId", "afterAt", "seenAt" FROM "Transition" ORDER BY id',
      ),
    ).toEqual([
      [1, 'status', 'pending', 'active', 1, 2, T - 3 * HOUR, T - 2 * HOUR],
      [2, 'status', 'active', 'disconnected', 3, passId, T - HOUR, T],
      [2, 'status_code', '0', '4', 3, passId, T - HOUR, T],
    ])
    expect(pastDue(db)).toBeNull()
    expect(writePast(db, past)).toBeNull()
  })

  it('knows since when an agent has been as it is, but nothing better than the manager', () => {
    reservePast(db)
    firstPass()
    const revision = () => Number(db.get('SELECT revision FROM "Manager"')?.[0])
    const before = revision()
    writePast(db, past)
    expect(db.all('SELECT "statusSince", "statusPrecision", "syncSince", "syncPrecision" FROM "Agent" ORDER BY key')).toEqual([
      [T - 2 * HOUR, 'observed', T - 3 * HOUR, 'at_least'],
      [T - HOUR / 2, 'exact', T - 3 * HOUR, 'at_least'],
    ])
    expect(revision()).toBe(before + 1)
  })

  it('fits what was seen first even when more has been seen since', () => {
    reservePast(db)
    const { writer, agents } = firstPass()
    const passId = writer.beginPass('demo', 'full', T + 30_000)
    const [one] = agents
    if (!one) throw new Error('no agent')
    const change = { agentKey: one.key, agentId: 1, field: 'status', at: null, lastKeepAlive: null, afterPassId: null }
    const changed = { ...one, status: 'pending' as const, statusSince: T + 30_000, statusPrecision: 'observed' as const }
    const transitions = [{ ...change, from: 'active', to: 'pending' }]
    writer.commit('demo', passId, { ...NO_CHANGES, agents: [changed], transitions })
    expect(writePast(db, past)).toBe(3)
    expect(db.all(`SELECT "fromValue", "toValue" FROM "Transition" WHERE "agentId" = 1 ORDER BY id`)).toEqual([
      ['pending', 'active'],
      ['active', 'pending'],
    ])
    expect(db.get('SELECT "statusSince", "statusPrecision" FROM "Agent" WHERE "agentId" = 1')).toEqual([T + 30_000, 'observed'])
  })

  it('is not written of another fleet, for a real manager, or into a store that was not made for it', () => {
    reservePast(db)
    firstPass()
    expect(writePast(db, { ...past, agents: past.agents.slice(1) })).toBeNull()
    expect(writePast(db, { ...past, agents: past.agents.map((one) => ({ ...one, dateAdd: T })) })).toBeNull()
    db.run(`UPDATE "Manager" SET id = 'main'`)
    expect(writePast(db, past)).toBeNull()
    expect(db.get(`SELECT count(*) FROM "Pass" WHERE kind = 'generated'`)).toEqual([0])
    const other = openTestStore()
    db = other.db
    firstPass()
    reservePast(db)
    expect(pastDue(db)).toBeNull()
    other.remove()
  })
})
