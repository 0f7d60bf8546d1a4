import { afterEach, describe, expect, it } from 'vitest'
import { SCOPE_ALL } from '#lib/agent/scope.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { log } from '#server/log.ts'
import { getHistory } from '#server/services/agent/get-history.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { getSummary } from '#server/services/fleet/get-summary.ts'
import { getEvents } from '#server/services/past/get-events.ts'
import { getEvolution } from '#server/services/past/get-evolution.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { collectorFixture } from '#server/sync/collector-fixture.ts'
import { agent, DAY } from '#server/sync/testing.ts'

/*
 * Clocks that are set, that are wrong, and that have an hour twice: what is stored goes by the manager's clock and by UTC, so
 * that nothing changes its state because of one.
 */
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const AGENTS = 40
type Fixture = ReturnType<typeof collectorFixture>
let f: Fixture | null = null
let closing: (() => Promise<void>) | null = null
afterEach(async () => {
  await closing?.()
  f?.store.remove()
  f = closing = null
})

function fixture(start?: number): Fixture {
  f = collectorFixture((now) => Array.from({ length: AGENTS }, (_, i) => agent(i + 1, now)), start)
  return f
}

/** What verbs of the web process need, over what was collected. */
async function contextOf({ store, clock }: Fixture): Promise<ServiceContext> {
  const prisma = openPrisma(store.file)
  closing = () => prisma.$disconnect()
  const fleet = new FleetIndex({ prisma, clock, log })
  await fleet.refresh()
  return { fleet, prisma, clock, log, scope: SCOPE_ALL, config: { demo: false, intervalSeconds: 30, managers: [] } }
}

/** Keep-alives of just before a moment, on the manager's clock. */
function hear({ manager, clock }: Fixture, inMs = MINUTE): void {
  for (const [id, one] of manager.agents)
    if (one.status === 'active') manager.agents.set(id, { ...one, lastKeepAlive: clock.now() + inMs + manager.skewMs - 5_000 })
}

describe('an hour that comes twice, or not at all', () => {
  const own = process.env['TZ']
  afterEach(() => {
    if (own === undefined) delete process.env['TZ']
    else process.env['TZ'] = own
  })

  /** A day and a bit around a moment, in which agents come and go, as it is stored and told under a time zone. */
  async function livedIn(zone: string, around: number): Promise<{ offsets: number[]; told: unknown }> {
    process.env['TZ'] = zone
    const start = Math.floor(around / HOUR) * HOUR - 5 * HOUR
    const one = fixture(start)
    for (let pass = 0; pass < 84; pass++) {
      const id = 1 + (pass % AGENTS)
      const isDown = one.manager.agents.get(id)?.status === 'disconnected'
      one.edit(id, isDown ? { status: 'active' } : { status: 'disconnected', disconnectionTime: one.clock.now() })
      hear(one)
      one.clock.advance(19 * MINUTE)
      expect(await one.pass()).toMatchObject({ outcome: 'ok', removed: 0 })
    }
    const ctx = await contextOf(one)
    const told = {
      tables: ['Pass', 'RollUp', 'Transition', 'Agent'].map((table) => one.rows(`SELECT * FROM "${table}" ORDER BY 1, 2, 3`)),
      evolution: await getEvolution({ ctx, input: {} }),
      history: await getHistory({ ctx, input: { manager: 'main', id: '001', range: '7d' } }),
    }
    const offsets = [start, one.clock.now()].map((at) => new Date(at).getTimezoneOffset())
    await closing?.()
    one.store.remove()
    f = closing = null
    return { offsets, told }
  }

  it.each([
    ['Europe/Berlin', Date.UTC(2026, 9, 25, 1)],
    ['Europe/Berlin', Date.UTC(2027, 2, 28, 1)],
    ['Australia/Lord_Howe', Date.UTC(2026, 9, 3, 15, 30)],
    ['Australia/Lord_Howe', Date.UTC(2027, 3, 3, 15)],
  ])('in %s changes nothing: passes, roll-ups, days and histories are as in UTC (%i)', async (zone, around) => {
    const there = await livedIn(zone, around)
    // The zone holds, and its clocks were changed within the run.
    expect(there.offsets[0]).not.toBe(there.offsets[1])
    const { told } = await livedIn('UTC', around)
    expect(there.told).toEqual(told)
  })
})

const OFF = [-365 * DAY, -HOUR, -10 * MINUTE, 10 * MINUTE, HOUR, 365 * DAY]

it.each(OFF)('a manager whose clock is %i ms off is shown as it is: nobody silent, gone or changed', async (skewMs) => {
  const one = fixture()
  one.manager.skewMs = skewMs
  for (let pass = 0; pass < 4; pass++) {
    hear(one)
    await one.pass(pass % 2 === 0 ? 'full' : 'small')
  }
  const ctx = await contextOf(one)
  const active = async (q: string) => (await getSummary({ ctx, input: { q } })).byStatus.active
  expect([await active('quiet=false'), await active('quiet=true'), await active('lastKeepAlive<5m')]).toEqual([AGENTS, 0, AGENTS])
  const { events, alarm } = await getEvents({ ctx, input: {} })
  expect({ events, alarm }).toMatchObject({ events: [], alarm: { level: 'fine' } })
})

it.each(OFF)('a manager’s clock that is set by %i ms in the middle makes nobody come, go or fall silent', async (jump) => {
  const one = fixture()
  await one.pass()
  one.manager.skewMs = jump
  for (let pass = 0; pass < 4; pass++) {
    hear(one)
    expect(await one.pass(pass % 2 === 0 ? 'full' : 'small')).toMatchObject({ outcome: 'ok', changes: 0, added: 0, removed: 0 })
  }
  expect(one.rows('SELECT id FROM "Transition"')).toEqual([])
  const { events, alarm } = await getEvents({ ctx: await contextOf(one), input: {} })
  expect({ events, alarm }).toMatchObject({ events: [], alarm: { level: 'fine' } })
})

it.each(OFF)('our own clock that is set by %i ms in the middle stops nothing and changes nobody', async (jump) => {
  const one = fixture()
  let asked = 0
  /** When each pass began, as if nobody had set the clock. */
  const began: number[] = []
  one.manager.onRequest = (call) => {
    if (call !== 'info') return
    began.push(one.clock.now() - (asked >= 6 ? jump : 0))
    if (++asked === 6) one.clock.jump(jump)
    hear(one, 0)
  }
  const stop = new AbortController()
  const running = one.collector.start(stop.signal)
  while (asked < 20) await new Promise((resolve) => setImmediate(resolve))
  stop.abort()
  await running
  // Nothing waits for a time that is far away now.
  const gaps = began.slice(1).map((at, i) => at - (began[i] ?? 0))
  expect(gaps.filter((gap) => gap < 1_000 || gap > 2 * MINUTE)).toEqual([])
  expect(one.rows(`SELECT DISTINCT outcome FROM Pass WHERE outcome NOT IN ('ok', 'interrupted')`)).toEqual([])
  expect(one.rows('SELECT id FROM "Transition"')).toEqual([])
  expect(one.ids()).toHaveLength(AGENTS)
})
