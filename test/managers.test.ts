import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Demo, startDemo } from '#demo/start.ts'
import { readQuestion } from '#lib/contract/alert-question.ts'
import { loadConfig } from '#server/config-env.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { createManagerClient, type ManagerClient } from '#server/manager/client.ts'
import { getAgent } from '#server/services/agent/get-agent.ts'
import { resolve } from '#server/services/agent/resolve.ts'
import { AuditLog } from '#server/services/audit/audit-log.ts'
import { listAudit } from '#server/services/audit/list-audit.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { getSummary } from '#server/services/fleet/get-summary.ts'
import { getSync } from '#server/services/fleet/get-sync.ts'
import { listAgents } from '#server/services/fleet/list-agents.ts'
import { addManager } from '#server/services/people/add-manager.ts'
import { JoinedSessions } from '#server/services/people/joined-sessions.ts'
import { Persons } from '#server/services/people/persons.ts'
import { sessionInfo } from '#server/services/people/session-info.ts'
import { sessionKeys } from '#server/services/people/session-keys.ts'
import { type Session, Sessions } from '#server/services/people/sessions.ts'
import { signInPerson } from '#server/services/people/sign-in.ts'
import { SignInLimits } from '#server/services/people/sign-in-limits.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { sessionsRepo } from '#server/store/sessions-repo.ts'
import { openTestStore } from '#server/store/testing.ts'
import { createCollector } from '#server/sync/collector.ts'
import { impatientClock } from './collector-rig.ts'
import { ORIGIN } from './no-ways.ts'

const log = pino({ level: 'silent' })
const clock = impatientClock()
const store = openTestStore()
const prisma = openPrisma(store.file)
const clients = new Map<string, ManagerClient>()
let berlin: Demo
let tokyo: Demo
let rig: Awaited<ReturnType<typeof start>>

beforeAll(async () => {
  // The same seed would make the same fleet; these two share their ids and nothing else.
  berlin = await startDemo({ agents: 60, seed: 7, frozen: true, requestsPerMinute: 0 })
  tokyo = await startDemo({ agents: 90, seed: 8, frozen: true, requestsPerMinute: 0 })
  rig = await start()
})
afterAll(async () => {
  await rig.collector.close()
  await Promise.all([...clients.values()].map((client) => client.close()))
  await Promise.all([berlin.stop(), tokyo.stop()])
  await prisma.$disconnect()
  store.remove()
})

/** Two managers read from a file, collected into one store, and the part of the web process that knows people. */
async function start() {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'rollcall-')), 'managers.json')
  const account = { user: 'analyst', password: 'analyst' }
  const list = [
    { id: 'berlin', name: 'Berlin', url: berlin.url, fingerprint: berlin.fingerprint, ...account },
    { id: 'tokyo', name: 'Tokyo', url: tokyo.url, fingerprint: tokyo.fingerprint, ...account },
  ]
  writeFileSync(file, JSON.stringify(list), { mode: 0o600 })
  const loaded = loadConfig({ MANAGERS_FILE: file })
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'))
  const { config } = loaded
  for (const manager of config.managers)
    clients.set(manager.id, createManagerClient({ manager, clock, log, budgetPerMinute: 1e6 }))
  const collector = createCollector({ config, clock, log, random: Math.random, store: store.db })
  for (const { id } of config.managers) expect(await collector.runPass(id, 'full')).toMatchObject({ outcome: 'ok' })
  const managers = config.managers.map(({ id }) => id)
  const fleet = new FleetIndex({ prisma, clock, log, managers })
  await fleet.refresh()
  const repo = sessionsRepo({ prisma, db: store.db })
  const persons = new Persons({ repo, clients, clock, log })
  const audit = new AuditLog({ db: store.db, clock, log, keepDays: 400, key: null })
  const single = new Sessions({ repo, persons, clients, clock, log, audit, config })
  const sessions = new JoinedSessions({ sessions: single, managers, clock })
  // People are slower than tests: each sign-in finds the limits unused.
  const people = {
    ...{ config, clients, sessions, log },
    audit,
    get limits() {
      return new SignInLimits(clock)
    },
  }
  return {
    ...{ collector, config, fleet, sessions, people },
    ctx: ({ scope }: Pick<Session, 'scope'>): ServiceContext => ({ fleet, prisma, clock, log, config, scope }),
    async signIn(username: string, manager: string) {
      const input = { username, password: username, manager, ...ORIGIN, previous: null }
      return (await signInPerson({ ctx: people, input })).token
    },
    add: (token: string, username: string, manager: string) =>
      addManager({ ctx: people, input: { username, password: username, manager, ...ORIGIN, token } }),
    async session(token: string) {
      const session = await sessions.find(token)
      if (!session) throw new Error('no session')
      return session
    },
  }
}

const rows = async (session: Session, q = '') =>
  (await listAgents({ ctx: rig.ctx(session), input: { q, limit: '500' } })).items.map(({ manager, id, name }) => ({
    manager,
    id,
    name,
  }))

it('asks for the manager when there are several, and shows that one alone', async () => {
  const nowhere = { username: 'analyst', password: 'analyst', ...ORIGIN, previous: null }
  await expect(signInPerson({ ctx: rig.people, input: nowhere })).rejects.toThrow('Name one of the managers: berlin, tokyo.')
  const session = await rig.session(await rig.signIn('analyst', 'berlin'))
  const seen = await rows(session)
  expect(seen).toHaveLength(60)
  expect(new Set(seen.map(({ manager }) => manager))).toEqual(new Set(['berlin']))
  expect(await rows(session, 'manager=tokyo')).toEqual([])
  await expect(getAgent({ ctx: rig.ctx(session), input: { manager: 'tokyo', id: '001' } })).rejects.toThrow('no such agent')
  const report = await getSync({ ctx: rig.ctx(session), input: {} })
  expect(JSON.stringify(report)).not.toContain('tokyo')
  expect(sessionInfo(session, rig.config).managers).toEqual([
    { id: 'berlin', name: 'Berlin', username: 'analyst', limits: null },
    { id: 'tokyo', name: 'Tokyo', username: null, limits: null },
  ])
})

it('is one list of both for a person with an account at each, and mixes no ids', async () => {
  const token = await rig.signIn('analyst', 'berlin')
  await rig.add(token, 'analyst', 'tokyo')
  const session = await rig.session(token)
  expect(sessionInfo(session, rig.config)).toMatchObject({
    manager: 'berlin',
    sees: 'all',
    managers: [{}, { username: 'analyst' }],
  })
  expect(await getSummary({ ctx: rig.ctx(session), input: {} })).toMatchObject({
    total: 150,
    managers: [{ total: 60 }, { total: 90 }],
  })
  expect(await rows(session, 'manager=tokyo')).toHaveLength(90)
  const both = await rows(session, 'id=007')
  expect(both.map(({ manager }) => manager)).toEqual(['berlin', 'tokyo'])
  for (const { manager, name } of both) {
    const { agent } = await getAgent({ ctx: rig.ctx(session), input: { manager, id: '007' } })
    expect(agent).toMatchObject({ manager, id: '007', name })
  }
  const names = new Set((await rows(session)).map(({ manager, id }) => `${manager}/${id}`))
  expect(names.size).toBe(150)
})

it('finds the manager of an alert by its name or any of its hosts, and lets people choose where it names none', async () => {
  const token = await rig.signIn('analyst', 'berlin')
  await rig.add(token, 'analyst', 'tokyo')
  const session = await rig.session(token)
  const link = (given: Parameters<typeof readQuestion>[0]) => resolve({ ctx: rig.ctx(session), input: readQuestion(given) })
  const one = { kind: 'one', choice: { manager: 'tokyo', id: '007' } }
  expect(await link({ id: '7', manager: 'TOKYO' })).toMatchObject(one)
  // A worker of a cluster, which no card of a manager names.
  const { id } =
    (await listAgents({ ctx: rig.ctx(session), input: { q: 'manager=tokyo status=active', limit: '1' } })).items[0] ?? {}
  tokyo.control.setAgent(id ?? '', { manager: 'tokyo-worker-2' })
  expect(await rig.collector.runPass('tokyo', 'full')).toMatchObject({ outcome: 'ok' })
  await rig.fleet.refresh()
  expect(await link({ id: '7', manager: 'Tokyo-Worker-2' })).toMatchObject(one)
  expect(await link({ id: '7', manager: 'elsewhere' })).toMatchObject({ kind: 'several', choices: [{}, {}] })
  store.db.run(`UPDATE "Manager" SET "card" = json_set("card", '$.cluster', 'asia') WHERE "id" = 'tokyo'`)
  await rig.fleet.refresh()
  expect(await link({ id: '7', manager: 'elsewhere', cluster: 'Asia' })).toMatchObject(one)
  expect(await link({ id: '7', manager: 'ASIA' })).toMatchObject(one)
  // Most clusters have the name that they came with: it takes nothing away from what the manager's own name says.
  store.db.run(`UPDATE "Manager" SET "card" = json_set("card", '$.cluster', 'wazuh')`)
  await rig.fleet.refresh()
  expect(await link({ id: '7', manager: 'tokyo', cluster: 'wazuh' })).toMatchObject(one)
  expect(await link({ id: '7', manager: 'Tokyo-Worker-2', cluster: 'wazuh' })).toMatchObject(one)
  expect(await link({ id: '7', manager: 'elsewhere', cluster: 'wazuh' })).toMatchObject({ kind: 'several', choices: [{}, {}] })
  expect(await link({ id: '000', manager: 'tokyo' })).toEqual({ kind: 'manager', manager: 'tokyo', managerName: 'Tokyo' })
  const both = [
    { manager: 'berlin', managerName: 'Berlin' },
    { manager: 'tokyo', managerName: 'Tokyo' },
  ]
  for (const manager of [undefined, 'elsewhere'])
    expect(await link({ id: '000', manager })).toEqual({ kind: 'managers', managers: both })
})

it('gives each account its own rights at its own manager', async () => {
  const token = await rig.signIn('branch', 'berlin')
  const before = await rows(await rig.session(token))
  await rig.add(token, 'nobody', 'tokyo')
  expect(await rows(await rig.session(token))).toEqual(before)
  await rig.add(token, 'analyst', 'tokyo')
  const after = await rows(await rig.session(token))
  expect(after).toHaveLength(before.length + 90)
  expect(after.filter(({ manager }) => manager === 'berlin')).toEqual(before)
  const limitsOf = async () => sessionInfo(await rig.session(token), rig.config).managers.map(({ limits }) => limits)
  const branch = { kind: 'only', groups: ['branch-north', 'branch-south'], groupCount: 2, agentCount: 0 }
  expect(await limitsOf()).toEqual([branch, null])
  await rig.sessions.remove(token, 'tokyo')
  await rig.add(token, 'nobody', 'tokyo')
  expect(await limitsOf()).toEqual([branch, { kind: 'only', groups: [], groupCount: 0, agentCount: 0 }])
  await rig.add(token, 'analyst', 'tokyo')
  // Equal rights are one object, so that what is worked out for them is found again.
  expect((await rig.session(token)).scope).toBe((await rig.session(token)).scope)
})

it('leaves a session as it is when the other manager does not take the password', async () => {
  const token = await rig.signIn('analyst', 'berlin')
  const input = { username: 'analyst', password: 'wrong', manager: 'tokyo', ...ORIGIN, token }
  await expect(addManager({ ctx: rig.people, input })).rejects.toThrow('Tokyo does not accept this name and password')
  await expect(rig.add(token, 'analyst', 'berlin')).rejects.toThrow('signed in at this manager already')
  await expect(rig.add('x'.repeat(43), 'analyst', 'tokyo')).rejects.toThrow('not signed in')
  expect((await rig.session(token)).others).toEqual([])
})

it('ends all accounts of a session together, and keeps no password of any', async () => {
  const token = await rig.signIn('analyst', 'tokyo')
  await rig.add(token, 'wazuh', 'berlin')
  const { others, expiresAt } = await rig.session(token)
  expect(others).toMatchObject([{ manager: 'berlin', username: 'wazuh', expiresAt }])
  const count = () => Number(store.db.get('SELECT count(*) FROM Session')?.[0])
  const before = count()
  await rig.sessions.end(token)
  expect(await rig.sessions.find(token)).toBeNull()
  expect(count()).toBe(before - 2)
})

it('signs out of one added manager, keeps the rest and its password no longer, and never signs out of the first alone', async () => {
  const token = await rig.signIn('analyst', 'berlin')
  await rig.add(token, 'analyst', 'tokyo')
  const count = () => Number(store.db.get('SELECT count(*) FROM Session')?.[0])
  const before = count()
  await rig.sessions.remove(token, 'tokyo')
  expect(count()).toBe(before - 1)
  const session = await rig.session(token)
  expect(session.others).toEqual([])
  expect(new Set((await rows(session)).map(({ manager }) => manager))).toEqual(new Set(['berlin']))
  await rig.sessions.remove(token, 'tokyo')
  await expect(rig.sessions.remove(token, 'berlin')).rejects.toThrow('signed in here first')
  await expect(rig.sessions.remove(token, 'oslo')).rejects.toThrow('There is no such manager')
  await expect(rig.sessions.remove('x'.repeat(43), 'tokyo')).rejects.toThrow('not signed in')
  await rig.add(token, 'branch', 'tokyo')
  expect((await rig.session(token)).others).toMatchObject([{ username: 'branch' }])
})

it('keeps no password either when it ended because one manager takes its password no more', async () => {
  const token = await rig.signIn('analyst', 'tokyo')
  await rig.add(token, 'wazuh', 'berlin')
  const lookup = sessionKeys(token)?.lookup ?? ''
  const berlins = () => store.db.all('SELECT 1 FROM Session WHERE username = ? AND managerId LIKE ?', 'wazuh', 'berlin%').length
  const before = berlins()
  store.db.run(`UPDATE Session SET ended = 'credentials', sealed = '' WHERE tokenHash = ?`, lookup)
  await expect.poll(() => rig.sessions.find(token)).toBeNull()
  await rig.sessions.end(token)
  expect(berlins()).toBe(before - 1)
})

it('tells who administers one manager nothing of our account at the other', async () => {
  const token = await rig.signIn('wazuh', 'berlin')
  await rig.add(token, 'analyst', 'tokyo')
  const session = await rig.session(token)
  const administered = [session, ...session.others].filter(({ administrator }) => administrator).map(({ manager }) => manager)
  expect(administered).toEqual(['berlin'])
  await rig.people.audit.settle()
  const ctx = { db: store.db, administered, config: rig.config }
  const { items } = await listAudit({ ctx, input: { text: 'wazuh' } })
  expect(items[0]).toMatchObject({ kind: 'sign_in', manager: 'berlin', managerName: 'Berlin', username: 'wazuh' })
  const { items: all } = await listAudit({ ctx, input: { limit: '500' } })
  expect([...new Set(all.map(({ manager }) => manager))]).toEqual(['berlin'])
})

it('keeps the freshness and the state of each manager apart, and shows the last data of one that is away', async () => {
  const token = await rig.signIn('analyst', 'berlin')
  await rig.add(token, 'analyst', 'tokyo')
  tokyo.control.inject({ kind: 'drop', path: '/agents' })
  berlin.control.removeAgent('007')
  await rig.collector.runPass('tokyo', 'full')
  await rig.collector.runPass('berlin', 'full')
  await rig.fleet.refresh()
  const session = await rig.session(token)
  const { managers } = await getSync({ ctx: rig.ctx(session), input: {} })
  expect(managers).toMatchObject([
    { id: 'berlin', name: 'Berlin', state: 'ok', total: 59 },
    { id: 'tokyo', name: 'Tokyo', state: 'unreachable', total: 90 },
  ])
  expect((await rows(session, 'id=007')).map(({ manager }) => manager)).toEqual(['tokyo'])
  tokyo.control.clearFaults()
})
