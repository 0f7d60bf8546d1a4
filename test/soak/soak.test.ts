import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { badRowKinds, type Fault, garbageKinds } from '#demo/control/faults.ts'
import { dice } from '../dice.ts'
import { buildPrograms, collectorSettings, expectIntact } from '../kill/programs.ts'
import { type RouteRig, routeRig } from '../route-rig.ts'
import { catchUp } from '../serving.ts'
import { askSafely, checkAge, checkCounts } from './checks.ts'

// The log reads its level when it is loaded.
vi.hoisted(() => {
  process.env['LOG_LEVEL'] = 'silent'
})

/** Part of the long tests. ROLLCALL_SOAK_MINUTES and ROLLCALL_SOAK_SEED choose; the seed is told, so that a run can be had again. */
const MINUTES = Number(process.env['ROLLCALL_SOAK_MINUTES'] ?? (process.env['ROLLCALL_LONG'] === '1' ? 10 : 0))
const SEED = Number(process.env['ROLLCALL_SOAK_SEED'] ?? Date.now() % 1_000_000)
const AGENTS = 400
const MINUTE = 60_000

let rig: RouteRig
let programs: Awaited<ReturnType<typeof buildPrograms<'collector'>>>
beforeAll(async () => {
  if (MINUTES === 0) return
  rig = await routeRig({ agents: AGENTS })
  rig.store.db.run('DELETE FROM "Lease"')
  programs = await buildPrograms({ collector: 'test/kill/collect.ts' })
})
afterAll(async () => {
  programs?.remove()
  await rig?.stop()
})

it.skipIf(MINUTES === 0)(
  `keeps its promises while everything goes wrong at random (seed ${SEED})`,
  async () => {
    const { pick, roll } = dice(SEED)
    const analyst = await rig.signIn('analyst')
    let collector = programs.start('collector', collectorSettings(rig))
    const { control } = rig.demo
    const agentId = () => String(1 + roll(AGENTS)).padStart(3, '0')
    const faults: readonly (() => Fault)[] = [
      () => ({ kind: 'broken', share: 0.5 }),
      () => ({ kind: 'drop', share: 0.3 }),
      () => ({ kind: 'slow', ms: roll(400), share: 0.5 }),
      () => ({ kind: 'garbage', as: pick(garbageKinds), path: '/agents', times: 2 }),
      () => ({ kind: 'bad-rows', as: pick(badRowKinds), path: '/agents', times: 2 }),
      () => ({ kind: 'lying-total', by: roll(9) - 4, times: 2 }),
      () => ({ kind: 'lying-summary', by: roll(90) - 45 }),
      () => ({ kind: 'missing-half', path: '/agents', times: 2 }),
      () => ({ kind: 'empty-page', path: '/agents', times: 1 }),
      () => ({ kind: 'unknown-status', times: 3 }),
    ]
    const acts: Readonly<Record<string, () => unknown>> = {
      fault: () => control.inject(pick(faults)()),
      calm: () => control.clearFaults(),
      time: () => control.advance(pick([1, 15, 60]) * MINUTE),
      change: () => control.setAgent(agentId(), { status: pick(['active', 'disconnected']) }),
      expire: () => control.expireTokens(),
      line: async () => {
        await control.setLine(pick(['refused', 'silent']))
        await wait(roll(200))
        await control.setLine('open')
      },
      kill: async () => {
        await collector.killAfter(0)
        expectIntact(rig.store.file)
        collector = programs.start('collector', collectorSettings(rig))
      },
      enter: () =>
        askSafely(rig, '/api/session', '', 'POST', { username: pick(['analyst', 'branch', 'x']), password: 'analyst' }),
      stream: async () => {
        const stream = await rig.call('GET', '/api/live', { cookie: analyst })
        await stream.body?.cancel()
      },
      odd: () => askSafely(rig, `/api/agents?q=${pick(['%3D', 'a%00', 'status%3D', '('.repeat(200)])}`, analyst),
      past: () => askSafely(rig, pick(['/api/events', '/api/evolution', '/api/breakdowns', '/api/changes?at=1h']), analyst),
    }
    const end = Date.now() + MINUTES * MINUTE
    while (Date.now() < end) {
      await acts[pick(Object.keys(acts))]?.()
      await checkAge(rig, analyst)
      await checkCounts(rig, analyst)
      await wait(roll(150))
    }
    await collector.killAfter(0)
    expectIntact(rig.store.file)

    // All is over: one pass, or what doubts it twice, and everything is as the manager has it.
    control.clearFaults()
    rig.store.db.run('DELETE FROM "Lease"')
    let outcome = ''
    for (let tries = 0; tries < 5 && outcome !== 'ok'; tries++) outcome = (await rig.pass()).outcome
    expect(outcome).toBe('ok')
    expect(rig.rows('SELECT count(*) FROM Agent')).toEqual([[AGENTS]])
    await catchUp()
    await checkCounts(rig, analyst)
  },
  (MINUTES + 10) * MINUTE,
)
