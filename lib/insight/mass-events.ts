import { Burst, type BurstHit } from './burst.ts'
import type { MassInput, StatusChangeFact } from './mass-facts.ts'
import { MASS_DEFAULTS, type MassSettings } from './mass-settings.ts'
import { joinMoments } from './one-moment.ts'

export interface MassEvent<T extends StatusChangeFact = StatusChangeFact> {
  readonly direction: 'down' | 'back'
  /** Times of the first and of the last change. */
  readonly from: number
  readonly to: number
  /** In order of time. */
  readonly changes: readonly T[]
  /** The endpoints, each once. */
  readonly agents: readonly number[]
  /** Place in the list of factors; `null` when they have nothing in common. */
  readonly factor: number | null
  /** How many endpoints changed in this direction in the same moment. */
  readonly together: number
  /** `status_code` that most of them went with. */
  readonly reason: number | null
  /** Of those that went: how many have not come back, and when the last one came. */
  readonly still: number
  readonly backBy: number | null
  /** Place of the event in the result whose endpoints came back here. */
  readonly returnOf: number | null
}

/**
 * Finds the changes that many endpoints made together, each one with what explains it best, the newest first. Every change belongs
 * to one event at most. Yields now and then, so that the caller may let others work.
 */
export function* findMassEvents<T extends StatusChangeFact>(
  input: MassInput<T>,
  settings: MassSettings = MASS_DEFAULTS,
): Generator<void, MassEvent<T>[]> {
  const found: MassEvent<T>[] = []
  for (const direction of ['down', 'back'] as const) {
    const changes = input.changes.filter((change) => change.direction === direction).sort(byTime)
    const agentsOf = ({ members }: BurstHit) => distinct(members.flatMap((place) => changes[place]?.agent ?? []))
    const hits: BurstHit[] = []
    const burst = new Burst({ ...input, changes }, settings)
    while (hits.length < settings.eventsMax) {
      const hit = yield* burst.next()
      if (!hit) break
      // One endpoint that comes and goes is not many.
      if (agentsOf(hit).length >= settings.minAgents) hits.push(hit)
    }
    for (const hit of joinMoments(hits, (place) => changes[place]?.at ?? 0, settings)) {
      const own = hit.members.flatMap((place) => changes[place] ?? [])
      const [from, to] = [own[0]?.at ?? 0, own[own.length - 1]?.at ?? 0]
      const agents = agentsOf(hit)
      found.push({
        ...{ direction, from, to, factor: hit.factor, changes: own, agents },
        together: distinct(meanwhile(changes, hit.first, hit.last)).length,
        reason: direction === 'down' ? commonReason(own, settings.reasonShareMin) : null,
        ...{ still: agents.length, backBy: null, returnOf: null },
      })
    }
  }
  return withReturns(
    found.sort((a, b) => b.from - a.from || (a.direction < b.direction ? 1 : -1)),
    input.changes,
  )
}

/** The endpoints that changed from one place to another, and those that changed at the same times. */
function meanwhile(changes: readonly StatusChangeFact[], from: number, to: number): number[] {
  let [first, last] = [from, to]
  while (first > 0 && changes[first - 1]?.at === changes[first]?.at) first--
  while (last + 1 < changes.length && changes[last + 1]?.at === changes[last]?.at) last++
  return changes.slice(first, last + 1).map(({ agent }) => agent)
}

function distinct(agents: readonly number[]): number[] {
  return [...new Set(agents)].sort((a, b) => a - b)
}

/** Says of each loss how many came back since, and of each return which loss it ends. */
function withReturns<T extends StatusChangeFact>(
  events: readonly MassEvent<T>[],
  changes: readonly StatusChangeFact[],
): MassEvent<T>[] {
  const backs = new Map<number, number[]>()
  for (const { agent, direction, at } of changes) {
    if (direction !== 'back') continue
    const times = backs.get(agent)
    if (times) times.push(at)
    else backs.set(agent, [at])
  }
  return events.map((event) => {
    if (event.direction === 'back') return { ...event, still: 0, returnOf: lossOf(events, event) }
    const returns = event.agents.flatMap((agent) => {
      const after = (backs.get(agent) ?? []).filter((at) => at >= event.from)
      return after.length === 0 ? [] : [Math.min(...after)]
    })
    const still = event.agents.length - returns.length
    return { ...event, still, backBy: returns.length === 0 ? null : returns.reduce((last, at) => Math.max(last, at)) }
  })
}

/** The newest loss before a return in which most of its endpoints went. */
function lossOf(events: readonly MassEvent[], back: MassEvent): number | null {
  const returned = new Set(back.agents)
  const index = events.findIndex(
    ({ direction, agents, from }) =>
      direction === 'down' && from <= back.to && agents.filter((agent) => returned.has(agent)).length * 2 > back.agents.length,
  )
  return index < 0 ? null : index
}

function commonReason(changes: readonly StatusChangeFact[], shareMin: number): number | null {
  const counts = new Map<number | null, number>()
  for (const { reason } of changes) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const most = [...counts].sort(([, a], [, b]) => b - a)[0]
  return most && most[1] >= shareMin * changes.length ? most[0] : null
}

function byTime(a: StatusChangeFact, b: StatusChangeFact): number {
  return a.at - b.at || a.agent - b.agent
}
