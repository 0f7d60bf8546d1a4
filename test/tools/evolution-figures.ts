// How long the past takes: node --import tsx test/tools/evolution-figures.ts AGENTS CHANGES_A_DAY
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { writeYear } from '#cli/bench/year.ts'
import { NO_AGENTS, SCOPE_ALL, type Scope } from '#lib/agent/scope.ts'
import { KEPT } from '#lib/insight/steps.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { log } from '#server/log.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { getChanges } from '#server/services/past/get-changes.ts'
import { getEvents } from '#server/services/past/get-events.ts'
import { getEvolution } from '#server/services/past/get-evolution.ts'

const [agents = 100_000, changesADay = 2_000] = process.argv.slice(2).map(Number)
const NOW = Date.UTC(2026, 10, 21, 9, 41, 16)
const test = openTestFleet()
test.db.exec('PRAGMA synchronous = OFF')

fill()
test.writer.manager({ id: 'main', asOf: NOW - 10_000, version: 'v4.14.7' })
test.db.exec(`UPDATE Manager SET revision = 1, lastSyncAt = ${NOW - 9_000}`)
await test.fleet.refresh()

const half: Scope = {
  kind: 'limited',
  managers: new Map([
    ['main', { ...NO_AGENTS, rules: [{ effect: 'allow', ids: new Set(), groups: new Set(['g0', 'g1', 'g2', 'g3', 'g4']) }] }],
  ]),
}
for (const [name, scope] of [
  ['all', SCOPE_ALL],
  ['half', half],
] as const) {
  for (const from of ['366d', '30d', '7d', '3d', '24h', '1h']) {
    await measure(`evolution ${from}, ${name}`, (ctx) => getEvolution({ ctx, input: { from } }), scope)
  }
  await measure(`events, ${name}`, (ctx) => getEvents({ ctx, input: {} }), scope)
  await measure(`changes, ${name}`, (ctx) => getChanges({ ctx, input: { at: '2h', window: '10m' } }), scope)
}
await test.close()

async function measure(name: string, ask: (ctx: ServiceContext) => Promise<unknown>, scope: Scope): Promise<void> {
  const took: number[] = []
  let again = 0
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  for (let i = 0; i < 8; i++) {
    // Another 30 s, so that nothing is answered from memory; the second time it is.
    const clock = { now: () => NOW + i * 31_000, sleep: async () => undefined }
    const config = { demo: false, intervalSeconds: 30, managers: [] }
    const ctx = { fleet: test.fleet, prisma: test.prisma, clock, log, config, scope }
    await new Promise((resolve) => setTimeout(resolve, 5))
    const start = performance.now()
    await ask(ctx)
    took.push(performance.now() - start)
    const second = performance.now()
    await ask(ctx)
    again = performance.now() - second
  }
  delay.disable()
  const [first = 0] = took
  const p50 = took.slice(1).sort((a, b) => a - b)[3] ?? 0
  const figures = [first, p50, again, delay.max / 1e6].map((ms) => ms.toFixed(1).padStart(8))
  console.log(name.padEnd(24), 'first, p50, again, longest stretch:', ...figures, 'ms')
}

function fill(): void {
  const ids = Array.from({ length: agents }, (_, i) => i + 1)
  const all = ids.map((id) => ({ key: id, id }))
  const { down, changes, passes } = writeYear(test.db, {
    manager: 'main',
    agents: all,
    changesADay,
    now: NOW,
    passesMs: KEPT.passesMs,
  })
  test.db.run(
    `INSERT INTO Agent (key, agentId, managerId, name, ip, status, statusPrecision, groups, groupConfigStatus, syncPrecision, firstPassId, revision)
     SELECT value->>0, value->>0, 'main', 'host-' || (value->>0), value->>2, value->>1, 'observed', value->>3, 'synced', 'observed', 1, 1 FROM json_each(?)`,
    JSON.stringify(
      ids.map((id) => [
        id,
        down[id - 1] === 1 ? 'disconnected' : 'active',
        `10.${id >> 16}.${(id >> 8) & 255}.${id & 255}`,
        `["g${id % 10}"]`,
      ]),
    ),
  )
  console.log(`${agents} agents, ${changes} changes, ${passes} passes`)
}
