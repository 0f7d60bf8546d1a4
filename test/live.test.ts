import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Agent } from '#lib/agent/agent.ts'
import { NO_AGENTS, SCOPE_ALL, type Scope } from '#lib/agent/scope.ts'
import { type LiveEvent, liveEvent } from '#lib/contract/live.ts'
import { openTestFleet } from '#server/fleet/testing.ts'
import { testAgent } from '#server/fleet/testing-agent.ts'
import { processBus } from '#server/live/bus.ts'
import { LiveHub } from '#server/live/hub.ts'
import { log } from '#server/log.ts'

const AS_OF = Date.UTC(2026, 10, 15)
const clock = { at: AS_OF, now: () => clock.at, sleep: () => new Promise<void>(() => undefined) }
let test: ReturnType<typeof openTestFleet>
let hub: LiveHub
/** The store as it is now, published and told to everybody. */
let publish: () => Promise<void>

beforeEach(async () => {
  test = openTestFleet({ clock })
  const bus = processBus()
  hub = new LiveHub({ bus, fleet: test.fleet, clock, log })
  publish = async () => {
    await test.fleet.refresh()
    bus.publish()
    await hub.settled()
  }
  test.writer.manager({ id: 'main', asOf: AS_OF, version: 'v4.14.7' })
  test.writer.put([agent(1, ['lyon']), agent(2, ['lyon']), agent(3, ['oslo']), agent(4, ['oslo'])])
  await publish()
})
afterEach(() => {
  hub.close()
  return test.close()
})

it('tells nobody of a change in agents that they may not see, and those who may at once', async () => {
  const lyon = await open(only('lyon'))
  const oslo = await open(only('oslo'))
  const all = await open(SCOPE_ALL)
  test.writer.put([agent(3, ['oslo'], { status: 'disconnected' })])
  await publish()
  expect(await lyon.events()).toEqual([])
  expect(await oslo.events()).toMatchObject([{ kind: 'change', rows: true, pass: false }])
  expect(await all.events()).toMatchObject([{ kind: 'change', rows: true, pass: false }])
})

it('says nothing of hidden agents that enrol, go, or are heard, not even by a number', async () => {
  const lyon = await open(only('lyon'))
  const oslo = await open(only('oslo'))
  const hidden = [
    () => test.writer.put([agent(5, ['oslo'])]),
    () => test.writer.keepalives([{ manager: 'main', id: '003', lastKeepAlive: AS_OF + 1 }]),
    () => test.writer.put([agent(5, ['oslo'], { name: 'other' })], { replace: true }),
    () => test.writer.remove([agent(5, ['oslo'])]),
  ]
  for (const change of hidden) {
    change()
    await publish()
    expect(await oslo.events()).toHaveLength(1)
  }
  expect(await lyon.events()).toEqual([])
  expect(lyon.text()).not.toMatch(/revision|\d{5,}(?!\.\d{3}Z)/)
})

it('tells of every way in which an agent in sight can change', async () => {
  const lyon = await open(only('lyon'))
  const changes = [
    () => test.writer.put([agent(1, ['lyon'], { name: 'renamed' })]),
    () => test.writer.keepalives([{ manager: 'main', id: '002', lastKeepAlive: AS_OF + 5 }]),
    () => test.writer.put([agent(3, ['lyon'])]),
    () => test.writer.put([agent(3, ['oslo'])]),
    () => test.writer.put([agent(6, ['lyon'])]),
    () => test.writer.remove([agent(6, ['lyon'])]),
  ]
  for (const change of changes) {
    change()
    await publish()
    expect(await lyon.events()).toMatchObject([{ kind: 'change', rows: true }])
  }
})

it('tells everybody that a pass ended, in the same words whatever it found elsewhere', async () => {
  const lyon = await open(only('lyon'))
  const nothing = await open({ kind: 'limited', managers: new Map([['main', NO_AGENTS]]) })
  test.writer.manager({ id: 'main', asOf: AS_OF + 30_000, version: 'v4.14.7' })
  test.writer.put([agent(3, ['oslo'], { status: 'disconnected' })])
  await publish()
  const said = { kind: 'change', rows: false, pass: true, rights: false }
  expect(await lyon.events()).toMatchObject([{ ...said, managers: [{ id: 'main', asOf: '2026-11-15T00:00:30.000Z' }] }])
  expect(await nothing.events()).toMatchObject([said])
})

it('never names a manager that the person does not know', async () => {
  const lyon = await open(only('lyon'))
  test.writer.manager({ id: 'tokyo', asOf: AS_OF, version: 'v4.14.7' })
  test.writer.put([{ ...agent(1, ['lyon']), manager: 'tokyo' }])
  await publish()
  expect(await lyon.events()).toEqual([])
  expect(lyon.text()).not.toContain('tokyo')
})

it('changes what a stream tells with the rights of its session, within seconds', async () => {
  let scope = only('lyon')
  const person = await open(scope, { look: async () => scope })
  scope = only('oslo')
  clock.at += 3000
  await hub.tick()
  expect(await person.events()).toMatchObject([{ kind: 'change', rights: true }])
  test.writer.put([agent(1, ['lyon'], { status: 'disconnected' })])
  await publish()
  expect(await person.events()).toEqual([])
  test.writer.put([agent(4, ['oslo'], { status: 'disconnected' })])
  await publish()
  expect(await person.events()).toMatchObject([{ kind: 'change', rows: true }])
})

it('ends a stream within seconds of its session, and leaves the others', async () => {
  const gone = await open(SCOPE_ALL, { session: 'a', look: async () => null })
  const other = await open(SCOPE_ALL, { session: 'b' })
  clock.at += 3000
  await hub.tick()
  expect(await gone.events()).toMatchObject([{ kind: 'end', why: 'session' }])
  expect(gone.isOver()).toBe(true)
  expect(other.isOver()).toBe(false)
  expect(hub.size).toBe(1)
})

it('beats so that a lost stream is noticed, and a stream that beats is no look-up of the store each time', async () => {
  let looks = 0
  const reader = await open(SCOPE_ALL, {
    look: async () => {
      looks++
      return SCOPE_ALL
    },
  })
  for (let second = 0; second < 16; second++) {
    clock.at += 1000
    await hub.tick()
  }
  expect((await reader.events()).map(({ kind }) => kind)).toEqual(['beat'])
  expect(looks).toBe(5)
})

it('joins what a slow reader has not taken into one event, and cuts off one that takes nothing', async () => {
  const stream = await hub.open({ session: 'slow', scope: SCOPE_ALL, look: async () => SCOPE_ALL })
  for (let i = 1; i <= 50; i++) {
    test.writer.put([agent(1, ['lyon'], { name: `name-${i}` })])
    await publish()
  }
  const reader = stream?.getReader()
  const chunks = [await reader?.read(), await reader?.read()].map((part) => new TextDecoder().decode(part?.value))
  expect(chunks[0]).toContain('event: hello')
  expect(chunks[1]?.match(/event: change/g)).toHaveLength(1)
  reader?.releaseLock()
  // The first fills the place that the reader leaves free, the second waits.
  for (const name of ['waits', 'waits-longer']) {
    test.writer.put([agent(1, ['lyon'], { name })])
    await publish()
  }
  clock.at += 15_000
  await hub.tick()
  expect(hub.size).toBe(0)
  await expect(stream?.getReader().read()).rejects.toThrow('does not read')
})

it('gives one session four streams, takes the place back when a reader leaves, and ends all when it closes', async () => {
  const four = await Promise.all([1, 2, 3, 4].map(() => open(SCOPE_ALL, { session: 'same' })))
  const fifth = { session: 'same', scope: SCOPE_ALL, look: async () => SCOPE_ALL }
  expect(await hub.open(fifth)).toBeNull()
  await open(SCOPE_ALL, { session: 'other' })
  await four[0]?.leave()
  expect(hub.size).toBe(4)
  expect(await hub.open(fifth)).not.toBeNull()
  hub.close()
  expect(hub.size).toBe(0)
  expect(await four[1]?.events()).toMatchObject([{ kind: 'end', why: 'stopping' }])
  expect(await hub.open({ ...fifth, session: 'late' })).toBeNull()
})

function only(group: string): Scope {
  const rules = [{ effect: 'allow' as const, ids: new Set<number>(), groups: new Set([group]) }]
  return { kind: 'limited', managers: new Map([['main', { ...NO_AGENTS, rules }]]) }
}

let sessions = 0

/** A reader that has taken the greeting and takes what comes. */
async function open(scope: Scope, more: { session?: string; look?: () => Promise<Scope | null> } = {}) {
  const stream = await hub.open({ session: `session-${sessions++}`, scope, look: async () => scope, ...more })
  if (!stream) throw new Error('no stream')
  const reader = stream.getReader()
  let text = ''
  let taken = 0
  let over = false
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      text += new TextDecoder().decode(value)
    }
    over = true
  }
  void read()
  const events = async (): Promise<LiveEvent[]> => {
    // What was sent before is delivered once the promises that are ready have run.
    await new Promise((resolve) => setImmediate(resolve))
    const all = text.split('\n\n').filter(Boolean)
    const fresh = all.slice(taken).map((block) => liveEvent.parse(JSON.parse(block.split('data: ')[1] ?? '')))
    taken = all.length
    return fresh
  }
  expect(await events()).toMatchObject([{ kind: 'hello' }])
  return { events, text: () => text, isOver: () => over, leave: () => reader.cancel() }
}

function agent(id: number, groups: string[], more: Partial<Agent> = {}): Agent {
  return testAgent(id, AS_OF, { groups, ...more })
}
