import { afterAll, beforeAll, expect, it } from 'vitest'
import { NO_AGENTS, SCOPE_ALL, type Scope } from '#lib/agent/scope.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import type { BreakdownBar } from '#lib/contract/breakdowns.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { log } from '#server/log.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { getBreakdowns } from '#server/services/fleet/get-breakdowns.ts'
import { getSummary } from '#server/services/fleet/get-summary.ts'
import { listAgents } from '#server/services/fleet/list-agents.ts'
import { openPrisma, type StoreClient } from '#server/store/prisma.ts'
import { collectorRig } from './collector-rig.ts'
import { askDemo, bearer } from './demo-client.ts'
import { dice } from './dice.ts'

/*
 * A manager at which everything changes at random, collected over its API: at every pass each count is that of the rows, and after
 * every full pass the rows are the manager's own. The recount below shares no code with the product.
 */
const AGENTS = 1_200
const CHANGES = 2_000
const ROUNDS = process.env['ROLLCALL_LONG'] === '1' ? 500 : 4

/** An agent as the manager's API gives it. */
interface ManagerItem {
  id: string
  name: string
  status: string
  status_code: number
  group_config_status?: string
  group?: string[]
  os?: { name?: string; version?: string; platform?: string }
  version?: string
  node_name?: string
  ip?: string
}

const GROUPS = ['default', 'databases', 'dmz', 'web-servers', 'branch-north', 'Straße 1', 'pci dss']
const VERSIONS = ['Wazuh v4.14.7', 'Wazuh v4.9.2', 'Wazuh v4.10.0', 'Wazuh v3.13.6', null]
const SYSTEMS = [
  { name: 'Ubuntu', version: '22.04.5 LTS', platform: 'ubuntu' },
  { name: 'Ubuntu', version: '24.04.1 LTS', platform: 'ubuntu' },
  { name: 'Microsoft Windows Server 2022 Standard', version: '10.0.20348.2849', platform: 'windows' },
  { name: 'macOS', version: '15.1.1', platform: 'darwin' },
]
const NODES = ['node01', 'node02', 'worker-3']
const REASONS = ['none', 'version_refused', 'version_unreadable', 'clean_stop', 'no_keepalive', 'reset']

/** Questions and their answers, each written twice: in the query language, and here. */
const QUESTIONS: readonly (readonly [q: string, fits: (agent: AgentItem) => boolean])[] = [
  ['', () => true],
  ['status=disconnected', ({ status }) => status === 'disconnected'],
  ['status=active and sync="not synced"', (a) => a.status === 'active' && a.groupConfigStatus === 'not synced'],
  ['group=databases or group="straße 1"', ({ groups }) => groups.includes('databases') || groups.includes('Straße 1')],
  ['not (group=dmz or status!=active)', ({ groups, status }) => !groups.includes('dmz') && status === 'active'],
  ['os.platform=windows and reason="clean stop"', ({ os, statusCode }) => os.platform === 'windows' && statusCode === 3],
  ['version<4.10', ({ version }) => /v([0-3]\.|4\.\d(\.|$))/.test(version ?? '')],
  ['version=null node_name!=node02', ({ version, nodeName }) => version === null && nodeName !== 'node02'],
]
const BRANCH: Scope = {
  kind: 'limited',
  managers: new Map([
    ['main', { ...NO_AGENTS, rules: [{ effect: 'allow', ids: new Set([7]), groups: new Set(['branch-north']) }] }],
  ]),
}
const SCOPES: readonly (readonly [Scope, (agent: AgentItem) => boolean])[] = [
  [SCOPE_ALL, () => true],
  [BRANCH, ({ id, groups }) => Number(id) === 7 || groups.includes('branch-north')],
]

let rig: Awaited<ReturnType<typeof collectorRig>>
let prisma: StoreClient
let fleet: FleetIndex
let token: Record<string, string>
const clock = { now: () => rig.demo.control.now(), sleep: async () => undefined }

beforeAll(async () => {
  const start = Date.now()
  rig = await collectorRig({ agents: AGENTS, seed: 7, frozen: true, clock: { now: () => start } })
  prisma = openPrisma(rig.store.file)
  fleet = new FleetIndex({ prisma, clock, log })
  token = await bearer(rig.demo, 'wazuh')
})
afterAll(async () => {
  await prisma.$disconnect()
  await rig.stop()
})

it(`counts are those of the rows, and rows those of the manager, under ${(ROUNDS * CHANGES).toLocaleString('en')} random changes`, async () => {
  const { roll, pick } = dice(ROUNDS)
  await rig.pass()
  let changed = 0
  for (let round = 0; round < ROUNDS; round++) {
    const ids = (await managerItems()).map(({ id }) => id)
    for (let i = 0; i < CHANGES; i++) if (rig.demo.control.setAgent(pick(ids), oneChange())) changed++
    for (let i = 0; i < 3; i++) rig.demo.control.removeAgent(pick(ids))
    for (let i = 0; i < 2; i++) rig.demo.control.reEnrolAgent(pick(ids))
    while (ids.length + roll(3) > AGENTS) ids.pop()
    for (let left = AGENTS - ids.length + 3; left > 0; left--) rig.demo.control.addAgent({ name: `new-${round}-${left}` })
    rig.demo.control.advance(60_000)
    token = round % 10 === 9 ? await bearer(rig.demo, 'wazuh') : token
    if (roll(3) === 0) {
      await rig.pass('small')
      await fleet.refresh()
      await rowsThatAddUp()
    }
    // Some that went need a second look before they are believed to be gone.
    for (let again = 0; again < 3; again++) if ((await rig.pass()).outcome === 'ok') break
    await fleet.refresh()
    const rows = await rowsThatAddUp()
    expect(rows.map(told)).toEqual((await managerItems()).map(toldByManager))
  }
  expect(changed).toBe(ROUNDS * CHANGES)

  function oneChange(): Record<string, unknown> {
    const at = new Date(rig.demo.control.now() - roll(3_600_000)).toISOString().replace(/\.\d+/, '')
    switch (roll(8)) {
      case 0:
        return { status: 'disconnected', status_code: 1 + roll(5), disconnection_time: at }
      case 1:
        return { status: pick(['pending', 'never_connected']), status_code: 0, disconnection_time: null }
      case 2:
        return { status: 'active', status_code: 0, disconnection_time: null, lastKeepAlive: at }
      case 3:
        return { group_config_status: pick(['synced', 'not synced']) }
      case 4:
        return { group: roll(6) === 0 ? null : [...new Set([pick(GROUPS), pick(GROUPS), pick(GROUPS)])] }
      case 5:
        return { version: pick(VERSIONS) }
      case 6:
        return { os: pick(SYSTEMS) }
      default:
        return { node_name: pick(NODES), ip: `10.${roll(4)}.${roll(256)}.${roll(256)}` }
    }
  }
})

const contextOf = (scope: Scope): ServiceContext => ({
  ...{ fleet, prisma, clock, log, scope },
  config: { demo: true, intervalSeconds: 30, managers: [] },
})

/** Asks every question under every scope; @returns all rows, once each count was that of the rows it is of */
async function rowsThatAddUp(): Promise<AgentItem[]> {
  const all = await everyRow(SCOPE_ALL, '')
  for (const [scope, sees] of SCOPES) {
    for (const [q, fits] of QUESTIONS) {
      const expected = all.filter((agent) => sees(agent) && fits(agent))
      const ctx = contextOf(scope)
      const summary = await getSummary({ ctx, input: { q } })
      const active = expected.filter(({ status }) => status === 'active')
      expect(
        { q, total: summary.total, byStatus: summary.byStatus, bySync: summary.bySync, activeBySync: summary.activeBySync },
        q,
      ).toEqual({
        q,
        total: expected.length,
        byStatus: byStatus(expected),
        bySync: bySync(expected),
        activeBySync: bySync(active),
      })
      const by = await getBreakdowns({ ctx, input: { q } })
      const down = expected.filter(({ status }) => status === 'disconnected').length
      expect([by.total, by.down], q).toEqual([expected.length, down])
      expect(barsOf(by.reason.bars, 'none'), q).toEqual(
        tally(expected.map(({ statusCode }) => REASONS[statusCode ?? 0] ?? 'other')),
      )
      expect(barsOf(by.group.bars, '-'), q).toEqual(
        tally(expected.flatMap(({ groups }) => (groups.length === 0 ? ['-'] : groups))),
      )
      expect(barsOf(by.version.bars, '-'), q).toEqual(tally(expected.map(({ version }) => version ?? '-')))
      expect(barsOf(by.node.bars, '-'), q).toEqual(tally(expected.map(({ nodeName }) => nodeName ?? '-')))
      expect(barsOf(by.system.bars, '-'), q).toEqual(tally(expected.map(({ os }) => os.name ?? '-')))
      expect(by.group.several, q).toBe(expected.filter(({ groups }) => groups.length > 1).length)
      const page = await listAgents({ ctx, input: { q, limit: '1' } })
      expect(page.total, q).toBe(expected.length)
    }
    const own = all.filter((agent) => sees(agent))
    if (scope !== SCOPE_ALL) expect((await everyRow(scope, '')).map(({ id }) => id)).toEqual(own.map(({ id }) => id))
  }
  return all
}

/** All pages of the list, one after the other. */
async function everyRow(scope: Scope, q: string): Promise<AgentItem[]> {
  const rows: AgentItem[] = []
  for (let after: string | null = 'start'; after !== null; ) {
    const page = await listAgents({ ctx: contextOf(scope), input: { q, sort: 'id', limit: '500', after } })
    rows.push(...page.items)
    expect(page.position + page.items.length - 1).toBe(rows.length)
    after = page.after
  }
  return rows
}

function byStatus(agents: readonly AgentItem[]) {
  return { active: 0, disconnected: 0, pending: 0, never_connected: 0, unknown: 0, ...tally(agents.map(({ status }) => status)) }
}

function bySync(agents: readonly AgentItem[]) {
  const own = tally(agents.map(({ groupConfigStatus }) => groupConfigStatus))
  return { synced: own['synced'] ?? 0, not_synced: own['not synced'] ?? 0, unknown: own['unknown'] ?? 0 }
}

/** Totals by value; bars of one value that differ in something else, like versions of one system, are taken together. */
function barsOf(bars: readonly BreakdownBar[], none: string): Record<string, number> {
  const totals: Record<string, number> = {}
  for (const { value, total } of bars) if (total > 0) totals[value ?? none] = (totals[value ?? none] ?? 0) + total
  return totals
}

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

async function managerItems(): Promise<ManagerItem[]> {
  const { text } = await askDemo(rig.demo, '/agents?sort=id&limit=100000&q=id!=000', { headers: token })
  const answer: { data: { affected_items: ManagerItem[] } } = JSON.parse(text)
  return answer.data.affected_items
}

/** What of a row the manager knows too, as text. */
function told({ id, name, status, statusCode, groupConfigStatus, groups, os, version, nodeName, ip }: AgentItem): string {
  const cells = [id, name, status, statusCode ?? 0, groupConfigStatus, groups.join(' | '), os.name, os.version, os.platform]
  return [...cells, version, nodeName, ip].join(' · ')
}

function toldByManager({
  id,
  name,
  status,
  status_code,
  group_config_status,
  group,
  os,
  version,
  node_name,
  ip,
}: ManagerItem): string {
  const cells = [id, name, status, status_code, group_config_status ?? 'unknown', (group ?? []).join(' | ')]
  const node = node_name === 'unknown' ? null : node_name
  return [...cells, os?.name, os?.version, os?.platform, version, node, ip].join(' · ')
}
