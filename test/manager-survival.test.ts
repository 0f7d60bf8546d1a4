import pino from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { badRowKinds, type Fault, garbageKinds } from '#demo/control/faults.ts'
import { type Demo, startDemo } from '#demo/start.ts'
import { createManagerClient, type ManagerClient } from '#server/manager/client.ts'
import type { ManagerError } from '#server/manager/errors.ts'
import type { Limits } from '#server/manager/http.ts'
import { createCollector } from '#server/sync/collector.ts'
import { startBlackHole } from './black-hole.ts'
import { collectorRig, configOf, impatientClock } from './collector-rig.ts'

/*
 * Everything the demo can do to us, and what must hold: nothing is lost, nothing grows without bounds, no secret is
 * sent to a stranger, and the next pass is good again.
 */
let rig: Awaited<ReturnType<typeof collectorRig>> | undefined
let demo: Demo | undefined
let client: ManagerClient | undefined
afterEach(async () => {
  await client?.close()
  await demo?.stop()
  await rig?.stop()
  rig = demo = client = undefined
})

const PAGE = { kind: 'all', afterId: 0, limit: 200 } as const

/** A demo and a client that waits for nothing long; the certificate is known by its fingerprint or as an authority. */
async function start(limits: Partial<Limits> = {}, trust: 'fingerprint' | 'authority' = 'fingerprint', url?: URL) {
  const running = await startDemo({ agents: 120, seed: 7, frozen: true, requestsPerMinute: 0 })
  const config = { ...configOf(running), ...(url && { url }) }
  const tls = trust === 'fingerprint' ? config.tls : { ...config.tls, ca: running.caPem, fingerprint: null }
  const made = createManagerClient({
    manager: { ...config, tls },
    clock: impatientClock(),
    log: pino({ level: 'silent' }),
    budgetPerMinute: 1e6,
    limits,
    random: () => 0.5,
  })
  demo = running
  client = made
  return { demo: running, client: made }
}

const failed = (call: Promise<unknown>): Promise<ManagerError> =>
  call.then(
    () => expect.unreachable('the call went well'),
    (error) => error,
  )

describe('a pass over spoilt answers', () => {
  it.each(badRowKinds)('skips and counts bad rows, and keeps what they were: %s', async (as) => {
    rig = await collectorRig({ agents: 120, seed: 7, frozen: true })
    await rig.pass()
    const before = rig.rows('SELECT managerId, agentId, name, status FROM Agent ORDER BY agentId')
    expect(before.length).toBe(120)
    rig.demo.control.inject({ kind: 'bad-rows', as, path: '/agents' })
    expect(await rig.pass()).toMatchObject({ outcome: expect.stringMatching('^(ok|unconfirmed)$'), removed: 0 })
    expect(rig.rows('SELECT badRows FROM Pass ORDER BY id DESC LIMIT 1')[0]?.[0]).toBeGreaterThan(0)
    expect(rig.rows('SELECT managerId, agentId, name, status FROM Agent ORDER BY agentId')).toEqual(before)
    rig.demo.control.clearFaults()
    expect(await rig.pass()).toMatchObject({ outcome: 'ok', changes: 0, counts: { total: 120 } })
  })

  const faults: Fault[] = [
    ...garbageKinds.filter((as) => as !== 'duplicate-keys' && as !== 'bad-utf8').map((as): Fault => ({ kind: 'garbage', as })),
    { kind: 'flood', as: 'gzip-bomb', bytes: 2 ** 28 },
    { kind: 'broken' },
    { kind: 'broken', status: 502 },
    { kind: 'broken', status: 503 },
  ]
  it.each(faults)('leaves the store alone and recovers: %o', async (fault) => {
    rig = await collectorRig({ agents: 120, seed: 7, frozen: true })
    await rig.pass()
    rig.demo.control.inject({ ...fault, path: '/agents' })
    expect(await rig.pass()).toMatchObject({ outcome: 'failed', state: 'degraded', removed: 0, counts: { total: 120 } })
    rig.demo.control.clearFaults()
    expect(await rig.pass()).toMatchObject({ outcome: 'ok', changes: 0, counts: { total: 120 } })
  })

  it('takes names that stand twice and letters that are none as they come', async () => {
    rig = await collectorRig({ agents: 120, seed: 7, frozen: true })
    await rig.pass()
    rig.demo.control.inject({ kind: 'garbage', as: 'duplicate-keys', path: '/agents' })
    expect(await rig.pass()).toMatchObject({ outcome: 'ok', changes: 0 })
    rig.demo.control.clearFaults()
    rig.demo.control.inject({ kind: 'garbage', as: 'bad-utf8', path: '/agents' })
    expect(await rig.pass()).toMatchObject({ removed: 0, counts: { total: 120 } })
  })

  it.each([0.05, 0.3])('gets every agent once though %d of the answers fail', async (share) => {
    rig = await collectorRig({ agents: 3000, seed: 7, frozen: true })
    rig.demo.control.inject({ kind: 'broken', share })
    rig.demo.control.inject({ kind: 'drop', share: share / 3 })
    let outcome = ''
    for (let tries = 0; tries < 40 && outcome !== 'ok'; tries += 1) outcome = (await rig.pass()).outcome
    expect(outcome).toBe('ok')
    const ids = rig.rows('SELECT agentId FROM Agent ORDER BY agentId').map(([id]) => id)
    expect(ids).toEqual(Array.from({ length: 3000 }, (_, index) => index + 1))
  })

  it('keeps every agent, once and as it was, while 70 % of the answers fail', async () => {
    rig = await collectorRig({ agents: 3000, seed: 7, frozen: true })
    await rig.pass()
    const rowsOf = () => rig?.rows('SELECT managerId, agentId, name, status FROM Agent ORDER BY agentId')
    const before = rowsOf()
    rig.demo.control.inject({ kind: 'broken', share: 0.7 })
    for (let tries = 0; tries < 10; tries += 1) expect(await rig.pass()).toMatchObject({ removed: 0, counts: { total: 3000 } })
    expect(rowsOf()).toEqual(before)
    rig.demo.control.clearFaults()
    expect(await rig.pass()).toMatchObject({ outcome: 'ok', changes: 0 })
  })
})

it('a manager whose name means no address is unreachable, is tried again soon, and what was read of it stays', async () => {
  rig = await collectorRig({ agents: 120, seed: 7, frozen: true })
  await rig.pass()
  rig.store.db.run('DELETE FROM "Lease"')
  // A label of more than 63 letters is refused before anybody is asked for it.
  const nowhere = { ...configOf(rig.demo), url: new URL(`https://${'a'.repeat(64)}.invalid:55000`) }
  const lost = createCollector({
    ...{ clock: impatientClock(), log: pino({ level: 'silent' }), random: Math.random, store: rig.store.db, holder: 'lost' },
    config: { managers: [nowhere], intervalSeconds: 30, historyDays: 400 },
  })
  const outcome = await lost.runPass('main', 'full')
  await lost.close()
  expect(outcome).toMatchObject({
    ...{ outcome: 'failed', state: 'unreachable', counts: { total: 120 }, removed: 0 },
    problem: expect.stringMatching(/the host name (is not known|could not be looked up)/),
  })
  expect(outcome.retryInMs).toBeLessThanOrEqual(60_000)
  expect(await rig.pass()).toMatchObject({ outcome: 'ok', changes: 0 })
})

describe('a client', () => {
  it('reads no more of a gigabyte than it may, and holds little of it', async () => {
    const { client, demo } = await start({ bodyBytes: 16 * 2 ** 20 })
    await client.getInfo()
    demo.control.inject({ kind: 'flood', as: 'stream', path: '/agents' })
    const before = process.memoryUsage().rss
    expect(await failed(client.listAgents(PAGE))).toMatchObject({ code: 'too_large' })
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 2 ** 20)
    demo.control.clearFaults()
    expect((await client.listAgents(PAGE)).rows.length).toBeGreaterThan(100)
  })

  it.each<Fault>([{ kind: 'drip', bytesPerSecond: 50 }, { kind: 'silence' }, { kind: 'slow', ms: 60_000 }])(
    'gives up in time on %o and goes on with the next',
    async (fault) => {
      const { client, demo } = await start({ totalMs: 5000 })
      await client.getInfo()
      demo.control.inject({ ...fault, path: '/agents', times: 1 })
      expect(await failed(client.listAgents(PAGE))).toMatchObject({ code: 'timeout' })
      expect((await client.listAgents(PAGE)).rows.length).toBeGreaterThan(100)
    },
  )

  it.each(['refused', 'silent'] as const)('says that a %s manager cannot be reached, and comes back with it', async (state) => {
    const { client, demo } = await start({ connectMs: 3000, totalMs: 10_000 })
    await client.getInfo()
    await demo.control.setLine(state)
    expect(await failed(client.listAgents(PAGE))).toMatchObject({ code: expect.stringMatching('^(unreachable|timeout)$') })
    await demo.control.setLine('open')
    expect((await client.listAgents(PAGE)).rows.length).toBeGreaterThan(100)
  })

  it('says of a manager that drops every connection that it does not answer', async () => {
    const hole = await startBlackHole()
    try {
      const { client } = await start({ connectMs: 300, totalMs: 2000 }, 'fingerprint', new URL(hole.url))
      expect(await failed(client.getInfo())).toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('does not answer'),
      })
    } finally {
      hole.close()
    }
  })

  it.each(['fingerprint', 'authority'] as const)('sends nothing to another certificate, known by %s', async (trust) => {
    const { client, demo } = await start({}, trust)
    await client.getInfo()
    await demo.control.swapCertificate('another')
    demo.control.resetRequests()
    expect(await failed(client.listAgents(PAGE))).toMatchObject({ code: 'refused_certificate' })
    await demo.control.swapCertificate('expired')
    expect(await failed(client.listAgents(PAGE))).toMatchObject({ code: 'refused_certificate' })
    expect(await client.verifyCredentials('wazuh', 'wazuh')).toMatchObject({ ok: false })
    expect(demo.control.requests().total).toBe(0)
  })

  it('tries a blocked sign-in once, and not again soon', async () => {
    const { client, demo } = await start()
    demo.control.inject({ kind: 'login-block' })
    await failed(client.listAgents(PAGE))
    await failed(client.listAgents(PAGE))
    expect(demo.control.requests().byRoute['POST /security/user/authenticate']).toBe(1)
  })

  it('signs in once for a hundred calls whose token has ended', async () => {
    const { client, demo } = await start()
    await client.getInfo()
    demo.control.expireTokens()
    demo.control.resetRequests()
    const pages = await Promise.all(Array.from({ length: 100 }, () => client.listAgents({ ...PAGE, limit: 1 })))
    expect(pages.every((page) => page.rows.length === 1)).toBe(true)
    expect(demo.control.requests().byRoute['POST /security/user/authenticate']).toBe(1)
  })
})
