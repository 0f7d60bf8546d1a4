import pino from 'pino'
import type { ManagerConfig } from '#server/config.ts'
import type { ManagerAgent } from '#server/manager/agent-row.ts'
import type { SqlRow } from '#server/store/sqlite.ts'
import { openTestStore } from '#server/store/testing.ts'
import { type Collector, createCollector } from './collector.ts'
import { managerConfig, type ScriptedManager, scriptedManager, testClock } from './testing.ts'

/** For tests: a store, a clock, a scripted manager and a collector of it; `again` is the collector after a restart. */
export function collectorFixture(agents: (now: number) => readonly ManagerAgent[] = () => [], start?: number) {
  const clock = testClock(start)
  const manager = scriptedManager(clock, agents(clock.now()))
  const store = openTestStore()
  const lines: Record<string, unknown>[] = []
  const said: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const make = (
    holder = 'here',
    managers: readonly ManagerConfig[] = [managerConfig()],
    one: ScriptedManager = manager,
    intervalSeconds = 30,
  ): Collector =>
    createCollector({
      config: { managers, intervalSeconds, historyDays: 400 },
      clock,
      log,
      random: () => 0.5,
      say: (text) => void said.push(text),
      store: store.db,
      clientFor: () => one.client,
      holder,
    })
  let collector = make()
  return {
    clock,
    manager,
    store,
    lines,
    said,
    make,
    get collector() {
      return collector
    },
    restart() {
      collector = make()
    },
    /** Lets a minute pass and runs one pass. */
    pass(kind: 'full' | 'small' = 'full') {
      clock.advance(60_000)
      return collector.runPass('main', kind)
    },
    set: (...changed: ManagerAgent[]) => {
      for (const one of changed) manager.agents.set(one.id, one)
    },
    edit(id: number, change: Partial<ManagerAgent>) {
      const before = manager.agents.get(id)
      if (!before) throw new Error(`no agent ${id}`)
      manager.agents.set(id, { ...before, ...change })
    },
    row: (sql: string, ...params: (string | number)[]): SqlRow | undefined => store.db.get(sql, ...params),
    rows: (sql: string, ...params: (string | number)[]): SqlRow[] => store.db.all(sql, ...params),
    state: () => store.db.get('SELECT state, problem FROM Manager')?.[0],
    problem: () => String(store.db.get('SELECT problem FROM Manager')?.[0] ?? ''),
    ids: () => store.db.all('SELECT agentId FROM Agent ORDER BY agentId').flat(),
  }
}
