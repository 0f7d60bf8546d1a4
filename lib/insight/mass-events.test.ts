import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findMassEvents, type MassEvent } from './mass-events.ts'
import type { Factor, MassInput, StatusChangeFact } from './mass-facts.ts'
import { MASS_DEFAULTS } from './mass-settings.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
const RUNS = process.env['ROLLCALL_LONG'] ? 3_000 : 200

/** Three nodes, ten groups, forty subnets over 4,000 endpoints: endpoint `i` has the factors with `i % n`. */
const FLEET = 4_000
const FACTORS: Factor[] = [
  { kind: 'manager', value: 'main', manager: null, size: FLEET },
  ...Array.from({ length: 3 }, (_, i) => factor('node', `n${i}`, 3, i)),
  ...Array.from({ length: 10 }, (_, i) => factor('group', `g${i}`, 10, i)),
  ...Array.from({ length: 40 }, (_, i) => factor('subnet24', `10.0.${i}.0/24`, 40, i)),
]
const factorsOf = (agent: number) => [0, 1 + (agent % 3), 4 + (agent % 10), 14 + (agent % 40)]

function factor(kind: Factor['kind'], value: string, of: number, rest: number): Factor {
  return { kind, value, manager: null, size: Array.from({ length: FLEET }, (_, i) => i).filter((i) => i % of === rest).length }
}

function change(agent: number, at: number, direction: 'down' | 'back' = 'down', reason: number | null = 4): StatusChangeFact {
  return { agent, at, direction, reason, factors: factorsOf(agent) }
}

function find(changes: readonly StatusChangeFact[], more: Partial<MassInput> = {}): MassEvent[] {
  const steps = findMassEvents({ changes, factors: FACTORS, fleet: FLEET, from: 0, to: DAY_MS, ...more })
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
const nameOf = ({ factor: place }: MassEvent) => (place === null ? null : FACTORS[place]?.value)

const isLoss = ({ direction }: MassEvent) => direction === 'down'

/** All endpoints in an order that follows from the seed. */
function shuffled(seed: number): number[] {
  let state = seed >>> 0
  const ranks = Array.from({ length: FLEET }, () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  })
  return [...ranks.keys()].sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0))
}

/** Changes all over the day, so few that nothing of it is out of the ordinary. */
const background = fc.array(
  fc
    .record({ agent: fc.nat(FLEET - 1), at: fc.nat(DAY_MS), back: fc.boolean() })
    .map(({ agent, at, back }) => change(agent, at, back ? 'back' : 'down')),
  { maxLength: 200 },
)

describe('mass events', () => {
  it('finds who went together and what they have in common, among whatever else happens', () => {
    const planted = fc.record({
      place: fc.integer({ min: 1, max: FACTORS.length - 1 }),
      start: fc.integer({ min: MINUTE_MS * 60, max: DAY_MS - 60 * MINUTE_MS }),
      share: fc.double({ min: 0.6, max: 1, noNaN: true }),
      times: fc.array(fc.nat(8 * MINUTE_MS), { minLength: 20, maxLength: 20 }),
    })
    fc.assert(
      fc.property(background, planted, (others, { place, start, share, times }) => {
        const all = Array.from({ length: FLEET }, (_, i) => i).filter((i) => factorsOf(i).includes(place))
        const gone = all.slice(0, Math.ceil(all.length * share))
        const away = new Set(gone)
        const rest = others.filter(({ agent, at }) => !away.has(agent) || at < start - 60 * MINUTE_MS)
        const events = find([
          ...rest,
          ...gone.map((agent, i) => change(agent, start + (times[((i * 2_654_435_761) >>> 7) % 20] ?? 0))),
        ])
        const event = events.find(({ direction }) => direction === 'down')
        expect(event && nameOf(event)).toBe(FACTORS[place]?.value)
        expect(gone.filter((agent) => !event?.agents.includes(agent))).toEqual([])
        expect(event?.reason).toBe(4)
        expect(event?.from).toBeLessThanOrEqual(start + Math.max(...times))
      }),
      { numRuns: RUNS },
    )
  })

  it('finds nothing in what happens all day', () => {
    fc.assert(
      fc.property(background, (others) => {
        expect(find(others)).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })

  it('gives every change to one event at most, counts each endpoint once, and does not depend on the order', () => {
    const dense = fc.array(
      fc
        .record({ agent: fc.nat(300), at: fc.nat(3 * 60 * MINUTE_MS), back: fc.boolean() })
        .map(({ agent, at, back }) => change(agent, at, back ? 'back' : 'down', at % 6)),
      { minLength: 5, maxLength: 400 },
    )
    fc.assert(
      fc.property(dense, (changes) => {
        const events = find(changes)
        expect(find(changes.toReversed())).toEqual(events)
        for (const event of events) {
          const { agents, direction, from, to, together, still } = event
          expect(agents.length).toBeGreaterThanOrEqual(MASS_DEFAULTS.minAgents)
          expect(new Set(agents).size).toBe(agents.length)
          expect(from).toBeLessThanOrEqual(to)
          expect(to - from).toBeLessThanOrEqual(MASS_DEFAULTS.spanMaxMs + MASS_DEFAULTS.closeMs)
          expect(together).toBeGreaterThanOrEqual(agents.length)
          expect(still).toBeLessThanOrEqual(agents.length)
          const within = changes.filter((one) => one.direction === direction && one.at >= from && one.at <= to)
          for (const agent of agents) expect(within.some((one) => one.agent === agent)).toBe(true)
          if (event.factor !== null) for (const agent of agents) expect(factorsOf(agent)).toContain(event.factor)
        }
      }),
      { numRuns: RUNS },
    )
  })

  it('tells two that happen at the same time apart', () => {
    const [a, b] = [Array.from({ length: 400 }, (_, i) => i * 10 + 3), Array.from({ length: 100 }, (_, i) => i * 40 + 5)]
    const events = find([...a, ...b].map((agent, i) => change(agent, 3_600_000 + i * 100)))
    expect(events.map(nameOf).sort()).toEqual(['10.0.5.0/24', 'g3'])
  })

  it('makes one event of many that go in one moment, whatever some of them share by chance', () => {
    const moment = fc.record({
      gone: fc.integer({ min: 30, max: FLEET }),
      seed: fc.nat(),
      spread: fc.integer({ min: 1, max: 60_000 }),
    })
    fc.assert(
      fc.property(background, moment, (others, { gone, seed, spread }) => {
        const agents = shuffled(seed).slice(0, gone)
        const away = new Set(agents)
        const burst = agents.map((agent, i) => change(agent, 40_000_000 + ((i * 7919) % spread)))
        const losses = find([...others.filter(({ agent }) => !away.has(agent)), ...burst]).filter(isLoss)
        expect(losses.map((event) => [nameOf(event), agents.every((agent) => event.agents.includes(agent))])).toEqual([
          [gone < 0.85 * FLEET ? null : expect.toBeOneOf([null, 'main']), true],
        ])
      }),
      { numRuns: RUNS },
    )
  })

  it('makes one event of many subnets that go in one moment, or two where two things explain them', () => {
    const subnets = fc.uniqueArray(fc.nat(39), { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(subnets, fc.integer({ min: 1, max: 30_000 }), (gone, spread) => {
        const agents = Array.from({ length: FLEET }, (_, i) => i).filter((i) => gone.includes(i % 40))
        const events = find(agents.map((agent, i) => change(agent, 40_000_000 + ((i * 7919) % spread))))
        const [first = 0, second = 0] = gone
        const isPair = gone.length === 2 && first % 10 !== second % 10
        if (isPair) expect(events.map(nameOf).sort()).toEqual([first, second].map((net) => `10.0.${net}.0/24`).sort())
        else if (events.length === 1) expect(events[0]?.together).toBe(agents.length)
        else {
          expect(events).toHaveLength(2)
          expect(events.map(nameOf)).not.toContain(null)
          expect(events.reduce((sum, { agents: own }) => sum + own.length, 0)).toBeGreaterThanOrEqual(0.8 * agents.length)
        }
      }),
      { numRuns: RUNS },
    )
  })

  it('keeps two moments apart, with or without something in common', () => {
    const moment = fc.record({ place: fc.option(fc.integer({ min: 1, max: FACTORS.length - 1 })), seed: fc.nat() })
    fc.assert(
      fc.property(moment, moment, fc.integer({ min: 20, max: 300 }), (one, other, minutes) => {
        const agentsOf = ({ place, seed }: typeof one) =>
          shuffled(seed)
            .filter((i) => place === null || factorsOf(i).includes(place))
            .slice(0, place === null ? 200 : FLEET)
        const events = find(
          [one, other].flatMap((moment, n) =>
            agentsOf(moment).map((agent, i) => change(agent, 7_200_000 + n * minutes * MINUTE_MS + i)),
          ),
        )
        expect(events.map((event) => [nameOf(event), event.agents])).toEqual(
          [other, one].map((moment) => [
            moment.place === null ? null : FACTORS[moment.place]?.value,
            agentsOf(moment).sort((a, b) => a - b),
          ]),
        )
      }),
      { numRuns: RUNS },
    )
  })

  it('names what most of a moment have in common, counts the others with it, and names nothing that only a few have', () => {
    const group = Array.from({ length: 400 }, (_, i) => i * 10 + 3)
    const others = shuffled(5).filter((i) => i % 10 !== 3)
    const burst = (agents: readonly number[]) => find(agents.map((agent, i) => change(agent, 3_600_000 + ((i * 7919) % 1_000))))
    expect(burst([...group, ...others.slice(0, 150)])).toMatchObject([{ agents: { length: 400 }, together: 550 }])
    expect(burst([...group, ...others.slice(0, 150)]).map(nameOf)).toEqual(['g3'])
    expect(burst([...group, ...others.slice(0, 900)])).toMatchObject([{ agents: { length: 1300 }, factor: null }])
  })

  it('says that nothing is in common where that is so', () => {
    const events = find(Array.from({ length: 300 }, (_, i) => change((i * 7919) % FLEET, 3_600_000 + i * 100)))
    expect(events).toMatchObject([{ factor: null, agents: { length: 300 }, together: 300 }])
  })

  it('names the manager when all of it goes', () => {
    expect(find(Array.from({ length: FLEET }, (_, i) => change(i, 3_600_000 + i))).map(nameOf)).toEqual(['main'])
  })

  it('joins what came back to what went', () => {
    const group = Array.from({ length: 400 }, (_, i) => i * 10)
    const down = group.map((agent) => change(agent, 3_600_000 + agent, 'down', 5))
    const back = group.slice(0, 390).map((agent) => change(agent, 4_200_000 + agent, 'back', null))
    const [returned, lost] = find([...down, ...back])
    expect(lost).toMatchObject({ direction: 'down', reason: 5, still: 10, backBy: 4_200_000 + 3_890 })
    expect(returned).toMatchObject({ direction: 'back', returnOf: 1, still: 0 })
  })

  it('does not take one endpoint that comes and goes for many', () => {
    expect(find(Array.from({ length: 200 }, (_, i) => change(7, 3_600_000 + i * 1000, i % 2 ? 'down' : 'back')))).toEqual([])
  })
})
