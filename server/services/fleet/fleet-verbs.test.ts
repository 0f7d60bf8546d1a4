import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Agent } from '#lib/agent/agent.ts'
import { type ManagerScope, NO_AGENTS, SCOPE_ALL, type Scope, WHOLE_MANAGER } from '#lib/agent/scope.ts'
import { agentDetail, agentsPage } from '#lib/contract/agents.ts'
import { summary, syncReport } from '#lib/contract/sync.ts'
import { z } from '#lib/contract/zod.ts'
import { systemClock } from '#server/clock.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { testAgent } from '#server/fleet/testing-agent.ts'
import { log } from '#server/log.ts'
import { getAgent } from '../agent/get-agent.ts'
import { getAgentSync } from '../agent/get-agent-sync.ts'
import type { ServiceContext } from '../context.ts'
import { getSummary } from './get-summary.ts'
import { getSync } from './get-sync.ts'
import { listAgents } from './list-agents.ts'
import { listAgentsJson } from './list-agents-json.ts'

const AS_OF = Date.UTC(2026, 10, 15)
const NOW = AS_OF + 60_000
const LIMITED: Scope = {
  kind: 'limited',
  managers: new Map([['main', { ...NO_AGENTS, rules: [{ effect: 'allow', ids: new Set([2]), groups: new Set(['web']) }] }]]),
}

describe('verbs over the fleet', () => {
  const test = openTestFleet()
  const ctx = (scope = SCOPE_ALL): ServiceContext => ({
    fleet: test.fleet,
    prisma: test.prisma,
    clock: { now: () => NOW, sleep: async () => undefined },
    log,
    config: { demo: true, intervalSeconds: 30, managers: [] },
    scope,
  })
  const list = (input: Parameters<typeof listAgents>[0]['input'], scope?: Scope) => listAgents({ ctx: ctx(scope), input })

  it('says not_ready before the store was read', async () => {
    await expect(list({})).rejects.toMatchObject({ code: 'not_ready' })
  })

  describe('of a store with three agents', () => {
    beforeAll(async () => {
      test.writer.manager({ id: 'main', asOf: AS_OF, version: 'v4.14.7' })
      test.writer.manager({ id: 'other', asOf: AS_OF - 1000, version: null })
      test.writer.put([
        agent('001', { groups: ['default', 'web'], status: 'disconnected', lastKeepAlive: 253_402_300_800_000 }),
        agent('002', { groups: ['default'], groupConfigStatus: 'not synced' }),
        agent('003', { groups: ['default'] }),
        agent('003', { manager: 'other', groups: [] }),
      ])
      test.db.exec(SEED)
      await test.fleet.refresh()
    })
    afterAll(() => test.close())

    it('lists agents in the shape of the contract', async () => {
      const page = await list({ q: 'manager=main', sort: '-id', limit: '2' })
      expect(z.strictObject(agentsPage.shape).parse(page)).toEqual(page)
      expect(page).toMatchObject({ total: 3, position: 1, before: null, asOf: '2026-11-14T23:59:59.000Z' })
      expect(page.items.map(({ id }) => id)).toEqual(['003', '002'])
      const next = await list({ q: 'manager=main', sort: '-id', limit: '2', after: page.after ?? '' })
      expect(next).toMatchObject({
        total: 3,
        position: 3,
        after: null,
        items: [{ id: '001', lastKeepAlive: '9999-12-31T23:59:59.999Z' }],
      })
    })

    it('lists nothing outside the scope', async () => {
      expect((await list({ sort: 'id' }, LIMITED)).items.map(({ manager, id }) => `${manager}/${id}`)).toEqual([
        'main/001',
        'main/002',
      ])
      expect(await list({ q: 'id=3' }, LIMITED)).toMatchObject({
        items: [],
        total: 0,
        position: 0,
        asOf: '2026-11-15T00:00:00.000Z',
      })
    })

    it('refuses a query it cannot read, with the place', async () => {
      await expect(list({ q: 'status=actve' })).rejects.toMatchObject({
        code: 'bad_query',
        extra: { query: { start: 7, end: 12, suggestion: 'active' } },
      })
    })

    it('refuses bad sorts, limits and cursors', async () => {
      for (const limit of ['0', '501', '-1', '1e2', 'x', '9'.repeat(20)])
        await expect(list({ limit })).rejects.toMatchObject({ code: 'bad_request' })
      for (const sort of ['nope', 'silentFor', '--name'])
        await expect(list({ sort })).rejects.toMatchObject({ code: 'bad_request' })
      await expect(list({ after: 'start', before: 'end' })).rejects.toMatchObject({ code: 'bad_request' })
      for (const after of ['', 'x', 'end', 'e30']) await expect(list({ after })).rejects.toMatchObject({ code: 'bad_cursor' })
    })

    it('counts all agents, a filter, and a scope', async () => {
      const whole = await getSummary({ ctx: ctx(), input: {} })
      expect(z.strictObject(summary.shape).parse(whole)).toEqual(whole)
      expect(whole).toMatchObject({
        total: 4,
        byStatus: { active: 3, disconnected: 1 },
        bySync: { synced: 3, not_synced: 1 },
        asOf: '2026-11-14T23:59:59.000Z',
        managers: [
          { id: 'main', total: 3, lastSyncAt: '2026-11-15T00:00:30.000Z', ageSeconds: 30 },
          { id: 'other', total: 1, lastSyncAt: null, ageSeconds: null },
        ],
      })
      const filtered = await getSummary({ ctx: ctx(), input: { q: 'sync="not synced"' } })
      expect(filtered).toMatchObject({ total: 1, managers: [{ total: 1 }, { total: 0 }] })
      const limited = await getSummary({ ctx: ctx(LIMITED), input: {} })
      expect(limited).toMatchObject({ total: 2, byStatus: { active: 1, disconnected: 1 }, managers: [{ id: 'main', total: 2 }] })
    })

    it('gives one agent with its changes, newest first', async () => {
      const detail = await getAgent({ ctx: ctx(), input: { manager: 'main', id: '1' } })
      expect(z.strictObject(agentDetail.shape).parse(detail)).toEqual(detail)
      expect(detail).toMatchObject({
        agent: { id: '001', status: 'disconnected' },
        statusChange: { field: 'status', from: 'active', to: 'disconnected', at: '2026-11-14T23:00:00.000Z' },
        transitions: [
          {
            field: 'status',
            from: 'active',
            to: 'disconnected',
            at: '2026-11-14T23:00:00.000Z',
            seenAfter: '2026-11-14T00:00:00.000Z',
          },
          { field: 'version', from: null, to: 'Wazuh v4.14.7', at: null, seenAfter: null, seenBy: '2026-11-14T00:00:00.000Z' },
        ],
        asOf: '2026-11-15T00:00:00.000Z',
      })
    })

    it('gives as many changes of an agent as are asked for, and its newest change of status whichever those are', async () => {
      const ask = (transitions: string, id = '1') => getAgent({ ctx: ctx(), input: { manager: 'main', id, transitions } })
      const whole = await getAgent({ ctx: ctx(), input: { manager: 'main', id: '1' } })
      expect(await ask('')).toEqual(whole)
      expect(await ask('0')).toEqual({ ...whole, transitions: [] })
      expect(await ask('1')).toEqual({ ...whole, transitions: whole.transitions.slice(0, 1) })
      expect(await ask('0', '3')).toMatchObject({ statusChange: null, transitions: [] })
      for (const wrong of ['-1', '201', '1.5', 'all', ' 1'])
        await expect(ask(wrong)).rejects.toMatchObject({ code: 'bad_request' })
    })

    it('answers alike for agents that do not exist, are the manager itself, or lie outside the scope', async () => {
      const ask = (manager: string, id: string, scope?: Scope) => getAgent({ ctx: ctx(scope), input: { manager, id } })
      const gone = { code: 'not_found', message: 'There is no such agent.' }
      for (const id of ['000', '0', '999', '', '-1', '1.0', '0x1', ' 1', '99999999999'])
        await expect(ask('main', id)).rejects.toMatchObject(gone)
      await expect(ask('nope', '001')).rejects.toMatchObject(gone)
      await expect(ask('main', '003', LIMITED)).rejects.toMatchObject(gone)
      await expect(ask('other', '003', LIMITED)).rejects.toMatchObject(gone)
      await expect(ask('main', '002', LIMITED)).resolves.toMatchObject({ agent: { id: '002' } })
    })

    it('reports the collector: passes, card and what is wrong', async () => {
      const report = await getSync({ ctx: ctx(), input: {} })
      expect(z.strictObject(syncReport.shape).parse(report)).toEqual(report)
      expect(report).toMatchObject({ demo: true, insecureTls: false, intervalSeconds: 30 })
      expect(report.managers[0]).toMatchObject({
        id: 'main',
        problem: null,
        card: { hostname: 'm', version: 'v4.14.7' },
        passes: [
          { id: 2, kind: 'small', outcome: 'ok' },
          { id: 1, kind: 'full', outcome: 'ok' },
        ],
      })
      expect(report.managers[1]).toMatchObject({
        problem: 'can’t be reached',
        nextTryAt: '2026-11-15T00:02:00.000Z',
        card: null,
        passes: [],
      })
    })

    it('says nothing of a manager that is not configured any more', async () => {
      const fleet = new FleetIndex({ prisma: test.prisma, clock: systemClock, log, managers: ['main'] })
      await fleet.refresh()
      const left = { ...ctx(), fleet }
      expect(await listAgents({ ctx: left, input: {} })).toMatchObject({ total: 3, asOf: '2026-11-15T00:00:00.000Z' })
      expect(await getSummary({ ctx: left, input: {} })).toMatchObject({ total: 3, managers: [{ id: 'main' }] })
      expect((await getSync({ ctx: left, input: {} })).managers.map(({ id }) => id)).toEqual(['main'])
      const gone = getAgent({ ctx: left, input: { manager: 'other', id: '003' } })
      await expect(gone).rejects.toMatchObject({ code: 'not_found' })
    })

    it('keeps from a limited scope what is counted over the whole manager, its card, and words that may count', async () => {
      test.db.exec(`UPDATE Manager SET problem = '3 of 4 agents are missing', state = 'degraded' WHERE id = 'main'`)
      await test.fleet.refresh()
      const report = await getSync({ ctx: ctx(LIMITED), input: {} })
      expect(report).toMatchObject({ scope: { kind: 'limited', total: 2 } })
      expect(report.managers).toMatchObject([{ id: 'main', total: 2, passes: [], progress: null, card: null, problem: null }])
      const whole = await getSync({ ctx: ctx(at('main', WHOLE_MANAGER)), input: {} })
      expect(whole.managers).toMatchObject([
        { id: 'main', total: 3, card: { hostname: 'm' }, problem: '3 of 4 agents are missing' },
      ])
      expect(whole.managers[0]?.passes).toHaveLength(2)
      const other = await getSync({ ctx: ctx(at('other', NO_AGENTS)), input: {} })
      expect(other.managers).toMatchObject([{ id: 'other', problem: 'can’t be reached' }])
      test.db.exec(`UPDATE Manager SET problem = NULL, state = 'ok' WHERE id = 'main'`)
      await test.fleet.refresh()
    })

    it('reports the collector of one moment, that of the counts beside it', async () => {
      const report = () => getSync({ ctx: ctx(), input: {} })
      const before = await report()
      test.db.exec(`UPDATE Manager SET problem = 'silent', state = 'unreachable', nextTryAt = ${NOW} WHERE id = 'main';
        INSERT INTO Pass (id, managerId, kind, outcome, startedAt, finishedAt) VALUES (3, 'main', 'small', 'failed', 3, 4)`)
      expect(await report()).toEqual(before)
      await test.fleet.refresh()
      expect((await report()).managers[0]).toMatchObject({ state: 'unreachable', problem: 'silent', passes: [{ id: 3 }, {}, {}] })
      test.db.exec(
        `UPDATE Manager SET problem = NULL, state = 'ok', nextTryAt = NULL WHERE id = 'main'; DELETE FROM Pass WHERE id = 3`,
      )
      await test.fleet.refresh()
    })

    it('tells a scope that holds no rights from one that holds no agents', async () => {
      const nobody = { ...NO_AGENTS, rules: [{ effect: 'allow', ids: new Set([999]), groups: new Set<string>() }] } as const
      const infos = [SCOPE_ALL, at('main', WHOLE_MANAGER), LIMITED, at('main', nobody), at('main', NO_AGENTS)]
      const found = await Promise.all(infos.map(async (scope) => (await getSummary({ ctx: ctx(scope), input: {} })).scope))
      expect(found).toEqual([
        { kind: 'all', total: 4 },
        { kind: 'all', total: 3 },
        { kind: 'limited', total: 2 },
        { kind: 'limited', total: 0 },
        { kind: 'nothing', total: 0 },
      ])
    })

    it('gives sums only of groups whose data may be read', async () => {
      const sums = async (scope: Scope) =>
        (await getAgentSync({ ctx: ctx(scope), input: { manager: 'main', id: '001' } })).groups.flatMap(({ name, known }) =>
          known ? name : [],
        )
      const except = new Set(['web'])
      expect(await sums(LIMITED)).toEqual([])
      expect(await sums(at('main', { ...WHOLE_MANAGER, groups: { base: 'deny', except } }))).toEqual(['web'])
      expect(await sums(at('main', { ...WHOLE_MANAGER, groups: { base: 'allow', except } }))).toEqual([])
      const { agent: shown } = await getAgent({ ctx: ctx(LIMITED), input: { manager: 'main', id: '001' } })
      expect(shown.groups).toEqual(['default', 'web'])
    })

    it('refuses a cursor that was made under other rights', async () => {
      const { after } = await list({ limit: '1', sort: 'id' })
      const own = await list({ limit: '1', sort: 'id' }, LIMITED)
      await expect(list({ limit: '1', sort: 'id', after: after ?? '' }, LIMITED)).rejects.toMatchObject({ code: 'bad_cursor' })
      await expect(list({ limit: '1', sort: 'id', after: own.after ?? '' })).rejects.toMatchObject({ code: 'bad_cursor' })
      const equal = at('main', { ...NO_AGENTS, rules: [{ effect: 'allow', ids: new Set([2]), groups: new Set(['web']) }] })
      expect(await list({ limit: '1', sort: 'id', after: own.after ?? '' }, equal)).toMatchObject({
        position: 2,
        items: [{ id: '002' }],
      })
    })

    it('gives the same bytes to equal rights and never to others', async () => {
      const bytes = (scope: Scope) => listAgentsJson({ ctx: ctx(scope), input: { sort: 'id' } })
      const [all, limited] = [await bytes(SCOPE_ALL), await bytes(LIMITED)]
      expect(await bytes(LIMITED)).toBe(limited)
      expect(await bytes(SCOPE_ALL)).toBe(all)
      expect(JSON.parse(new TextDecoder().decode(limited))).toEqual(await list({ sort: 'id' }, LIMITED))
      expect(JSON.parse(new TextDecoder().decode(all))).toEqual(await list({ sort: 'id' }))
    })
  })
})

function at(manager: string, own: ManagerScope): Scope {
  return { kind: 'limited', managers: new Map([[manager, own]]) }
}

function agent(id: string, more: Partial<Agent>): Agent {
  const plain = { name: `web-${id}`, ip: '10.0.0.1', os: { name: null, version: null, platform: null, arch: null } }
  const times = { statusSince: AS_OF, dateAdd: AS_OF, lastKeepAlive: AS_OF }
  return testAgent(Number(id), AS_OF, { ...plain, ...times, groups: [], managerHost: 'm', mergedSum: null, ...more })
}

const CARD = JSON.stringify({ hostname: 'm', apiVersion: 'v4.14.7', version: 'v4.14.7', nodeName: null, ip: null, os: null })
const SEED = `
  UPDATE Manager SET lastSyncAt = ${NOW - 30_000}, card = '${CARD}' WHERE id = 'main';
  UPDATE Manager SET problem = 'can’t be reached', nextTryAt = ${NOW + 60_000}, state = 'unreachable' WHERE id = 'other';
  INSERT INTO Pass (id, managerId, kind, outcome, startedAt, asOf) VALUES
    (1, 'main', 'full', 'ok', 1, ${AS_OF - 86_400_000}), (2, 'main', 'small', 'ok', 2, ${AS_OF});
  INSERT INTO Transition (agentKey, managerId, agentId, field, fromValue, toValue, "at", afterPassId, passId, afterAt, seenAt) VALUES
    (1, 'main', 1, 'version', NULL, 'Wazuh v4.14.7', NULL, NULL, 1, NULL, ${AS_OF - 86_400_000}),
    (1, 'main', 1, 'status', 'active', 'disconnected', ${AS_OF - 3_600_000}, 1, 2, ${AS_OF - 86_400_000}, ${AS_OF}),
    (2, 'main', 2, 'status', 'active', 'disconnected', NULL, 1, 2, ${AS_OF - 86_400_000}, ${AS_OF});
  INSERT INTO GroupSum (managerId, name, mergedSum, passId, "current") VALUES
    ('main', 'web', 'old', 1, 0), ('main', 'web', 'new', 2, 1), ('main', 'db', 'x', 1, 1), ('other', 'web', 'y', 1, 1);
`
