// How long the past takes: node --import tsx test/tools/evolution-figures.ts AGENTS CHANGES_A_DAY
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { NO_AGENTS, SCOPE_ALL, type Scope } from '#lib/agent/scope.ts'
import { bucketsOf } from '#lib/insight/bucket.ts'
import { joinNetChanges, packNetChanges, type StateEvent } from '#lib/insight/net-changes.ts'
import { DAY_MS, HOUR_MS, KEPT } from '#lib/insight/steps.ts'
import { timeline } from '#lib/insight/timeline.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { log } from '#server/log.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { getChanges } from '#server/services/get-changes.ts'
import { getEvents } from '#server/services/get-events.ts'
import { getEvolution } from '#server/services/get-evolution.ts'
import { rollUpsWriter, type StoredBucket } from '#server/store/rollups-writer.ts'

const [agents = 100_000, changesADay = 2_000] = process.argv.slice(2).map(Number)
const NOW = Date.UTC(2026, 10, 21, 9, 41, 16)
const START = Math.floor((NOW - 370 * DAY_MS) / DAY_MS) * DAY_MS
const test = openTestFleet()
test.db.exec('PRAGMA synchronous = OFF')
const down = new Uint8Array(agents + 1)

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
    const config = { demo: true, intervalSeconds: 30, managers: [] }
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

/** A year of hours and days, a month of passes, a year of changes. */
function fill(): void {
  const insert = (sql: string, rows: readonly unknown[]) => {
    for (let i = 0; i < rows.length; i += 20_000) test.db.run(sql, JSON.stringify(rows.slice(i, i + 20_000)))
  }
  const ids = Array.from({ length: agents }, (_, i) => i + 1)
  const writer = rollUpsWriter(test.db, (work) => work())
  let [seed, gone] = [1, 0]
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  const transitions: (string | number)[][] = []
  const passes: (string | number | null)[][] = []
  const days: StoredBucket[] = []
  for (let day = START; day < NOW; day += DAY_MS) {
    const hours: StoredBucket[] = []
    for (let hour = day; hour < day + DAY_MS && hour < NOW - 20_000; hour += HOUR_MS) {
      const events: StateEvent[] = []
      const looks = []
      for (let at = hour; at < hour + HOUR_MS && at < NOW - 9_000; at += 30_000) {
        for (let i = random(2 * Math.round(changesADay / 2_880) + 1); i > 0; i--) {
          const agent = 1 + random(agents)
          const [from, to] = down[agent] ? (['disconnected', 'active'] as const) : (['active', 'disconnected'] as const)
          down[agent] = down[agent] ? 0 : 1
          gone += down[agent] ? 1 : -1
          events.push({ key: agent, from, to })
          transitions.push([agent, agent, from, to, at - 30_000, at])
        }
        const counts = [agents, agents - gone, gone, 0, 0, 0, agents, 0]
        const [active = 0] = [agents - gone]
        const tally = {
          total: agents,
          active,
          disconnected: gone,
          pending: 0,
          never_connected: 0,
          unknown: 0,
          synced: agents,
          notSynced: 0,
        }
        const pass = {
          id: at,
          startedAt: at,
          finishedAt: at + 1000,
          asOf: at,
          outcome: 'ok' as const,
          state: 'ok',
          nextBy: at + 33_000,
          counts: tally,
        }
        looks.push(pass)
        if (at > NOW - KEPT.passesMs) passes.push([at, at + 1000, at, at + 33_000, ...counts])
      }
      if (hour + HOUR_MS > NOW) continue
      const { segments } = timeline(looks, hour + HOUR_MS)
      const [bucket] = bucketsOf(looks, segments, [hour, hour + HOUR_MS])
      if (bucket) hours.push({ ...bucket, changes: encode(packNetChanges(events) ?? new Uint32Array()) })
    }
    if (day > NOW - KEPT.hoursMs) writer.save('main', 'hour', hours)
    const parts = hours.map(({ changes }) => decode(changes ?? ''))
    const first = hours[0]
    if (first && hours.length === 24) days.push({ ...first, to: day + DAY_MS, changes: encode(joinNetChanges(parts)) })
  }
  test.db.transaction(() => {
    writer.save('main', 'day', days)
    insert(
      `INSERT INTO Pass (managerId, kind, outcome, state, startedAt, finishedAt, asOf, nextBy, total, active, disconnected, pending, neverConnected, unknown, synced, notSynced)
       SELECT 'main', 'full', 'ok', 'ok', ${Array.from({ length: 12 }, (_, i) => `value->>${i}`).join()} FROM json_each(?)`,
      passes,
    )
    insert(
      `INSERT INTO Transition (managerId, field, passId, agentKey, agentId, fromValue, toValue, afterAt, seenAt)
       SELECT 'main', 'status', 1, ${Array.from({ length: 6 }, (_, i) => `value->>${i}`).join()} FROM json_each(?)`,
      transitions,
    )
    insert(
      `INSERT INTO Agent (key, agentId, managerId, name, ip, status, statusPrecision, groups, groupConfigStatus, syncPrecision, firstPassId, revision)
       SELECT value->>0, value->>0, 'main', 'host-' || (value->>0), value->>2, value->>1, 'observed', value->>3, 'synced', 'observed', 1, 1 FROM json_each(?)`,
      ids.map((id) => [
        id,
        down[id] ? 'disconnected' : 'active',
        `10.${id >> 16}.${(id >> 8) & 255}.${id & 255}`,
        `["g${id % 10}"]`,
      ]),
    )
  })
  console.log(`${agents} agents, ${transitions.length} changes, ${passes.length} passes`)
}

function encode(packed: Uint32Array): string {
  return Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength).toString('base64')
}
function decode(text: string): Uint32Array {
  const bytes = Buffer.from(text, 'base64')
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}
