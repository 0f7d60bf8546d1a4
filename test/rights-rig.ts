import { Agent as Connections, request } from 'node:https'
import type { Policy } from '#demo/security/policies.ts'
import type { Scope } from '#lib/agent/scope.ts'
import { scopeFromPolicies } from '#lib/agent/scope-from-policies.ts'
import { FleetIndex } from '#server/fleet/fleet-index.ts'
import { log } from '#server/log.ts'
import type { PersonAccess } from '#server/manager/person-access.ts'
import { readPolicies } from '#server/manager/policies.ts'
import type { ServiceContext } from '#server/services/context.ts'
import type { Session } from '#server/services/people/sessions.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { collectorRig } from './collector-rig.ts'
import { basic } from './demo-client.ts'

export type DemoPolicy = Pick<Policy, 'actions' | 'resources' | 'effect'>

/** What the manager lets one account see. Ids without 000. */
export interface ManagerView {
  readonly scope: Scope
  /** Of which agents the inventory may be read. */
  readonly inventory: Scope
  readonly ids: ReadonlySet<string>
  readonly card: boolean
  readonly connection: Readonly<Record<string, number>>
  readonly synced: number
  /** Groups of `GET /groups`. */
  readonly groups: ReadonlySet<string>
  /** For calls with the account's own token. */
  readonly person: PersonAccess
  /** Whether the manager lets the account's own token read this path. */
  mayRead(path: string): Promise<boolean>
}

/** A frozen demo fleet of which a store was collected that has history, and the account `branch` with rights as told. */
export async function rightsRig({ agents = 120 } = {}) {
  // The collector goes by the real time, so the manager does not stand far from it.
  const start = Date.now()
  const rig = await collectorRig({ agents, seed: 7, frozen: true, clock: { now: () => start } })
  const { control } = rig.demo
  const known = await prepareFleet(rig)
  annotate(rig)
  const prisma = openPrisma(rig.store.file)
  const clock = { now: () => control.now(), sleep: async () => undefined }
  const fleet = new FleetIndex({ prisma, clock, log })
  await fleet.refresh()
  const connections = new Connections({ keepAlive: true, ca: rig.demo.caPem })
  const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
    askOver(connections, rig.demo.url + path, headers, method)

  return {
    ...known,
    control,
    demo: rig.demo,
    rows: rig.rows,
    /** Writes the store as it is to another file. */
    copyStore: (file: string) => void rig.store.db.run('VACUUM INTO ?', file),
    ctx: (scope: Scope): ServiceContext => ({
      fleet,
      prisma,
      clock,
      log,
      config: { demo: true, intervalSeconds: 30, managers: [] },
      scope,
    }),
    /** Gives `branch` rights, and asks the manager with that account's own token what it sees. */
    async viewUnder(policies: readonly DemoPolicy[], mode: 'white' | 'black'): Promise<ManagerView> {
      control.setPolicies(
        'branch',
        policies.map((policy, index) => ({ id: 900 + index, name: `p${index}`, ...policy })),
      )
      control.setRbacMode(mode)
      // A token of the second in which rights changed is void.
      control.advance(2000)
      const token = String((await ask('/security/user/authenticate?raw=true', basic('branch'), 'POST')).text)
      const json = async (path: string) => dataOf((await ask(path, { authorization: `Bearer ${token}` })).text)
      const rights = readPolicies(await json('/security/users/me/policies'))
      if (!rights) throw new Error('the manager gave no policies')
      const ids = namesOf(await json('/agents?select=id&limit=100000'), 'id')
      const summary = await json('/agents/summary/status')
      return {
        scope: scopeFromPolicies(rights, 'main'),
        inventory: scopeFromPolicies(rights, 'main', 'syscollector:read'),
        person: { token: async () => token, reject: () => undefined, denied: () => undefined },
        mayRead: async (path) =>
          !(await tryOver(connections, rig.demo.url + path, { authorization: `Bearer ${token}` })).includes('"error": 4000'),
        ids: new Set(ids.filter((id) => id !== '000')),
        card: ids.includes('000'),
        connection: numbersOf(summary['connection']),
        synced: numbersOf(summary['configuration'])['synced'] ?? 0,
        groups: new Set(namesOf(await json('/groups?limit=100000'), 'name')),
      }
    },
    async stop() {
      connections.destroy()
      await prisma.$disconnect()
      await rig.stop()
    },
  }
}

/** What a verb answers, or how it refuses. */
export async function outcome(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    return { code: error.code, message: error.message, extra: 'extra' in error ? error.extra : null }
  }
}

/** Odd agents, agents that changed, agents that went and one that enrolled again, all of it collected. */
async function prepareFleet({ demo, pass, rows }: Awaited<ReturnType<typeof collectorRig>>) {
  const idsOf = () => rows('SELECT agentId FROM Agent ORDER BY agentId').map(([id]) => String(id).padStart(3, '0'))
  await pass()
  const [first = '', second = '', third = '', ...rest] = idsOf()
  demo.control.setAgent(first, { group: null })
  demo.control.setAgent(second, { group: ['branch-north', 'branch-south', 'default'] })
  await pass()
  demo.control.advance(60_000)
  const disconnectedAt = new Date(demo.control.now() - 30_000).toISOString().replace(/\.\d+/, '')
  for (const id of [first, second, ...rest.slice(0, 20)]) {
    demo.control.setAgent(id, { status: 'disconnected', disconnection_time: disconnectedAt, status_code: 4 })
  }
  demo.control.reEnrolAgent(third, 'enrolled-again')
  const gone = rest.slice(20, 23)
  const nameOf = (id = '') => rows(`SELECT name FROM Agent WHERE agentId = ${Number(id)}`)[0]?.[0]
  const names = gone.map(nameOf)
  for (const id of gone) demo.control.removeAgent(id)
  await pass()
  // Two of those that went come back under new ids; who sees one of both need not see the other.
  demo.control.advance(60_000)
  for (const [place, group] of ['branch-north', 'branch-south'].entries())
    demo.control.addAgent({ name: names[place], group: [group] })
  await pass()
  return { ids: idsOf(), gone }
}

/** Words of people on every endpoint, those that are gone among them. */
function annotate({ store }: Awaited<ReturnType<typeof collectorRig>>) {
  store.db.exec(`INSERT INTO "Annotation" (agentKey, alias, tags, managerId, username, changedAt, version, seq)
    SELECT key, 'alias ' || key, json_array('tag ' || key % 7, 'own ' || key), 'main', 'ada', 1, 1, key
    FROM (SELECT key FROM "Agent" UNION SELECT key FROM "Tombstone")`)
  // Some share a serial number: those that came back, and by chance some others that were never there at one time.
  store.db.exec(`INSERT INTO "BoardSerial" (agentKey, managerId, agentId, serial, scannedAt)
    SELECT key, 'main', agentId, 'SERIAL ' || (CASE WHEN name IN (SELECT name FROM "Tombstone") THEN name ELSE key / 3 END), at
    FROM (SELECT key, agentId, name, coalesce(dateAdd, 0) AS at FROM "Agent"
      UNION SELECT key, agentId, name, lastAt FROM "Tombstone")`)
  store.db.exec(`INSERT INTO "Note" (agentKey, managerId, username, text, madeAt)
    SELECT agentKey, 'main', 'ada', 'note of ' || agentKey, 1 FROM "Annotation"`)
}

/** A session of an account with these rights, for verbs that ask its manager. */
export function sessionOf(view: Pick<ManagerView, 'scope' | 'inventory' | 'person'>, username = 'branch'): Session {
  const { scope, inventory, person } = view
  const who = { id: 'x', username, manager: 'main', expiresAt: 0, administrator: false, defaultPassword: false, others: [] }
  return { ...who, scope, inventory, callsAt: () => person }
}

/** Whatever is answered. */
function tryOver(agent: Connections, url: string, headers: Record<string, string>): Promise<string> {
  return askOver(agent, url, headers, 'GET').then(
    ({ text }) => text,
    (error: Error) => error.message,
  )
}

function askOver(agent: Connections, url: string, headers: Record<string, string>, method: string): Promise<{ text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers, method }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        if (response.statusCode === 200) resolve({ text })
        else reject(new Error(`${method} ${url}: ${response.statusCode} ${text}`))
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}

function dataOf(text: string): Record<string, unknown> {
  const answer: { data?: Record<string, unknown> } = JSON.parse(text)
  return answer.data ?? {}
}

function namesOf(data: Record<string, unknown>, field: string): string[] {
  const items: unknown = data['affected_items']
  if (!Array.isArray(items)) throw new Error('not a list')
  return items.map((item: Record<string, unknown>) => String(item[field]))
}

function numbersOf(part: unknown): Record<string, number> {
  return Object.fromEntries(Object.entries(part ?? {}).map(([name, value]) => [name, Number(value)]))
}
