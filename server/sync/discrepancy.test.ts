import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readDiscrepancy } from '#lib/contract/discrepancy.ts'
import { collectorFixture } from './collector-fixture.ts'
import { agent, failing } from './testing.ts'

let f: ReturnType<typeof collectorFixture>
beforeEach(() => {
  f = collectorFixture((now) => Array.from({ length: 100 }, (_, i) => agent(i + 1, now)))
})
afterEach(() => f.store.remove())

const found = () => readDiscrepancy(String(f.row('SELECT discrepancy FROM Manager')?.[0] ?? '') || null)
const told = () => f.rows(`SELECT outcome, managerId, detail FROM "AuditEvent" WHERE kind = 'counts_compared' ORDER BY seq`)

describe('a summary that does not fit the list', () => {
  it('is told once two passes in a row have found it, with both numbers, and told again when it is over', async () => {
    f.manager.summaryLiesBy = 40
    await f.pass()
    expect(found()).toBeNull()
    await f.pass()
    const since = new Date(f.clock.now()).toISOString()
    expect(found()).toMatchObject({ since, list: { total: 100, active: 100, synced: 100 }, summary: { total: 140, active: 140 } })
    f.manager.summaryLiesBy = 41
    await f.pass()
    // The figures are those of now, the event is one.
    expect(found()).toMatchObject({ since, summary: { total: 141 } })
    const detail = '{"total":"100 listed, 140 in the summary","active":"100 listed, 140 in the summary"}'
    expect(told()).toEqual([['failed', 'main', detail]])
    expect(f.lines.filter(({ msg }) => String(msg).includes('does not fit its list'))).toHaveLength(1)
    f.manager.summaryLiesBy = 0
    await f.pass()
    expect(found()).toBeNull()
    expect(told().map(([outcome]) => outcome)).toEqual(['failed', 'ok'])
  })

  it('changes nothing else: nobody is removed, and the manager is well', async () => {
    f.manager.summaryLiesBy = -40
    for (let i = 0; i < 3; i++) expect(await f.pass()).toMatchObject({ outcome: 'ok', state: 'ok', removed: 0 })
    expect(found()).toMatchObject({ summary: { total: 60 } })
  })

  it('is nothing while as many agents change anyway', async () => {
    await f.pass()
    f.manager.summaryLiesBy = 3
    for (const status of ['disconnected', 'active', 'disconnected', 'active'] as const) {
      for (const id of [1, 2, 3]) f.edit(id, { status })
      await f.pass()
    }
    expect(found()).toBeNull()
  })

  it('is taken back while agents change, once two passes in a row find no more than that', async () => {
    f.manager.summaryLiesBy = 40
    await f.pass()
    await f.pass()
    f.manager.summaryLiesBy = 3
    const stillTold = []
    for (const status of ['disconnected', 'active'] as const) {
      for (const id of [1, 2, 3]) f.edit(id, { status })
      await f.pass()
      stillTold.push(found() !== null)
    }
    expect(stillTold).toEqual([true, false])
    expect(told().map(([outcome]) => outcome)).toEqual(['failed', 'ok'])
  })

  it('is nothing to an account that sees a part of the fleet that is stored', async () => {
    await f.pass()
    f.manager.readable = 'agent:group:web'
    f.manager.rights = 'a part'
    for (const id of f.manager.agents.keys()) if (id > 60) f.manager.agents.delete(id)
    for (let i = 0; i < 3; i++) await f.pass()
    expect(found()).toBeNull()
    expect(told()).toEqual([])
  })

  it('is nothing where rows that can’t be read are counted', async () => {
    await f.pass()
    f.manager.badRows = 5
    f.manager.summaryLiesBy = 5
    for (let i = 0; i < 3; i++) await f.pass()
    expect(found()).toBeNull()
  })

  it('is still known after a restart', async () => {
    f.manager.summaryLiesBy = 40
    await f.pass()
    await f.pass()
    f.restart()
    await f.pass()
    expect(found()).toMatchObject({ summary: { total: 140 } })
    expect(told()).toHaveLength(1)
  })
})

it('a manager without a summary is collected all the same', async () => {
  f.manager.onRequest = failing('summary', 'bad_answer')
  expect(await f.pass()).toMatchObject({ outcome: 'ok', state: 'ok' })
  expect(found()).toBeNull()
})

it('the manager’s card has the name of its cluster', async () => {
  f.manager.cluster = 'emea'
  await f.pass()
  const cluster = () => JSON.parse(String(f.row('SELECT card FROM Manager')?.[0])).cluster
  expect(cluster()).toBe('emea')

  // It is asked for again within the hour only when something else answers, and kept while it can't be had.
  const asked = () => f.manager.requests.filter((call) => call.startsWith('cluster')).length
  const before = asked()
  await f.pass()
  expect(asked()).toBe(before)
  f.clock.advance(3_600_000)
  f.manager.cluster = 'apac'
  f.manager.onRequest = failing('cluster', 'timeout')
  await f.pass()
  expect(cluster()).toBe('emea')
  f.manager.onRequest = () => undefined
  await f.pass()
  expect(cluster()).toBe('apac')
})
