import fc from 'fast-check'
import pino from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SCOPE_ALL, scopeKind } from '#lib/agent/scope.ts'
import { INVENTORY_LISTS } from '#lib/contract/agent-inventory.ts'
import { systemClock } from '#server/clock.ts'
import { createManagerClient, type ManagerClient } from '#server/manager/client.ts'
import { getSettings } from '#server/services/administration/get-settings.ts'
import { AgentDesk } from '#server/services/agent/agent-desk.ts'
import { getAnnotations } from '#server/services/agent/annotations.ts'
import { getEnrolments } from '#server/services/agent/enrolments.ts'
import { getAgent } from '#server/services/agent/get-agent.ts'
import { getAgentConfig } from '#server/services/agent/get-agent-config.ts'
import { getAgentInventory } from '#server/services/agent/get-agent-inventory.ts'
import { getAgentInventoryList } from '#server/services/agent/get-agent-inventory-list.ts'
import { getAgentLive } from '#server/services/agent/get-agent-live.ts'
import { getAgentSync } from '#server/services/agent/get-agent-sync.ts'
import { getHistory } from '#server/services/agent/get-history.ts'
import { getMoment } from '#server/services/agent/get-moment.ts'
import type { ServiceContext } from '#server/services/context.ts'
import { exportAgents } from '#server/services/export/export-agents.ts'
import { countQueries } from '#server/services/fleet/count-queries.ts'
import { getBreakdowns } from '#server/services/fleet/get-breakdowns.ts'
import { getStrips } from '#server/services/fleet/get-strips.ts'
import { getSummary } from '#server/services/fleet/get-summary.ts'
import { getSync } from '#server/services/fleet/get-sync.ts'
import { listAgents } from '#server/services/fleet/list-agents.ts'
import { suggest } from '#server/services/fleet/suggest.ts'
import { getChanges } from '#server/services/past/get-changes.ts'
import { getEvents } from '#server/services/past/get-events.ts'
import { getEvolution } from '#server/services/past/get-evolution.ts'
import type { Session } from '#server/services/people/sessions.ts'
import { serialsWriter } from '#server/store/serials-repo.ts'
import { openTestStore } from '#server/store/testing.ts'
import { configOf } from './collector-rig.ts'
import { arbitraryRights } from './rights-arbitraries.ts'
import { outcome, rightsRig, sessionOf } from './rights-rig.ts'
import { rightsTwins } from './rights-twin.ts'

const long = process.env['ROLLCALL_LONG'] === '1'
const SETS = long ? 5000 : 200
const QUERIES = [
  '',
  'status=disconnected',
  'not group=branch-north',
  'quiet=true or flaps>0',
  'reason="no keep-alive"',
  'srv',
  'tag="tag 3"',
]
const FIELDS = ['group', 'alias', 'tag', 'name', 'version', 'os.name', 'node_name', 'ip', 'status']

const WHO = { manager: 'main', username: 'reader', administrator: false }

let rig: Awaited<ReturnType<typeof rightsRig>>
let twins: ReturnType<typeof rightsTwins>
let client: ManagerClient
/** Where answers of the manager are kept, so that neither twin changes. */
let kept: ReturnType<typeof openTestStore>
/** Of the set of policies that is tried now. */
let session: Session
beforeAll(async () => {
  rig = await rightsRig()
  twins = rightsTwins(rig)
  kept = openTestStore()
  const clock = { now: () => rig.control.now(), sleep: systemClock.sleep }
  client = createManagerClient({ manager: configOf(rig.demo), clock, log: pino({ level: 'silent' }), budgetPerMinute: 1e6 })
})
afterAll(async () => {
  await client.close()
  await twins.stop()
  kept.remove()
  await rig.stop()
})

interface Asked {
  readonly q: string
  readonly field: string
  /** Milliseconds before now, and seconds around that. */
  readonly ago: number
  readonly window: number
}
const asked: fc.Arbitrary<Asked> = fc.record({
  q: fc.constantFrom(...QUERIES),
  field: fc.constantFrom(...FIELDS),
  ago: fc.nat(180_000),
  window: fc.constantFrom(1, 10, 60, 600),
})

/** Every verb that tells of endpoints; each of them may refuse. */
const VERBS: Readonly<Record<string, (ctx: ServiceContext, input: Asked) => Promise<unknown>>> = {
  list: (ctx, { q }) => listAgents({ ctx, input: { q, sort: 'name', limit: '500' } }),
  summary: (ctx, { q }) => getSummary({ ctx, input: { q } }),
  breakdowns: (ctx, { q }) => getBreakdowns({ ctx, input: { q } }),
  evolution: (ctx) => getEvolution({ ctx, input: {} }),
  'evolution of an hour': (ctx) => getEvolution({ ctx, input: { from: '1h' } }),
  changes: (ctx, { ago, window }) => getChanges({ ctx, input: around(ctx, ago, `${window}s`) }),
  events: (ctx) => getEvents({ ctx, input: {} }),
  strips: (ctx) => getStrips({ ctx, input: { agents: [...rig.ids, ...rig.gone, '99999'].map((id) => `main/${id}`).join() } }),
  suggestions: (ctx, { field, q }) => suggest({ ctx, input: { field, text: '', q } }),
  counts: (ctx) => countQueries({ ctx, input: { q: QUERIES } }),
  sync: (ctx) => getSync({ ctx, input: {} }),
  settings: (ctx) => getSettings({ ctx, input: {} }),
  detail: (ctx, { ago }) => getAgent({ ctx, input: { manager: 'main', id: rig.ids[ago % rig.ids.length] ?? '' } }),
  'sync of one': (ctx, { ago }) => getAgentSync({ ctx, input: { manager: 'main', id: rig.ids[ago % rig.ids.length] ?? '' } }),
  annotations: (ctx, { ago }) => {
    const ids = [...rig.gone, ...rig.ids]
    return getAnnotations({ ctx: { ...ctx, who: WHO }, input: { manager: 'main', id: ids[ago % ids.length] ?? '' } })
  },
  live: (ctx, { ago }) => getAgentLive(asking(ctx, ago)),
  config: (ctx, { ago }) => {
    const { ctx: own, input } = asking(ctx, ago)
    return getAgentConfig({ ctx: own, input: { ...input, section: 'agent/client' } })
  },
  inventory: (ctx, { ago }) => getAgentInventory(asking(ctx, ago)),
  inventoryList: (ctx, { ago }) => {
    const { ctx: own, input } = asking(ctx, ago)
    return getAgentInventoryList({ ctx: own, input: { ...input, list: INVENTORY_LISTS[ago % INVENTORY_LISTS.length] ?? '' } })
  },
  enrolments: (ctx, { ago }) => {
    const ids = [...rig.gone, ...rig.ids]
    return getEnrolments({ ctx: { ...ctx, session }, input: { manager: 'main', id: ids[ago % ids.length] ?? '' } })
  },
  moment: (ctx, { ago }) => getMoment({ ctx, input: { manager: 'main', id: someId(ago), at: String(ctx.clock.now() - ago) } }),
  history: (ctx, { ago }) => getHistory({ ctx, input: { manager: 'main', id: someId(ago), range: ago % 2 ? '1y' : '24h' } }),
  export: async (ctx, { q }) => {
    // The clock of the rig never lets anybody wait, so that every reader would be too slow.
    const clock = { ...ctx.clock, sleep: () => new Promise<void>(() => undefined) }
    const { rows, body } = await exportAgents({
      ctx: { ...ctx, clock },
      input: { q, cols: 'id,name,status,alias,tags', format: 'csv' },
    })
    return { rows, text: await new Response(body).text() }
  },
}

/** A desk of its own, so that nothing is known from the other store's question. */
const asking = (ctx: ServiceContext, ago: number) => ({
  ctx: {
    ...ctx,
    session,
    serials: serialsWriter(kept.db),
    desk: new AgentDesk({ clients: new Map([['main', client]]), clock: { ...ctx.clock, sleep: systemClock.sleep } }),
  },
  input: { manager: 'main', id: rig.ids[ago % rig.ids.length] ?? '' },
})

/** Also one that is gone, and one that never was. */
const someId = (dice: number) => [...rig.ids, ...rig.gone, '99999'][dice % (rig.ids.length + rig.gone.length + 1)] ?? ''

const around = (ctx: ServiceContext, ago: number, window: string) => ({
  at: new Date(ctx.clock.now() - ago).toISOString(),
  window,
  limit: '500',
})

it(`answers as if there was nothing but what the manager shows that account (${SETS} sets of policies)`, async () => {
  const seen = { limited: 0, events: 0, changes: 0, sentences: new Set<string>() }
  const property = fc.asyncProperty(arbitraryRights(rig.ids, rig.gone), asked, async ({ mode, policies }, input) => {
    const view = await rig.viewUnder(policies, mode)
    session = sessionOf(view)
    const twin = await twins.of(view)
    for (const [verb, ask] of Object.entries(VERBS)) {
      const own = await outcome(ask(twin.full(view.scope), input))
      expect({ verb, answer: own }).toEqual({ verb, answer: await outcome(ask(twin.ctx(view.scope), input)) })
    }
    // Nobody's rights limit anything there, so that all that the rights show must be in the answer.
    const events = await getEvents({ ctx: twin.full(view.scope), input: {} })
    expect(events).toEqual(await getEvents({ ctx: twin.ctx(SCOPE_ALL), input: {} }))
    const changes = await everyChange(twin.full(view.scope))
    expect(changes).toEqual(await everyChange(twin.ctx(SCOPE_ALL)))
    expect(changes).toHaveLength(twin.changes)
    if (scopeKind(view.scope) !== 'limited') return
    seen.limited++
    seen.events += events.events.length
    seen.changes += changes.length
    seen.sentences.add(JSON.stringify(events.alarm))
  })
  await fc.assert(property, { numRuns: SETS, endOnFailure: true })
  const { sentences, ...counts } = seen
  process.stdout.write(`limited sets, their mass events and changes: ${JSON.stringify({ ...counts, alarms: sentences.size })}\n`)
  expect(Math.min(counts.limited, counts.events, counts.changes, sentences.size - 1)).toBeGreaterThan(0)
})

/** All changes that an account may know of, page by page. */
async function everyChange(ctx: ServiceContext): Promise<unknown[]> {
  const items: unknown[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page: Awaited<ReturnType<typeof getChanges>> = await getChanges({
      ctx,
      input: { ...around(ctx, 0, '7d'), limit: '37', after },
    })
    items.push(...page.items)
    after = page.after
  }
  return items
}
