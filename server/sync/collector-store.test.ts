import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { openStore } from '#server/store/open-store.ts'
import { openSqlite, type Sqlite } from '#server/store/sqlite.ts'
import { openTestStore } from '#server/store/testing.ts'
import { createCollector } from './collector.ts'
import { collectorFixture } from './collector-fixture.ts'
import { agent, managerConfig, scriptedManager, testClock } from './testing.ts'

const many = (count: number) => (now: number) => Array.from({ length: count }, (_, i) => agent(i + 1, now))

/** The store, but its `n`th call fails as the driver would. */
function failingAt(db: Sqlite, n: () => number): { db: Sqlite; calls: () => number } {
  let calls = 0
  const count = <A extends unknown[], R>(call: (...args: A) => R): ((...args: A) => R) => {
    return (...args) => {
      if (++calls === n()) throw Object.assign(new Error('disk I/O error'), { rawCode: 10 })
      return call(...args)
    }
  }
  const all = count(db.all)
  return {
    calls: () => calls,
    db: { ...db, run: count(db.run), all, get: (sql, ...params) => all(sql, ...params)[0], transaction: count(db.transaction) },
  }
}

function intact(db: Sqlite): void {
  expect(db.all('PRAGMA integrity_check')).toEqual([['ok']])
  expect(db.all('SELECT agentKey FROM Keepalive WHERE agentKey NOT IN (SELECT key FROM Agent)')).toEqual([])
  expect(db.all('SELECT key FROM Agent WHERE key IN (SELECT key FROM Tombstone)')).toEqual([])
  expect(db.all('SELECT a.key FROM Agent a JOIN Manager m ON m.id = a.managerId WHERE a.revision > m.revision')).toEqual([])
}

describe('a store that fails', () => {
  it('at any call of a pass leaves a legal state, and the next pass makes it whole', async () => {
    let failed = 0
    for (let n = 1; ; n++) {
      const clock = testClock()
      const manager = scriptedManager(clock, many(30)(clock.now()))
      const store = openTestStore()
      let armed = 0
      const broken = failingAt(store.db, () => armed)
      const options = {
        config: { managers: [managerConfig()], intervalSeconds: 30, historyDays: 400 },
        clock,
        log: pino({ level: 'silent' }),
        random: () => 0.5,
      }
      const collector = createCollector({ ...options, store: broken.db, clientFor: () => manager.client, holder: 'here' })
      await collector.runPass('main', 'full')
      manager.agents.set(3, agent(3, clock.now(), { dateAdd: clock.now() }))
      manager.agents.set(4, agent(4, clock.now(), { status: 'disconnected', disconnectionTime: clock.now() }))
      manager.agents.delete(5)
      manager.groups = [{ name: 'default', count: 1, mergedSum: String(n), configSum: null }]
      armed = broken.calls() + n
      const outcome = await collector.runPass('main', 'full').catch(() => null)
      const struck = broken.calls() >= armed
      armed = 0
      intact(store.db)
      if (outcome?.outcome !== 'ok') failed++
      expect(await collector.runPass('main', 'full')).toMatchObject({
        outcome: 'ok',
        counts: { total: 29, byStatus: { active: 28, disconnected: 1 } },
      })
      intact(store.db)
      expect(store.db.get('SELECT count(*) FROM Agent')).toEqual([29])
      expect(store.db.all(`SELECT fromValue, toValue FROM "Transition" WHERE agentId = 4 AND field = 'status'`)).toEqual([
        ['active', 'disconnected'],
      ])
      expect(store.db.all('SELECT agentId, reason FROM Tombstone ORDER BY agentId')).toEqual([
        [3, 'replaced'],
        [5, 'removed'],
      ])
      store.remove()
      if (!struck) break
    }
    expect(failed).toBeGreaterThan(10)
  })

  it('by being full is said so, and mended when there is room again', async () => {
    const f = collectorFixture(many(50))
    try {
      await f.pass()
      const pages = Number(f.row('PRAGMA page_count')?.[0])
      f.row(`PRAGMA max_page_count = ${pages}`)
      f.set(...many(3000)(f.clock.now()).slice(50))
      expect(await f.pass()).toMatchObject({
        outcome: 'failed',
        state: 'degraded',
        problem: 'The store has no room left: the disk is full.',
      })
      expect(f.lines.some(({ problem }) => String(problem).includes('disk is full'))).toBe(true)
      f.row('PRAGMA max_page_count = 1000000')
      expect(await f.pass()).toMatchObject({ outcome: 'ok', counts: { total: 3000 } })
      intact(f.store.db)
    } finally {
      f.store.remove()
    }
  })

  it('by being read-only is said so, and nothing else breaks', async () => {
    const f = collectorFixture(many(50))
    try {
      await f.pass()
      f.store.db.exec('PRAGMA query_only = ON')
      await expect(f.pass()).rejects.toThrow(/readonly/)
      const stop = new AbortController()
      const running = f.collector.start(stop.signal)
      while (!f.lines.some(({ problem }) => problem === 'The store is read-only.'))
        await new Promise((resolve) => setImmediate(resolve))
      f.store.db.exec('PRAGMA query_only = OFF')
      const passes = () => f.rows(`SELECT id FROM Pass WHERE outcome = 'ok'`).length
      while (passes() < 3) await new Promise((resolve) => setImmediate(resolve))
      stop.abort()
      await running
    } finally {
      f.store.remove()
    }
  })

  it('at reading between two passes does not end the collecting', async () => {
    const clock = testClock()
    const manager = scriptedManager(clock, many(50)(clock.now()))
    const store = openTestStore()
    let broken = false
    const guard = <A extends unknown[], R>(call: (...args: A) => R): ((...args: A) => R) => {
      return (...args) => {
        if (broken) throw Object.assign(new Error('disk I/O error'), { rawCode: 10 })
        return call(...args)
      }
    }
    const lines: Record<string, unknown>[] = []
    const collector = createCollector({
      config: { managers: [managerConfig()], intervalSeconds: 30, historyDays: 400 },
      clock,
      log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
      random: () => 0.5,
      store: { ...store.db, get: guard(store.db.get), all: guard(store.db.all) },
      clientFor: () => manager.client,
      holder: 'here',
    })
    try {
      const stop = new AbortController()
      const running = collector.start(stop.signal)
      const passes = () => store.db.all(`SELECT id FROM Pass WHERE outcome = 'ok'`).length
      const until = async (done: () => boolean) => {
        while (!done()) await new Promise((resolve) => setImmediate(resolve))
      }
      await until(() => passes() > 1)
      manager.agents.set(51, agent(51, clock.now()))
      manager.onRequest = () => {
        broken = true
      }
      await until(() => lines.some(({ msg }) => msg === 'The next pass can’t be chosen; trying again'))
      broken = false
      manager.onRequest = () => undefined
      const before = passes()
      await until(() => passes() > before + 1)
      expect(store.db.get('SELECT count(*) FROM Agent')).toEqual([51])
      stop.abort()
      await running
    } finally {
      store.remove()
    }
  })

  it('by being locked is waited for, then tried again later', async () => {
    const clock = testClock()
    const manager = scriptedManager(clock, many(50)(clock.now()))
    const test = openTestStore()
    const opened = openStore(test.file, { busyTimeoutMs: 20 })
    if (!opened.ok) throw new Error(opened.problem.message)
    const other = openSqlite(test.file)
    const options = {
      config: { managers: [managerConfig()], intervalSeconds: 30, historyDays: 400 },
      clock,
      log: pino({ level: 'silent' }),
      random: () => 0.5,
    }
    const collector = createCollector({ ...options, store: opened.db, clientFor: () => manager.client, holder: 'here' })
    try {
      await collector.runPass('main', 'full')
      manager.onRequest = (call) => {
        if (call === 'all') other.exec('BEGIN IMMEDIATE')
      }
      expect(await collector.runPass('main', 'full')).toMatchObject({
        outcome: 'failed',
        problem: 'The store is locked by another process.',
      })
      other.exec('ROLLBACK')
      manager.onRequest = () => undefined
      expect(await collector.runPass('main', 'full')).toMatchObject({ outcome: 'ok', counts: { total: 50 } })
      expect(test.db.all('SELECT outcome FROM Pass ORDER BY id').flat()).toEqual(['ok', 'running', 'ok'])
      await collector.close()
      const next = createCollector({ ...options, store: opened.db, clientFor: () => manager.client, holder: 'next' })
      await next.runPass('main', 'full')
      expect(test.db.all('SELECT outcome FROM Pass ORDER BY id').flat()).toEqual(['ok', 'interrupted', 'ok', 'ok'])
    } finally {
      other.close()
      opened.db.close()
      test.remove()
    }
  })
})
