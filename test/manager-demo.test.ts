import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '#demo/start.ts'
import { systemClock } from '#server/clock.ts'
import type { ManagerAgent } from '#server/manager/agent-row.ts'
import { createManagerClient, type ManagerClient } from '#server/manager/client.ts'
import { readsEveryAgent } from '#server/manager/policies.ts'

const AGENTS = 1234
let demo: Demo
let client: ManagerClient

beforeAll(async () => {
  demo = await startDemo({ agents: AGENTS, seed: 11, frozen: true, requestsPerMinute: 0 })
  client = clientOf({ fingerprint: demo.fingerprint })
})
afterAll(async () => {
  await client?.close()
  await demo?.stop()
})

function clientOf(tls: { fingerprint?: string; ca?: string }, user = 'analyst') {
  return createManagerClient({
    manager: {
      id: 'demo',
      name: 'Demo',
      url: new URL(demo.url),
      user,
      password: user,
      tls: { ca: tls.ca ?? null, fingerprint: tls.fingerprint ?? null, insecure: false },
    },
    clock: systemClock,
    log: pino({ level: 'silent' }),
    budgetPerMinute: 1000,
  })
}

async function readAll(kind: 'all' | 'notOk', limit: number): Promise<ManagerAgent[]> {
  const rows: ManagerAgent[] = []
  for (let afterId = 0; ; ) {
    const page = await client.listAgents({ kind, afterId, limit })
    expect(page).toMatchObject({ badRows: 0, unknownStatuses: 0 })
    rows.push(...page.rows)
    expect(page.total).toBeGreaterThanOrEqual(page.received)
    if (page.received < limit) return rows
    afterId = page.lastId
  }
}

describe('the demo manager, through the client', () => {
  it('is trusted by its certificate as well as by its fingerprint', async () => {
    const byAuthority = clientOf({ ca: demo.caPem })
    expect(await byAuthority.getInfo()).toMatchObject(await client.getInfo().then(({ hostname }) => ({ hostname })))
    await byAuthority.close()
    await expect(clientOf({ fingerprint: 'a'.repeat(64) }).getInfo()).rejects.toMatchObject({ fingerprint: demo.fingerprint })
  })

  it.each([100, 500, 617, 5000])('gives every agent once in pages of %i', async (limit) => {
    const ids = (await readAll('all', limit)).map(({ id }) => id)
    expect(ids).toHaveLength(AGENTS)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
    expect(ids[0]).toBeGreaterThan(0)
  })

  it('counts what the pages hold', async () => {
    const rows = await readAll('all', 5000)
    const count = (status: string) => rows.filter((row) => row.status === status).length
    const synced = rows.filter((row) => row.groupConfigStatus === 'synced').length
    expect(await client.getStatusSummary()).toEqual({
      connection: {
        active: count('active'),
        disconnected: count('disconnected'),
        pending: count('pending'),
        never_connected: count('never_connected'),
        total: AGENTS,
      },
      configuration: { synced, not_synced: AGENTS - synced, total: AGENTS },
    })
  })

  it('gives exactly those that are not both active and in sync in the small pages', async () => {
    const isOk = (row: ManagerAgent) => row.status === 'active' && row.groupConfigStatus === 'synced'
    const expected = (await readAll('all', 5000)).filter((row) => !isOk(row))
    expect(expected.length).toBeGreaterThan(0)
    expect(await readAll('notOk', 70)).toEqual(expected)
  })

  it('gives agent 000 and the groups apart', async () => {
    expect(await client.getManagerAgent()).toMatchObject({ id: 0, status: 'active', lastKeepAlive: null })
    const { groups, total } = await client.listGroups({ offset: 0, limit: 500 })
    expect(groups).toHaveLength(total)
    expect(groups.map(({ name }) => name)).toContain('default')
  })

  it('says who it is, or nothing to an account that may not know', async () => {
    const administrator = clientOf({ fingerprint: demo.fingerprint }, 'wazuh')
    expect((await administrator.getManagerInfo())?.uuid).toMatch(/^[0-9a-f-]{36}$/)
    // It stands alone, which it answers with an error.
    expect(await administrator.getClusterName()).toBeNull()
    await administrator.close()
    expect(await client.getManagerInfo()).toBeNull()
  })

  it.each([
    ['wazuh', true],
    ['analyst', true],
    ['branch', false],
    ['nobody', false],
  ])('signs %s in; reads every agent: %s', async (account, expected) => {
    const check = await client.verifyCredentials(account, account)
    expect(check.ok && readsEveryAgent(check.policies)).toBe(expected)
    expect(check.ok).toBe(true)
  })

  it('refuses a wrong password without ending the session of others', async () => {
    expect(await client.verifyCredentials('analyst', 'wrong')).toMatchObject({ ok: false, reason: 'wrong_credentials' })
    expect(readsEveryAgent(await client.getPolicies())).toBe(true)
  })
})
