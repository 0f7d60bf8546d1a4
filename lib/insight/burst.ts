import { FACTOR_KINDS, type Factor, type MassInput, type StatusChangeFact } from './mass-facts.ts'
import type { MassSettings } from './mass-settings.ts'

/** Changes that happened together, by their places, and what they have in common. */
export interface BurstHit {
  readonly members: readonly number[]
  readonly factor: number | null
}

interface Candidate {
  readonly list: ChangeList
  /** Places in the list that is left, both within. */
  readonly first: number
  readonly last: number
  /** 1 when those that changed and those that have the factor are the same. */
  readonly fit: number
  /** Changes of this list in such a time, apart from these. */
  readonly usual: number
}

interface ChangeList {
  readonly factor: number | null
  readonly size: number
  readonly order: number
  /** Places of changes that no event has yet, by time. */
  left: number[]
}

/** What fits so nearly as well as the best says more when it is larger. */
const NEARLY = 0.95
/** Entries looked at between two yields: a few milliseconds. */
const YIELD_AFTER = 100_000

/** The changes of one direction, from which one event after the other is taken. */
export class Burst {
  readonly #changes: readonly StatusChangeFact[]
  readonly #settings: MassSettings
  readonly #windows: number
  readonly #everything: ChangeList
  readonly #lists: ChangeList[] = []
  readonly #taken: Uint8Array
  #work = 0

  /** @param input its changes are of one direction, in order of time */
  constructor({ changes, factors, fleet, from, to }: MassInput, settings: MassSettings) {
    this.#changes = changes
    this.#settings = settings
    this.#windows = Math.max(1, (to - from - settings.windowMs) / settings.windowMs)
    this.#taken = new Uint8Array(changes.length)
    this.#everything = { factor: null, size: fleet, order: FACTOR_KINDS.length, left: [...changes.keys()] }
    const lists = new Map<number, ChangeList>()
    for (const [place, change] of changes.entries()) {
      for (const factor of change.factors) {
        const list = lists.get(factor)
        if (list) list.left.push(place)
        else lists.set(factor, listOf(factor, factors[factor], place))
      }
    }
    for (const list of lists.values()) if (list.left.length >= settings.minAgents) this.#lists.push(list)
  }

  /** The event that is explained best, and when none can be explained, the largest one; its changes are gone from then on. */
  *next(): Generator<void, BurstHit | null> {
    const explained: Candidate[] = []
    for (const list of this.#lists) {
      const candidate = this.#candidate(list)
      if (candidate && this.#explains(candidate)) explained.push(candidate)
      if (this.#work > YIELD_AFTER) {
        this.#work = 0
        yield
      }
    }
    const fit = explained.reduce((best, one) => Math.max(best, one.fit), 0)
    const [best] = explained.filter((one) => one.fit >= fit * NEARLY).sort(byMeaning)
    const hit = best ?? this.#candidate(this.#everything)
    return hit && this.#take(hit)
  }

  /** The densest stretch of a list, if it is out of the ordinary. */
  #candidate(list: ChangeList): Candidate | null {
    const { minAgents, rateFactor, shareMin, windowMs } = this.#settings
    const { left, size } = list
    this.#work += left.length
    if (left.length < minAgents) return null
    let [first, best, bestFirst] = [0, 0, 0]
    for (let last = 0; last < left.length; last++) {
      while (this.#at(left, last) - this.#at(left, first) > windowMs) first++
      if (last - first + 1 > best) [best, bestFirst] = [last - first + 1, first]
    }
    const usual = (left.length - best) / this.#windows
    if (best < minAgents || (best < rateFactor * usual && best < shareMin * size)) return null
    const found = { list, first: bestFirst, last: bestFirst + best - 1, usual }
    const together = this.#unusual(this.#at(left, found.first), this.#at(left, found.last), best)
    return { ...found, fit: (2 * best) / (together + Math.max(size, best)) }
  }

  /** Whether what the endpoints of a list have in common is why they changed: it fits them, and those without it changed far less. */
  #explains({ list, first, last, fit }: Candidate): boolean {
    const { shareMin, coverageMin, liftMin, fitMin, wholeMin } = this.#settings
    const count = last - first + 1
    const size = Math.max(list.size, count)
    const share = count / size
    const together = this.#unusual(this.#at(list.left, first), this.#at(list.left, last), count)
    const fleet = Math.max(this.#everything.size, together, size)
    if (fit >= fitMin && share >= shareMin) {
      if (size === fleet) return share >= wholeMin
      const outside = (together - count) / (fleet - size)
      if (share >= liftMin * outside || 1 - share <= (1 - outside) / liftMin) return true
    }
    return count >= coverageMin * together && share >= (liftMin * together) / fleet
  }

  /** All that changed in a time, less those that do anyway. */
  #unusual(from: number, to: number, least: number): number {
    const { left } = this.#everything
    const count = this.#placeAfter(left, to) - this.#placeAfter(left, from - 1)
    const usual = ((left.length - count) / this.#windows) * ((to - from) / this.#settings.windowMs)
    return Math.max(least, count - usual)
  }

  #take({ list, first, last, usual }: Candidate): BurstHit {
    const { closeMs, spanMaxMs, windowMs, rateFactor } = this.#settings
    const { left } = list
    // Further changes count only while they follow faster than they usually do.
    const close = usual === 0 ? closeMs : Math.min(closeMs, windowMs / (usual * rateFactor))
    let [start, end] = [first, last]
    const fits = () => this.#at(left, end) - this.#at(left, start) <= spanMaxMs
    while (end + 1 < left.length && this.#at(left, end + 1) - this.#at(left, end) <= close && fits()) end++
    while (start > 0 && this.#at(left, start) - this.#at(left, start - 1) <= close && fits()) start--
    const members = left.slice(start, end + 1)
    for (const place of members) this.#taken[place] = 1
    for (const one of [this.#everything, ...this.#lists]) one.left = one.left.filter((place) => this.#taken[place] === 0)
    return { members, factor: list.factor }
  }

  #at(list: readonly number[], index: number): number {
    return this.#changes[list[index] ?? 0]?.at ?? 0
  }

  /** How many of a list are not after a time. */
  #placeAfter(list: readonly number[], at: number): number {
    let [low, high] = [0, list.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#at(list, middle) <= at) low = middle + 1
      else high = middle
    }
    return low
  }
}

function listOf(
  factor: number,
  { kind, size }: Factor = { kind: 'os', value: '', manager: null, size: 0 },
  place: number,
): ChangeList {
  return { factor, size, order: FACTOR_KINDS.indexOf(kind), left: [place] }
}

/** The larger one; of equal ones the kind that says more. */
function byMeaning(a: Candidate, b: Candidate): number {
  const size = b.last - b.first - (a.last - a.first)
  return size || a.list.order - b.list.order || (a.list.factor ?? 0) - (b.list.factor ?? 0)
}
