import { afterEach, expect, it } from 'vitest'
import { addDemoPast } from '#cli/demo-past.ts'
import { generateSource } from '#demo/fleet/generated-source.ts'
import { tellPast } from '#demo/fleet/past.ts'
import { SCOPE_ALL } from '#lib/agent/scope.ts'
import { systemClock } from '#server/clock.ts'
import { passesRepo } from '#server/store/passes-repo.ts'
import { reservePast } from '#server/store/past-writer.ts'
import { openPrisma } from '#server/store/prisma.ts'
import { collectorRig } from './collector-rig.ts'

type Rig = Awaited<ReturnType<typeof collectorRig>>
let rig: Rig | null = null
afterEach(async () => {
  await rig?.stop()
  rig = null
})

const AGENTS = 600

/** A demo with a store that was made for its past, the first pass over; our clock and the demo's are the same. */
async function started(): Promise<Rig & { givePast: () => Promise<number | null> }> {
  const bornAt = Date.now()
  const made = await collectorRig(
    { agents: AGENTS, seed: 3, bornAt, clock: { now: () => Date.now() } },
    { demo: true, id: 'demo' },
  )
  rig = made
  reservePast(made.store.db)
  await made.pass()
  async function* tell(until: number) {
    const source = generateSource({ agents: AGENTS, seed: 3, bornAt: Math.floor(bornAt / 1000), frozen: false })
    for (const line of tellPast(source, until)) yield JSON.stringify(line)
  }
  const { signal } = new AbortController()
  return { ...made, givePast: () => addDemoPast({ db: made.store.db, clock: systemClock, signal, tell }) }
}

it('begins 30 days before the first pass and leads, change by change, to what that pass counted', async () => {
  const { givePast, rows } = await started()
  expect(await givePast()).toBeGreaterThan(100)
  const passes = rows(
    'SELECT id, kind, total, active, disconnected, pending, neverConnected, synced, notSynced, asOf FROM Pass ORDER BY id DESC',
  )
  expect(passes.map(([, kind]) => kind)).toEqual(['full', ...Array(passes.length - 1).fill('generated')])
  expect(Number(passes[0]?.[9]) - Number(passes.at(-1)?.[9])).toBeGreaterThan(29.9 * 86_400_000)

  // Backwards from the agents as they are: every pass must have counted what is left when later changes are undone.
  const agents = new Map(rows('SELECT agentId, status, groupConfigStatus FROM Agent').map(([id, ...words]) => [id, words]))
  for (const [id, , ...counted] of passes) {
    const words = [...agents.values()].flat()
    const count = (word: string) => words.filter((one) => one === word).length
    const expected = ['active', 'disconnected', 'pending', 'never_connected', 'synced', 'not synced'].map(count)
    expect(counted.slice(0, 7)).toEqual([agents.size, ...expected])
    for (const [agent, field, from] of rows(
      'SELECT agentId, field, fromValue FROM "Transition" WHERE passId = ? ORDER BY id DESC',
      id ?? 0,
    )) {
      const state = agents.get(agent ?? 0)
      if (field === 'dateAdd') agents.delete(agent ?? 0)
      else if (state && field === 'status') state[0] = from ?? null
      else if (state && field === 'group_config_status') state[1] = from ?? null
    }
  }
})

it('goes on without a jump: the next passes find nothing that the demo did not do', async () => {
  const { givePast, rows, pass, demo } = await started()
  await givePast()
  demo.control.advance(10 * 60_000)
  await pass()
  const chains = new Map<string, unknown>()
  for (const [agent, field, from, to] of rows('SELECT agentId, field, fromValue, toValue FROM "Transition" ORDER BY id')) {
    const chain = `${agent} ${field}`
    if (chains.has(chain)) expect(from, chain).toBe(chains.get(chain))
    chains.set(chain, to)
  }
  for (const [agent, status] of rows('SELECT agentId, status FROM Agent')) {
    const end = chains.get(`${agent} status`)
    if (end !== undefined) expect(status).toBe(end)
  }
  // Nobody has been as it is for less time than its last change was seen before.
  const [late] = rows(`SELECT count(*) FROM Agent a WHERE a.statusSince >
    coalesce((SELECT max(t.seenAt) FROM "Transition" t WHERE t.agentKey = a.key AND t.field IN ('status', 'dateAdd')), a.statusSince)`)
  expect(late).toEqual([0])
})

it('is rolled up like everything that was seen', async () => {
  const { givePast, rows, pass } = await started()
  await givePast()
  await pass()
  await pass()
  const [[hours, unseen] = []] = rows(`SELECT count(*), count(*) FILTER (WHERE unseen <> '{}') FROM RollUp WHERE size = 'hour'`)
  expect(Number(hours)).toBeGreaterThan(700)
  expect(unseen).toBe(0)
})

it('is said to be made up until the first pass, for as long as anything is made of it, and only where it was', async () => {
  const { givePast, store, pass, rows } = await started()
  const prisma = openPrisma(store.file)
  const until = () => passesRepo(prisma).generatedUntil(SCOPE_ALL, 'demo')
  try {
    expect(await until()).toBeNull()
    await givePast()
    await pass()
    const [[first] = []] = rows(`SELECT min(asOf) FROM Pass WHERE kind <> 'generated'`)
    expect(await until()).toBe(first)
    // Its passes are forgotten after 30 days; what was rolled up from them is not.
    store.db.run(`DELETE FROM Pass WHERE kind = 'generated'`)
    expect(await until()).toBe(first)
    expect(await passesRepo(prisma).generatedUntil({ kind: 'limited', managers: new Map() }, 'demo')).toBeNull()
  } finally {
    await prisma.$disconnect()
  }
})

it('is given up quietly when the fleet is not the one that is told', async () => {
  const { givePast, rows, demo, pass } = await started()
  demo.control.removeAgent('007')
  await pass()
  await pass()
  expect(await givePast()).toBeNull()
  expect(rows(`SELECT id FROM Pass WHERE kind = 'generated'`)).toEqual([])
})
