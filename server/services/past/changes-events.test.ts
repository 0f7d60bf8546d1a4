import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Agent } from '#lib/agent/agent.ts'
import { NO_AGENTS, SCOPE_ALL, type Scope } from '#lib/agent/scope.ts'
import { changesPage, eventsReport } from '#lib/contract/events.ts'
import { settings } from '#lib/contract/settings.ts'
import { z } from '#lib/contract/zod.ts'
import { type FleetRules, RULES_DEFAULT } from '#lib/insight/rules.ts'
import { parseQuery } from '#lib/query/parse.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { queryFleet } from '#server/fleet/query-fleet.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { testAgent } from '#server/fleet/testing-agent.ts'
import { log } from '#server/log.ts'
import { getSettings } from '../administration/get-settings.ts'
import type { ServiceContext } from '../context.ts'
import { countChanges } from '../fleet/count-changes.ts'
import { readSnapshot } from '../read-input.ts'
import { getChanges } from './get-changes.ts'
import { getEvents } from './get-events.ts'

const AS_OF = Date.UTC(2026, 10, 20, 9)
const NOW = AS_OF + 60_000
const MINUTE_MS = 60_000
/** Endpoints 1 to 60 are of `lyon`, 61 to 90 of `paris`, 91 to 100 of none; some of `main`, the same of `other`. */
const LYON_ONLY: Scope = {
  kind: 'limited',
  managers: new Map([['main', { ...NO_AGENTS, rules: [{ effect: 'allow', ids: new Set([91]), groups: new Set(['lyon']) }] }]]),
}
const NOTHING: Scope = { kind: 'limited', managers: new Map([['main', NO_AGENTS]]) }

describe('changes and events', () => {
  const test = openTestFleet()
  const ctx = (scope: Scope = SCOPE_ALL): ServiceContext => ({
    fleet: test.fleet,
    prisma: test.prisma,
    clock: { now: () => NOW, sleep: async () => undefined },
    log,
    config: { demo: true, intervalSeconds: 30, managers: [] },
    scope,
  })

  beforeAll(async () => {
    for (const id of ['main', 'other']) {
      test.writer.manager({ id, asOf: AS_OF, version: 'v4.14.7' })
      test.writer.put(Array.from({ length: 100 }, (_, i) => agent(id, i + 1)))
    }
    test.db.exec(`UPDATE Manager SET lastSyncAt = ${NOW - 20_000}`)
    const keyOf = (manager: string, id: number) => (manager === 'main' ? id : 100 + id)
    for (let id = 1; id <= 58; id++) {
      change('main', keyOf('main', id), id, 'status', 'active', 'disconnected', AS_OF - 30 * MINUTE_MS)
      change('main', keyOf('main', id), id, 'status_code', '0', '4', AS_OF - 30 * MINUTE_MS)
    }
    for (const id of [61, 91, 95]) change('main', id, id, 'version', 'v4.13.0', 'v4.14.7', AS_OF - 10 * MINUTE_MS)
    for (const id of [3, 70]) change('other', keyOf('other', id), id, 'status', 'pending', 'active', AS_OF - 10 * MINUTE_MS)
    test.db.exec(`
      INSERT INTO Tombstone (key, managerId, agentId, name, last, reason, lastPassId, removedPassId, lastAt, removedAt, revision) VALUES
        (901, 'main', 501, 'old-lyon', '{"status":"active","groups":"[\\"lyon\\"]"}', 'removed', 1, 2, ${AS_OF - 11 * MINUTE_MS}, ${AS_OF - 10 * MINUTE_MS}, 1),
        (902, 'main', 502, 'old-paris', '{"status":"active","groups":"[\\"paris\\"]"}', 'removed', 1, 2, ${AS_OF - 11 * MINUTE_MS}, ${AS_OF - 10 * MINUTE_MS}, 1)`)
    // A long gap: nobody looked from 8 h to 5 h ago.
    test.db.run(INSERT, 4, 'main', 4, 'ip', '1', '2', 9, AS_OF - 480 * MINUTE_MS, AS_OF - 300 * MINUTE_MS)
    await test.fleet.refresh()
  })
  afterAll(() => test.close())

  function change(manager: string, key: number, id: number, field: string, from: string, to: string, at: number): void {
    test.db.run(INSERT, key, manager, id, field, from, to, 5, at - 30_000, at)
  }
  const around = (input: Parameters<typeof getChanges>[0]['input'], scope?: Scope) => getChanges({ ctx: ctx(scope), input })
  const ten = { at: new Date(AS_OF - 10 * MINUTE_MS).toISOString(), window: '1m' }

  it('lists what changed around a moment, in order, with what went', async () => {
    const page = await around(ten)
    expect(z.strictObject(changesPage.shape).parse(page)).toEqual(page)
    expect(page.items.map(({ manager, id, field, gone }) => `${manager} ${id} ${field}${gone ? ' gone' : ''}`)).toEqual([
      'main 061 version',
      'main 091 version',
      'main 095 version',
      'main 501 removed gone',
      'main 502 removed gone',
      'other 003 status',
      'other 070 status',
    ])
    expect(page.items[0]).toMatchObject({ name: 'main-61', from: 'v4.13.0', to: 'v4.14.7', seenBy: ten.at })
    expect((await around({ ...ten, field: 'removed' })).items.map(({ name }) => name)).toEqual(['old-lyon', 'old-paris'])
  })

  it('gives the same in pages of any size', async () => {
    const whole = await around({ at: '1h', window: '8h', limit: '500' })
    expect(whole.items.length).toBe(124)
    for (const limit of ['1', '7', '50', '123', '124']) {
      const items = []
      let after: string | null | undefined
      for (let pages = 0; after !== null && pages < 200; pages++) {
        const page = await around({ at: '1h', window: '8h', limit, ...(after ? { after } : {}) })
        items.push(...page.items)
        after = page.after
      }
      expect(items).toEqual(whole.items)
    }
  })

  it('counts what may have happened in a gap to every moment of it', async () => {
    const inGap = await around({ at: '6h', window: '5m' })
    expect(inGap.items).toMatchObject([{ id: '004', field: 'ip' }])
    expect((await around({ at: '10h', window: '5m' })).items).toEqual([])
    expect((await around({ at: '4h', window: '5m' })).items).toEqual([])
  })

  it('lets changes of hidden endpoints decide nothing', async () => {
    const visible = ['main', 5, 'ip', '1', '2', 9, AS_OF - 9.5 * MINUTE_MS, AS_OF - 5 * MINUTE_MS] as const
    const hidden = ['main', 62, 'ip', '1', '2', 9, AS_OF - 8.8 * MINUTE_MS, AS_OF - 8.5 * MINUTE_MS] as const
    test.db.run(INSERT, 5, ...visible)
    const before = await around(ten, LYON_ONLY)
    test.db.run(INSERT, 62, ...hidden)
    const after = await around(ten, LYON_ONLY)
    test.db.exec(`DELETE FROM Transition WHERE field = 'ip' AND agentId IN (5, 62)`)
    expect(before.items.map(({ id }) => id)).toEqual(['091', '501', '005'])
    expect(after.items).toEqual(before.items)
  })

  it('shows changes of what the scope sees, gone ones by their last groups', async () => {
    expect((await around(ten, LYON_ONLY)).items.map(({ id }) => id)).toEqual(['091', '501'])
    expect((await around({ at: '1h', window: '8h', limit: '500' }, LYON_ONLY)).items.length).toBe(119)
    expect((await around({ at: '1h', window: '8h' }, NOTHING)).items).toEqual([])
    expect((await around({ at: '1h', window: '8h', limit: '3' }, LYON_ONLY)).items.map(({ id }) => id)).toEqual([
      '004',
      '001',
      '001',
    ])
  })

  it('refuses moments, windows and cursors that are none', async () => {
    for (const input of [{}, { at: 'x' }, { at: '1h', window: '8d' }, { at: '1h', limit: '0' }, { at: '1h', field: "a'b" }])
      await expect(around(input)).rejects.toMatchObject({ code: 'bad_request' })
    for (const after of ['', 'x', 'W10', Buffer.from('["main",1,"x",2]').toString('base64url')])
      await expect(around({ at: '1h', after })).rejects.toMatchObject({ code: 'bad_cursor' })
  })

  it('makes one sentence of many that went together, with a query that finds them', async () => {
    const report = await getEvents({ ctx: ctx(), input: {} })
    expect(z.strictObject(eventsReport.shape).parse(report)).toEqual(report)
    expect(report.events).toMatchObject([
      {
        direction: 'down',
        count: 58,
        factor: { kind: 'group', value: 'lyon', manager: 'main', size: 60 },
        statusCode: 4,
        still: 58,
        precision: 'between',
        to: new Date(AS_OF - 30 * MINUTE_MS).toISOString(),
      },
    ])
    const parsed = parseQuery(report.events[0]?.q ?? '')
    if (!parsed.ok) throw new Error('the query can not be read')
    const list = { expr: parsed.expr, scope: SCOPE_ALL, sort: { field: 'id', descending: false }, limit: 100 } as const
    const { rows } = await queryFleet(test.fleet.snapshot(), list)
    expect(rows.map(({ id }) => Number(id))).toEqual(Array.from({ length: 58 }, (_, i) => i + 1))
    expect(report.alarm).toMatchObject({
      level: 'alarm',
      parts: [{ kind: 'mass', event: 0, still: 58 }, { kind: 'share' }, { kind: 'quiet' }],
    })
  })

  it('says nothing of an event by endpoints that came back and went again later', async () => {
    const was = agent('main', 7)
    const before = await getEvents({ ctx: ctx(), input: {} })
    test.writer.put([{ ...was, statusSince: AS_OF - 2 * MINUTE_MS, lastKeepAlive: AS_OF - 3 * MINUTE_MS }])
    await test.fleet.refresh()
    const [event] = (await getEvents({ ctx: ctx(), input: {} })).events
    test.writer.put([was])
    await test.fleet.refresh()
    expect(event).toMatchObject({ heardTo: before.events[0]?.heardTo, q: before.events[0]?.q })
  })

  /** By an index that has answered nothing yet: nothing else tells of rows that were changed under the other one. */
  async function readAnew(rules: FleetRules = RULES_DEFAULT): Promise<ServiceContext> {
    const fleet = new FleetIndex({ prisma: test.prisma, clock: ctx().clock, log, rules })
    await fleet.refresh()
    return { ...ctx(), fleet }
  }

  it('leaves none out because the clock of their manager was set back meanwhile', async () => {
    const later = AS_OF - 28 * MINUTE_MS
    const some = Array.from({ length: 20 }, (_, i) => agent('main', i + 1))
    const when = (at: number | null) =>
      test.db.run(`UPDATE Transition SET at = ? WHERE agentKey <= 20 AND field = 'status' AND toValue = 'disconnected'`, at)
    when(later)
    test.writer.put(some.map((one) => ({ ...one, statusSince: later })))
    const { events } = await getEvents({ ctx: await readAnew(), input: {} })
    when(null)
    test.writer.put(some)
    expect(events).toMatchObject([{ count: 58, precision: 'between', q: expect.stringContaining(new Date(later).toISOString()) }])
  })

  it.each([-400, 400])('hears of them by the clock of each manager, also one that is %i days off', async (days) => {
    const other = AS_OF + days * 1440 * MINUTE_MS
    const asOf = (at: number) => test.db.run(`UPDATE Manager SET asOf = ?, fullAsOf = ? WHERE id = 'other'`, at, at)
    asOf(other)
    for (let id = 21; id <= 58; id++) change('other', 100 + id, id, 'status', 'active', 'disconnected', other - 20 * MINUTE_MS)
    const own = await readAnew()
    const { events } = await getEvents({ ctx: own, input: {} })
    const { went } = await countChanges(own, readSnapshot(own))
    test.db.run(`DELETE FROM Transition WHERE managerId = 'other' AND toValue = 'disconnected'`)
    asOf(AS_OF)
    expect([went, ...events.map(({ count }) => count).sort()]).toEqual([58 + 38, 38, 58])
  })

  it('tells a limited scope of its own endpoints only', async () => {
    const report = await getEvents({ ctx: ctx(LYON_ONLY), input: {} })
    expect(report.events).toMatchObject([{ count: 58, factor: { kind: 'manager', value: 'main', size: 61 }, together: 58 }])
    expect(report.alarm.parts.find(({ kind }) => kind === 'share')).toMatchObject({ notReporting: 0, of: 3 })
    const nothing = await getEvents({ ctx: ctx(NOTHING), input: {} })
    expect(nothing).toMatchObject({ events: [], alarm: { level: 'fine', parts: [{ kind: 'share', of: 0 }] } })
  })

  it('counts the quiet ones of the scope', async () => {
    const quietIn = async (scope?: Scope, context = ctx(scope)) =>
      (await getEvents({ ctx: context, input: {} })).alarm.parts.find(({ kind }) => kind === 'quiet')
    expect(await quietIn()).toMatchObject({ quiet: 4 })
    expect(await quietIn(LYON_ONLY)).toMatchObject({ quiet: 1 })
    expect(await quietIn(NOTHING)).toBeUndefined()
  })

  it('says how many it leaves out because they are gone for long, with the query for them', async () => {
    const was = agent('other', 5)
    const [seenAt, day] = [was.seenAt ?? AS_OF, 1440 * MINUTE_MS]
    test.writer.put([{ ...was, status: 'disconnected', lastKeepAlive: seenAt - 31 * day }])
    await test.fleet.refresh()
    const { alarm } = await getEvents({ ctx: ctx(), input: {} })
    const limited = await getEvents({ ctx: ctx(LYON_ONLY), input: {} })
    test.writer.put([was])
    await test.fleet.refresh()
    expect(alarm.parts).toContainEqual({ kind: 'gone', level: 'fine', count: 1, days: 30, q: 'gone=true' })
    expect(alarm.parts).toContainEqual(expect.objectContaining({ kind: 'share', of: 141 }))
    expect(limited.alarm.parts.map(({ kind }) => kind)).not.toContain('gone')
  })

  it('goes by the rules as they are set', async () => {
    const { quiet, gone, flapping, mass, alarm } = RULES_DEFAULT
    const rules: FleetRules = {
      quiet: { ...quiet, periods: 100 },
      gone: { ...gone, afterDays: 1 },
      flapping,
      mass: { ...mass, minAgents: 59 },
      alarm: { ...alarm, shareAttention: 0.9, shareAlarm: 0.95 },
    }
    const report = await getEvents({ ctx: await readAnew(rules), input: {} })
    expect(report).toMatchObject({ events: [], alarm: { level: 'fine', parts: [{ kind: 'share', notReporting: 58, of: 200 }] } })
  })

  it('calls a manager by its name in events and in the queries for them', async () => {
    test.db.run("UPDATE Manager SET name = 'Köln' WHERE id = 'main'")
    await test.fleet.refresh()
    const [all] = (await getEvents({ ctx: ctx(), input: {} })).events
    const [limited] = (await getEvents({ ctx: ctx(LYON_ONLY), input: {} })).events
    test.db.run("UPDATE Manager SET name = 'main' WHERE id = 'main'")
    await test.fleet.refresh()
    expect(all?.q).toMatch(/^manager=Köln and group=lyon and /)
    expect(limited).toMatchObject({ factor: { kind: 'manager', value: 'Köln' }, q: expect.stringMatching(/^manager=Köln and /) })
  })

  it('says the rules, and when each manager notices', async () => {
    const read = async (managers: ServiceContext['config']['managers'], scope?: Scope) => {
      const context = ctx(scope)
      return getSettings({ ctx: { ...context, config: { ...context.config, managers } }, input: {} })
    }
    const own = { id: 'other', name: 'other', url: new URL('https://m'), user: 'u', password: 'p', disconnectionSeconds: 120 }
    const answer = await read([{ ...own, tls: { ca: null, fingerprint: null, insecure: false } }])
    expect(z.strictObject(settings.shape).parse(answer)).toEqual(answer)
    expect(answer).toMatchObject({
      quiet: { periods: 3, periodSeconds: null },
      goneAfterDays: 30,
      managers: [
        { id: 'main', disconnectionSeconds: 900, assumed: true },
        { id: 'other', disconnectionSeconds: 120, assumed: false },
      ],
    })
    expect((await read([], LYON_ONLY)).managers.map(({ id }) => id)).toEqual(['main'])
  })

  function agent(manager: string, id: number): Agent {
    const isDown = manager === 'main' && id <= 58
    return testAgent(id, AS_OF, {
      manager,
      name: `${manager}-${id}`,
      ip: `10.${manager === 'main' ? 1 : 2}.${id % 7}.${id}`,
      status: isDown ? 'disconnected' : 'active',
      statusCode: isDown ? 4 : 0,
      statusSince: isDown ? AS_OF - 30 * MINUTE_MS : AS_OF - 3_000 * MINUTE_MS,
      groups: id <= 60 ? ['lyon'] : id <= 90 ? ['paris'] : [],
      os: { name: 'Ubuntu', version: '24.04', platform: 'ubuntu', arch: null },
      managerHost: 'm',
      dateAdd: AS_OF - 90_000 * MINUTE_MS,
      lastKeepAlive: isDown || [60, 88].includes(id) ? AS_OF - 5 * MINUTE_MS : AS_OF - 10_000,
      mergedSum: null,
    })
  }
})

const INSERT = `INSERT INTO Transition (agentKey, managerId, agentId, field, fromValue, toValue, passId, afterAt, seenAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
