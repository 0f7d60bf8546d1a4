import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCOPE_ALL } from '#lib/agent/scope.ts'
import { agentAt } from '#lib/contract/agent-at.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { log } from '#server/log.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { getMoment } from '#server/services/get-moment.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { collectorRig } from './collector-rig.ts'

let rig: Awaited<ReturnType<typeof collectorRig>>
let ctx: ServiceContext
let stop: () => Promise<void>
const times: Record<string, number> = {}
const iso = (ms: number) => new Date(ms).toISOString()

/** A fleet with an agent of each kind: `004` healthy, `005` lost, `006` lost and back, `007` removed, `008` enrolled again. */
beforeAll(async () => {
  const start = Math.floor(Date.now() / 1000) * 1000
  rig = await collectorRig({ agents: 30, seed: 7, frozen: true, clock: { now: () => start } })
  const { control } = rig.demo
  const mark = (name: string) => {
    times[name] = control.now()
  }
  /** Lets time pass in which these agents are heard, and reads the manager. */
  const wait = async (seconds: number, heard: readonly string[]) => {
    control.advance(seconds * 1000)
    for (const id of heard) control.setAgent(id, { lastKeepAlive: iso(control.now() - 5000) })
    await rig.pass()
  }
  const calm = { status: 'active', group_config_status: 'synced', disconnection_time: null, status_code: 0 }
  for (const id of ['004', '005', '006', '007', '008']) control.setAgent(id, calm)
  await wait(0, ['004', '005', '006', '007', '008'])
  mark('first')
  await wait(30, ['004', '005', '006', '007', '008'])
  mark('heard')
  await wait(30, ['004', '007', '008'])
  mark('healthy')
  await wait(600, ['004', '007', '008'])
  mark('silent')
  await wait(240, ['004', '007', '008'])
  for (const id of ['005', '006'])
    control.setAgent(id, { status: 'disconnected', disconnection_time: iso(control.now() + 10_000), status_code: 4 })
  control.setAgent('004', { group_config_status: 'not synced' })
  await wait(30, ['004', '007', '008'])
  mark('lost')
  control.setAgent('006', { status: 'active', disconnection_time: null, status_code: 0 })
  control.removeAgent('007')
  control.reEnrolAgent('008', 'enrolled-again')
  await wait(30, ['004', '006'])
  await rig.pass()
  mark('end')
  const prisma = openPrisma(rig.store.file)
  const clock = { now: () => control.now(), sleep: async () => undefined }
  const fleet = new FleetIndex({ prisma, clock, log })
  await fleet.refresh()
  ctx = { fleet, prisma, clock, log, config: { demo: false, intervalSeconds: 30, managers: [] }, scope: SCOPE_ALL }
  stop = async () => {
    await prisma.$disconnect()
    await rig.stop()
  }
}, 60_000)
afterAll(() => stop())

const ask = async (id: string, at: string | number) =>
  agentAt.parse(await getMoment({ ctx, input: { manager: 'main', id, at: typeof at === 'number' ? iso(at) : at } }))
const at = (name: string) => times[name] ?? 0

describe('an agent at a moment', () => {
  it('was connected and in sync, and when it stopped to be in sync is named', async () => {
    const { answer, place } = await ask('004', at('healthy'))
    expect(place).toBe('now')
    expect(answer).toMatchObject({
      ...{ kind: 'known', now: { verdict: 'connected' }, seen: { status: 'active', sync: 'synced' } },
      said: { status: { value: 'active', either: null }, sync: { value: 'synced', either: null, next: { to: 'not synced' } } },
    })
  })

  it('was said to be active but is known to have been silent', async () => {
    const { answer } = await ask('005', at('silent'))
    expect(answer).toMatchObject({
      said: { status: { value: 'active' } },
      seen: { status: 'active' },
      now: { verdict: 'silent', heardAt: iso(at('heard') - 5000), backBy: null },
    })
    expect(answer.kind === 'known' && answer.now.declaredAt).toBeTruthy()
  })

  it('was disconnected, and is back by a pass that is named', async () => {
    const { answer } = await ask('006', at('lost'))
    expect(answer).toMatchObject({ now: { verdict: 'disconnected', heardAt: iso(at('heard') - 5000) } })
    expect(answer.kind === 'known' && Date.parse(answer.now.backBy ?? '')).toBeGreaterThan(at('lost'))
  })

  it('keeps its past when it was removed', async () => {
    expect(await ask('007', at('healthy'))).toMatchObject({
      place: 'removed',
      answer: { kind: 'known', now: { verdict: 'connected' } },
    })
    expect(await ask('007', at('end'))).toMatchObject({ place: 'removed', answer: { kind: 'removed' } })
  })

  it('is another one than the one that has its id now', async () => {
    const before = await ask('008', at('healthy'))
    const again = rig.rows(`SELECT agentId FROM Agent WHERE name = 'enrolled-again'`)
    expect(again).toHaveLength(1)
    expect(before).toMatchObject({ place: Number(again[0]?.[0]) === 8 ? 'replaced' : 'removed', answer: { kind: 'known' } })
    expect(before.name).not.toBe('enrolled-again')
  })

  it('says that a moment is before its history', async () => {
    const { answer } = await ask('004', at('first') - 3_600_000)
    expect(answer).toMatchObject({ kind: 'before_history', since: expect.any(String) })
  })

  it.each([
    ['2026-11-21T09:00:00', /has no zone/],
    ['9999-01-01T00:00:00Z', /in the future/],
    ['soon', /is a time with a zone/],
    ['', /is a time with a zone/],
  ])('refuses “%s” with a sentence', async (text, words) => {
    await expect(ask('004', text)).rejects.toMatchObject({ code: 'bad_request', message: expect.stringMatching(words) })
  })

  it.each(['000', '99999', 'abc', ''])('knows no agent “%s”', async (id) => {
    await expect(ask(id, at('healthy'))).rejects.toMatchObject({ code: 'not_found' })
  })
})
