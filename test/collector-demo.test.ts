import { afterEach, describe, expect, it } from 'vitest'
import { collectorRig, countedByManager } from './collector-rig.ts'

let rig: Awaited<ReturnType<typeof collectorRig>> | null = null
afterEach(async () => {
  await rig?.stop()
  rig = null
})
const long = process.env['ROLLCALL_LONG'] === '1'
const MINUTE = 60_000

type Rig = Awaited<ReturnType<typeof collectorRig>>

function countedByUs({ rows }: Rig) {
  const [row] = rows(
    'SELECT total, active, disconnected, pending, neverConnected, synced, notSynced FROM Pass ORDER BY id DESC LIMIT 1',
  )
  const [total, active, disconnected, pending, neverConnected, synced, notSynced] = row ?? []
  return { total, active, disconnected, pending, neverConnected, synced, notSynced }
}

/** Counts of a pass as the rows themselves give them. */
function countedByRows({ rows }: Rig) {
  const [row] = rows(`SELECT count(*), count(*) FILTER (WHERE status = 'active'), count(*) FILTER (WHERE status = 'disconnected'),
    count(*) FILTER (WHERE status = 'pending'), count(*) FILTER (WHERE status = 'never_connected'),
    count(*) FILTER (WHERE groupConfigStatus = 'synced'), count(*) FILTER (WHERE groupConfigStatus = 'not synced') FROM Agent`)
  const [total, active, disconnected, pending, neverConnected, synced, notSynced] = row ?? []
  return { total, active, disconnected, pending, neverConnected, synced, notSynced }
}

it('a cluster is known by its name', async () => {
  rig = await collectorRig({ agents: 20, seed: 7, frozen: true, workers: ['edge'] })
  await rig.pass()
  expect(JSON.parse(String(rig.rows('SELECT card FROM Manager')[0]?.[0]))).toMatchObject({ nodeName: 'node01', cluster: 'wazuh' })
})

describe('a frozen fleet', () => {
  it.each([0, 1, 499, 500, 501, 10_001, ...(long ? [100_000] : [])])(
    'of %i agents is counted as the manager counts it',
    async (agents) => {
      rig = await collectorRig({ agents, seed: 7, frozen: true })
      expect(await rig.pass()).toMatchObject({ outcome: 'ok', rows: agents, added: agents })
      const expected = await countedByManager(rig.client)
      expect(countedByUs(rig)).toEqual(expected)
      expect(countedByRows(rig)).toEqual(expected)
      expect(await rig.pass('small')).toMatchObject({ outcome: 'ok', changes: 0, added: 0 })
      expect(await rig.pass()).toMatchObject({ outcome: 'ok', changes: 0, added: 0, removed: 0 })
      expect(countedByUs(rig)).toEqual(expected)
      expect(rig.rows('SELECT * FROM "Transition"')).toEqual([])
    },
  )
})

describe('a living fleet', () => {
  it('is counted right after every pass, and transitions explain every difference', async () => {
    rig = await collectorRig({ agents: 2_000, seed: 3 })
    await rig.pass()
    let before = countedByUs(rig)
    for (let step = 0; step < 24; step++) {
      rig.demo.control.advance((step % 3) * 7 * MINUTE + 30_000)
      const { passId } = await rig.pass(step % 4 === 3 ? 'full' : 'small')
      const after = countedByUs(rig)
      expect(after).toEqual(await countedByManager(rig.client))
      expect(countedByRows(rig)).toEqual(after)
      const moved = (field: string, value: string) => {
        const [row] = rig?.rows(
          'SELECT coalesce(sum(toValue = ?1) - sum(fromValue = ?1), 0) FROM "Transition" WHERE passId = ?2 AND field = ?3',
          value,
          passId,
          field,
        ) ?? [[0]]
        return Number(row?.[0])
      }
      expect(Number(after.active) - Number(before.active)).toBe(moved('status', 'active'))
      expect(Number(after.disconnected) - Number(before.disconnected)).toBe(moved('status', 'disconnected'))
      expect(Number(after.pending) - Number(before.pending)).toBe(moved('status', 'pending'))
      expect(Number(after.notSynced) - Number(before.notSynced)).toBe(moved('group_config_status', 'not synced'))
      before = after
    }
    expect(rig.rows(`SELECT * FROM "Transition" WHERE field = 'status'`).length).toBeGreaterThan(10)
  })

  it('dates a disconnection by the manager', async () => {
    rig = await collectorRig({ agents: 600, seed: 3 })
    await rig.pass()
    for (let hour = 0; hour < 6; hour++) {
      rig.demo.control.advance(37 * MINUTE)
      await rig.pass('small')
    }
    const gone =
      rig.rows(`SELECT t.at, a.disconnectionTime, a.statusSince, a.statusPrecision FROM "Transition" t JOIN Agent a ON a.key = t.agentKey
      WHERE t.toValue = 'disconnected' AND t.id = (SELECT max(id) FROM "Transition" WHERE agentKey = a.key AND field = 'status')`)
    expect(gone.length).toBeGreaterThan(0)
    for (const [at, time, since, precision] of gone) expect([at, since, precision]).toEqual([time, time, 'exact'])
  })
})

describe('what a person does at the manager', () => {
  it('removal, enrolment and re-enrolment arrive with the next full pass', async () => {
    rig = await collectorRig({ agents: 50, seed: 7, frozen: true })
    await rig.pass()
    const [first, second] = rig
      .rows('SELECT agentId FROM Agent ORDER BY agentId LIMIT 2')
      .map(([id]) => String(id).padStart(3, '0'))
    rig.demo.control.advance(MINUTE)
    rig.demo.control.removeAgent(first ?? '')
    rig.demo.control.reEnrolAgent(second ?? '', 'back-again')
    const id = rig.demo.control.addAgent({ name: 'brand-new' })
    expect(await rig.pass()).toMatchObject({ outcome: 'ok', added: 2, removed: 1, counts: { total: 50 } })
    expect(rig.rows('SELECT agentId, reason FROM Tombstone ORDER BY key')).toEqual([
      [Number(first), 'removed'],
      [Number(second), 'replaced'],
    ])
    expect(rig.rows('SELECT name, status FROM Agent WHERE agentId = ?', Number(id))).toEqual([['brand-new', 'never_connected']])
    expect(countedByUs(rig)).toEqual(await countedByManager(rig.client))
  })

  it('fewer rights for our account remove nobody, and it says so', async () => {
    rig = await collectorRig({ agents: 300, seed: 7, frozen: true })
    await rig.pass()
    const some = Array.from({ length: 250 }, (_, i) => `agent:id:${String(i + 1).padStart(3, '0')}`)
    rig.demo.control.setPolicies('wazuh', [{ id: 900, name: 'some', actions: ['agent:read'], resources: some, effect: 'allow' }])
    rig.demo.control.expireTokens()
    for (let again = 0; again < 3; again++) {
      const outcome = await rig.pass()
      expect(outcome).toMatchObject({ outcome: 'ok', state: 'degraded', removed: 0, counts: { total: 300 } })
      expect(outcome.problem).toMatch(/may not read every agent.* 50 of 300 agents are out of its sight/)
    }
  })

  it('another manager at the same address stops collecting', async () => {
    rig = await collectorRig({ agents: 300, seed: 7, frozen: true })
    await rig.pass()
    rig.demo.control.replaceFleet({ agents: 200, seed: 99, frozen: true })
    expect(await rig.pass()).toMatchObject({ state: 'other_fleet', added: 0, removed: 0, changes: 0 })
    expect(rig.rows('SELECT count(*) FROM Agent')).toEqual([[300]])
  })
})

describe('the embedded demo', () => {
  it('may become another fleet without a question', async () => {
    rig = await collectorRig({ agents: 60, seed: 7, frozen: true }, { demo: true })
    await rig.pass()
    rig.demo.control.replaceFleet({ agents: 90, seed: 99, frozen: true })
    expect(await rig.pass()).toMatchObject({ outcome: 'ok', state: 'ok', counts: { total: 90 } })
    expect(countedByUs(rig)).toEqual(await countedByManager(rig.client))
  })
})

describe('faults of the manager', () => {
  it('half the agents gone from pages and totals alike need a second pass', async () => {
    rig = await collectorRig({ agents: 400, seed: 7, frozen: true })
    await rig.pass()
    rig.demo.control.inject({ kind: 'missing-half', path: '/agents' })
    expect(await rig.pass()).toMatchObject({ outcome: 'unconfirmed', removed: 0, counts: { total: 400 } })
    rig.demo.control.clearFaults()
    expect(await rig.pass()).toMatchObject({ outcome: 'ok', removed: 0, counts: { total: 400 } })
  })

  it.each([
    [{ kind: 'lying-total', by: 25, path: '/agents' }, 'unconfirmed', 'degraded'],
    [{ kind: 'empty-page', path: '/agents' }, 'unconfirmed', 'degraded'],
    [{ kind: 'garbage', as: 'html', path: '/agents' }, 'failed', 'degraded'],
    [{ kind: 'garbage', as: 'truncated', path: '/agents' }, 'failed', 'degraded'],
    [{ kind: 'drop' }, 'failed', 'unreachable'],
    [{ kind: 'not-ready' }, 'failed', 'degraded'],
    [{ kind: 'redirect', to: 'https://example.org/' }, 'failed', 'degraded'],
  ] as const)('%o leaves every agent in the store', async (fault, outcome, state) => {
    rig = await collectorRig({ agents: 120, seed: 7, frozen: true })
    await rig.pass()
    rig.demo.control.inject(fault)
    expect(await rig.pass()).toMatchObject({ outcome, state, removed: 0, counts: { total: 120 } })
    rig.demo.control.clearFaults()
    expect(await rig.pass()).toMatchObject({ outcome: 'ok', state: 'ok', changes: 0, counts: { total: 120 } })
  })

  it('pages that take too long are asked for in smaller pieces', async () => {
    rig = await collectorRig({ agents: 2_000, seed: 7, frozen: true })
    rig.demo.control.inject({ kind: 'timeout', aboveLimit: 260, path: '/agents' })
    expect(await rig.pass()).toMatchObject({ outcome: 'ok', rows: 2_000, counts: { total: 2_000 } })
  })

  it('an unknown status is stored as unknown and counted', async () => {
    rig = await collectorRig({ agents: 200, seed: 7, frozen: true })
    rig.demo.control.inject({ kind: 'unknown-status' })
    const { counts } = await rig.pass()
    expect(counts.byStatus.unknown).toBeGreaterThan(0)
    expect(rig.rows('SELECT unknown, unknownStatuses, total FROM Pass')).toEqual([
      [counts.byStatus.unknown, counts.byStatus.unknown, 200],
    ])
  })

  it('an answer of too many requests is waited out', async () => {
    rig = await collectorRig({ agents: 50, seed: 7, frozen: true })
    rig.demo.control.inject({ kind: 'too-many', times: 1, path: '/agents' })
    expect(await rig.pass()).toMatchObject({ outcome: 'ok', counts: { total: 50 } })
  })

  it('an expired token costs one log-in', async () => {
    rig = await collectorRig({ agents: 2_000, seed: 7, frozen: true })
    await rig.pass()
    rig.demo.control.expireTokens()
    expect(await rig.pass()).toMatchObject({ outcome: 'ok', changes: 0 })
  })
})
