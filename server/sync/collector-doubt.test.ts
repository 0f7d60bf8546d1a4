import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { confirmIdentity } from '#server/store/manager-row.ts'
import { collectorFixture } from './collector-fixture.ts'
import { agent } from './testing.ts'

const many = (count: number) => (now: number) => Array.from({ length: count }, (_, i) => agent(i + 1, now))
let f: ReturnType<typeof collectorFixture>
beforeEach(() => {
  f = collectorFixture(many(100))
})
afterEach(() => f.store.remove())

const loseFrom = (first: number, last: number) => {
  for (let id = first; id <= last; id++) f.manager.agents.delete(id)
}

describe('agents that are missing', () => {
  it('become tombstones after one complete pass when they are few', async () => {
    await f.pass()
    loseFrom(91, 100)
    expect(await f.pass()).toMatchObject({ outcome: 'ok', removed: 10, counts: { total: 90 } })
    expect(f.rows('SELECT DISTINCT reason, lastPassId, removedPassId FROM Tombstone')).toEqual([['removed', 1, 2]])
  })

  it('stay when they are more than a fifth, until a second pass agrees', async () => {
    await f.pass()
    loseFrom(70, 100)
    const first = await f.pass()
    expect(first).toMatchObject({ outcome: 'unconfirmed', removed: 0, state: 'degraded', counts: { total: 100 } })
    expect(f.problem()).toBe('31 of 100 agents are missing in the manager’s answer. They stay until a second full pass agrees.')
    expect(f.row('SELECT lastSyncAt FROM Manager')).toEqual([f.row('SELECT finishedAt FROM Pass WHERE id = 1')?.[0]])
    expect(await f.pass()).toMatchObject({ outcome: 'ok', removed: 31, state: 'ok', counts: { total: 69 } })
    expect(f.problem()).toBe('')
  })

  it('are not removed by a second pass that misses others', async () => {
    await f.pass()
    const all = new Map(f.manager.agents)
    loseFrom(1, 30)
    expect(await f.pass()).toMatchObject({ outcome: 'unconfirmed' })
    for (const [id, one] of all) f.manager.agents.set(id, one)
    loseFrom(60, 100)
    expect(await f.pass()).toMatchObject({ outcome: 'unconfirmed', removed: 0, counts: { total: 100 } })
    for (const [id, one] of all) f.manager.agents.set(id, one)
    expect(await f.pass()).toMatchObject({ outcome: 'ok', removed: 0, counts: { total: 100 } })
  })

  it('stay when the whole fleet is gone, and go with the second pass', async () => {
    await f.pass()
    f.manager.agents.clear()
    expect(await f.pass()).toMatchObject({ outcome: 'unconfirmed', counts: { total: 100 } })
    expect(await f.pass()).toMatchObject({ outcome: 'ok', removed: 100, counts: { total: 0 } })
  })

  it('stay when the rights of our account have changed, and it says so', async () => {
    await f.pass()
    f.manager.rights = 'branch'
    loseFrom(1, 15)
    const outcome = await f.pass()
    expect(outcome).toMatchObject({ outcome: 'unconfirmed', removed: 0, counts: { total: 100 } })
    expect(outcome.problem).toMatch(/rights of our account .* have changed.* 15 agents/)
    expect(await f.pass()).toMatchObject({ outcome: 'ok', removed: 15 })
    expect(f.rows('SELECT DISTINCT reason FROM Tombstone')).toEqual([['out_of_sight']])
  })

  it('stay when the rights changed while the pages came in', async () => {
    await f.pass()
    loseFrom(1, 5)
    f.manager.onRequest = (call) => {
      if (call === 'all') f.manager.rights = 'other'
    }
    expect(await f.pass()).toMatchObject({ outcome: 'unconfirmed', removed: 0 })
  })

  it('stay when their rows could not be read, and do not keep others from being removed', async () => {
    await f.pass()
    f.manager.badRows = 3
    loseFrom(91, 95)
    const outcome = await f.pass()
    expect(outcome).toMatchObject({ outcome: 'ok', state: 'ok', removed: 5, counts: { total: 95 } })
    expect(outcome.problem).toMatch(/^3 rows .* could not be read/)
    expect(f.row('SELECT badRows FROM Pass ORDER BY id DESC LIMIT 1')).toEqual([3])
    expect(f.ids().slice(0, 3)).toEqual([1, 2, 3])
  })

  it('stay when a row could not be read, not even its id, and it says so', async () => {
    await f.pass()
    f.manager.badRows = 3
    f.manager.badIds = false
    loseFrom(91, 95)
    const outcome = await f.pass()
    expect(outcome).toMatchObject({ outcome: 'ok', removed: 0, counts: { total: 100 } })
    expect(outcome.problem).toMatch(/3 rows .* no readable id.* 8 missing agents .* nothing was removed/)
  })

  it('stay when the total does not fit the rows', async () => {
    await f.pass()
    loseFrom(1, 5)
    for (const lie of [7, -7]) {
      f.manager.lieBy = lie
      const outcome = await f.pass()
      expect(outcome).toMatchObject({ outcome: 'unconfirmed', removed: 0, state: 'degraded', counts: { total: 100 } })
      expect(outcome.problem).toMatch(/don’t add up/)
    }
    f.manager.lieBy = 0
    expect(await f.pass()).toMatchObject({ outcome: 'ok', removed: 5 })
  })

  it('stay when the first page is empty', async () => {
    await f.pass()
    f.manager.agents.clear()
    f.manager.lieBy = 100
    expect(await f.pass()).toMatchObject({ outcome: 'unconfirmed', removed: 0, counts: { total: 100 } })
    expect(await f.pass()).toMatchObject({ outcome: 'unconfirmed', removed: 0, counts: { total: 100 } })
  })
})

describe('an account that may not read every agent', () => {
  const PART = /account .* may not read every agent.*agent:read.*agent:id:\*/

  it('never loses an agent, goes on updating those it sees, and says so', async () => {
    await f.pass()
    f.manager.readable = 'agent:group:web'
    loseFrom(11, 100)
    for (let id = 1; id <= 3; id++) {
      f.edit(id, { version: `v${id}` })
      expect(await f.pass()).toMatchObject({ outcome: 'ok', state: 'degraded', changes: 1, removed: 0, counts: { total: 100 } })
      expect(f.problem()).toMatch(PART)
      expect(f.problem()).toMatch(/ 90 of 100 agents/)
      expect(f.state()).toBe('degraded')
    }
    f.edit(5, { status: 'disconnected' })
    expect(await f.pass('small')).toMatchObject({ outcome: 'ok', state: 'degraded', changes: 1 })
    expect(f.problem()).toMatch(PART)
  })

  it('is told at the very first pass, whose part is as good as a whole', async () => {
    f.manager.readable = 'agent:group:web'
    expect(await f.pass()).toMatchObject({ outcome: 'ok', state: 'ok', problem: expect.stringContaining('only a part') })
    expect(f.said).toEqual([expect.stringContaining('may not read every agent: only what it may read is shown')])
    await f.pass()
    expect(f.said).toHaveLength(1)
  })

  it('is well again once it reads every agent', async () => {
    f.manager.readable = 'agent:group:web'
    await f.pass()
    f.manager.readable = 'agent:id:*'
    expect(await f.pass()).toMatchObject({ outcome: 'ok', state: 'ok', problem: null })
    await f.pass()
    // Once for the change, and not for what it found at first.
    expect(f.rows('SELECT kind, managerId, subject, detail FROM AuditEvent')).toEqual([
      ['account_changed', 'main', 'wazuh', JSON.stringify({ notRead: '', beyondReading: '' })],
    ])
  })
})

describe('another fleet behind the address', () => {
  const swap = () => {
    f.manager.hostname = 'other-master'
    f.manager.uuid = 'ffff'
    for (const id of [...f.manager.agents.keys()])
      f.manager.agents.set(id, agent(id, f.clock.now(), { name: `other-${id}`, version: 'x' }))
  }

  it('stops collecting and touches nothing until a person confirms', async () => {
    await f.pass()
    swap()
    expect(await f.pass()).toMatchObject({ outcome: 'failed', state: 'other_fleet', changes: 0, added: 0, removed: 0 })
    expect(f.problem()).toMatch(/Another fleet .*other-master.*npm run confirm -- main/)
    f.manager.requests.length = 0
    expect(await f.pass()).toMatchObject({ state: 'other_fleet' })
    expect(f.manager.requests).toEqual(['info', 'manager/info'])
    expect(f.rows(`SELECT * FROM Agent WHERE name NOT LIKE 'host-%'`)).toEqual([])

    expect(confirmIdentity(f.store.db, 'main')).toContain('other-master')
    expect(await f.pass()).toMatchObject({ outcome: 'ok', added: 100, state: 'ok', counts: { total: 100 } })
    expect(f.rows('SELECT DISTINCT reason FROM Tombstone')).toEqual([['replaced']])
    expect(f.row('SELECT offeredIdentity, confirmedIdentity FROM Manager')).toEqual([null, null])
    expect(await f.pass()).toMatchObject({ outcome: 'ok', added: 0 })
  })

  it('is over by itself when the old one answers again', async () => {
    await f.pass()
    const old = { agents: new Map(f.manager.agents), hostname: f.manager.hostname, uuid: f.manager.uuid }
    swap()
    await f.pass()
    Object.assign(f.manager, old)
    expect(await f.pass()).toMatchObject({ outcome: 'ok', added: 0, removed: 0, counts: { total: 100 } })
  })

  it('is noticed when it has no agent that we know', async () => {
    await f.pass()
    swap()
    f.manager.agents.clear()
    f.set(agent(9001, f.clock.now()))
    expect(await f.pass()).toMatchObject({ state: 'other_fleet', added: 0 })
  })

  it('is noticed under the same name when most agents are others', async () => {
    await f.pass()
    for (let id = 1; id <= 60; id++) f.edit(id, { name: `new-${id}` })
    expect(await f.pass()).toMatchObject({ state: 'other_fleet', added: 0 })
    expect(confirmIdentity(f.store.db, 'main')).not.toBeNull()
    expect(await f.pass()).toMatchObject({ outcome: 'ok', added: 60 })
  })

  it('leaves a failed pass for every try while it waits', async () => {
    await f.pass()
    swap()
    for (let i = 0; i < 3; i++) await f.pass('small')
    await f.pass()
    for (let i = 0; i < 2; i++) await f.pass('small')
    expect(f.rows('SELECT outcome, finishedAt IS NULL FROM Pass WHERE id > 4')).toEqual(Array(3).fill(['failed', 0]))
  })

  it('is not any host of a cluster that a full pass has met', async () => {
    await f.pass()
    f.manager.hostname = 'wazuh-worker'
    await f.pass()
    const identity = String(f.row('SELECT identity FROM Manager')?.[0])
    expect(JSON.parse(identity)).toMatchObject({ hostname: 'wazuh-worker', hostnames: ['wazuh-master', 'wazuh-worker'] })
    f.manager.uuid = null
    f.manager.hostname = 'wazuh-master'
    expect(await f.pass()).toMatchObject({ outcome: 'ok' })
    expect(JSON.parse(String(f.row('SELECT identity FROM Manager')?.[0]))).toMatchObject({ uuid: 'd9d822ba' })
  })

  it('is not told from the agents that a small pass brings', async () => {
    for (let id = 1; id <= 12; id++) f.edit(id, { status: 'disconnected' })
    await f.pass()
    for (let id = 1; id <= 12; id++) f.edit(id, { dateAdd: f.clock.now() })
    const asOf = f.row('SELECT asOf FROM Manager')
    expect(await f.pass('small')).toMatchObject({ outcome: 'ok', state: 'ok', added: 0 })
    expect(f.row('SELECT asOf FROM Manager')).toEqual(asOf)
    expect(await f.pass()).toMatchObject({ outcome: 'ok', state: 'ok', added: 12, counts: { total: 100 } })
  })

  it('is not a short last page of agents that were enrolled anew', async () => {
    f.set(...many(1512)(f.clock.now()))
    await f.pass()
    f.restart()
    for (let id = 1501; id <= 1512; id++) f.edit(id, { dateAdd: f.clock.now() })
    expect(await f.pass()).toMatchObject({ outcome: 'ok', state: 'ok', added: 12, counts: { total: 1512 } })
  })

  it('leaves nothing of its first pages in the store, although they alone are not most of the fleet', async () => {
    f.set(...many(1800)(f.clock.now()))
    await f.pass()
    f.restart()
    for (let id = 1; id <= 1800; id++) f.edit(id, { name: `other-${id}` })
    expect(await f.pass()).toMatchObject({ state: 'other_fleet', added: 0 })
    expect(f.rows(`SELECT * FROM Agent WHERE name NOT LIKE 'host-%'`)).toEqual([])
  })

  it('is over by itself when the same installation shows the old fleet again', async () => {
    await f.pass()
    const old = new Map(f.manager.agents)
    for (let id = 1; id <= 60; id++) f.edit(id, { name: `new-${id}` })
    expect(await f.pass()).toMatchObject({ state: 'other_fleet' })
    expect(await f.pass('small')).toMatchObject({ state: 'other_fleet', added: 0 })
    f.set(...old.values())
    expect(await f.pass('small')).toMatchObject({ outcome: 'ok', state: 'ok', added: 0, counts: { total: 100 } })
    expect(f.row('SELECT offeredIdentity FROM Manager')).toEqual([null])
  })

  it('is not a reinstalled manager with the same agents', async () => {
    await f.pass()
    f.manager.hostname = 'reinstalled'
    f.manager.uuid = 'ffff'
    expect(await f.pass()).toMatchObject({ outcome: 'ok', added: 0, state: 'ok' })
    expect(await f.pass('small')).toMatchObject({ outcome: 'ok' })
  })
})
