import type { Turns } from './turns.ts'

/** Sort key of a text; keys compare by code units. */
export type SortKey = (text: string) => string

/** The order of a dictionary's texts. Texts that sort alike share a rank; ranks are dense and start at 1. */
export interface Ranking {
  /** Number of codes this covers, with code 0, which has no rank. */
  readonly size: number
  /** Rank by code. */
  readonly ranks: Int32Array
  /** Codes in ascending order. */
  readonly order: Int32Array
  /** Rank of any text; one that the dictionary lacks falls half way between its neighbours. */
  rankOf(text: string): number
  /** The same for a sort key. */
  rankOfKey(key: string): number
}

const RUN = 1024

/** Keeps the ranking of a growing dictionary; new texts are merged into it, a slice at a time. */
export class Ranker {
  readonly #sortKey: SortKey
  /** By code. */
  readonly #keys: string[]
  #ranking: Ranking

  constructor(sortKey: SortKey) {
    this.#sortKey = sortKey
    this.#keys = [sortKey('')]
    this.#ranking = this.#publish(new Int32Array(0), new Int32Array(1))
  }

  /** The ranking of all of `values`; the same object while nothing was added. */
  async rank(values: readonly string[], turns: Turns): Promise<Ranking> {
    const known = this.#ranking.size
    if (values.length === known) return this.#ranking
    for (let code = this.#keys.length; code < values.length; code++) {
      if (code % 256 === 0 && turns.spent) await turns.next()
      this.#keys.push(this.#sortKey(values[code] ?? ''))
    }
    const added = await this.#sorted(known, values.length, turns)
    const order = await this.#merged(added, turns)
    const ranks = await this.#ranked(order, values.length, turns)
    this.#ranking = this.#publish(order, ranks)
    return this.#ranking
  }

  #compare(a: number, b: number): number {
    return compareKeys(this.#keys[a], this.#keys[b])
  }

  /** The codes from `start` up to `end` in order: sorted runs, then merged two and two. */
  async #sorted(start: number, end: number, turns: Turns): Promise<Int32Array> {
    let from = new Int32Array(end - start)
    for (let i = 0; i < from.length; i++) from[i] = start + i
    for (let i = 0; i < from.length; i += RUN) {
      if (turns.spent) await turns.next()
      from.subarray(i, i + RUN).sort((a, b) => this.#compare(a, b) || a - b)
    }
    let to = new Int32Array(from.length)
    for (let width = RUN; width < from.length; width *= 2) {
      for (let i = 0; i < from.length; i += 2 * width) await this.#mergeRuns(from, to, i, width, turns)
      const swap = from
      from = to
      to = swap
    }
    return from
  }

  async #mergeRuns(from: Int32Array, to: Int32Array, start: number, width: number, turns: Turns): Promise<void> {
    const middle = Math.min(start + width, from.length)
    const end = Math.min(middle + width, from.length)
    let left = start
    let right = middle
    for (let i = start; i < end; i++) {
      if (i % RUN === 0 && turns.spent) await turns.next()
      const a = from[left] ?? 0
      const b = from[right] ?? 0
      const takeLeft = left < middle && (right >= end || this.#compare(a, b) <= 0)
      to[i] = takeLeft ? a : b
      if (takeLeft) left++
      else right++
    }
  }

  /** The old order with the new codes in their places. */
  async #merged(added: Int32Array, turns: Turns): Promise<Int32Array> {
    const old = this.#ranking.order
    const out = new Int32Array(old.length + added.length)
    let read = 0
    for (let i = 0; i < added.length; i++) {
      if (i % 256 === 0 && turns.spent) await turns.next()
      const code = added[i] ?? 0
      const place = firstPlace(read, old.length, (at) => this.#compare(old[at] ?? 0, code) > 0)
      out.set(old.subarray(read, place), read + i)
      out[place + i] = code
      read = place
    }
    out.set(old.subarray(read), read + added.length)
    return out
  }

  /** Neighbours of old are alike when their old ranks were; only pairs with a new code are compared by key. */
  async #ranked(order: Int32Array, size: number, turns: Turns): Promise<Int32Array> {
    const old = this.#ranking
    const ranks = new Int32Array(size)
    let rank = 0
    for (let i = 0; i < order.length; i++) {
      if (i % RUN === 0 && turns.spent) await turns.next()
      const code = order[i] ?? 0
      const before = order[i - 1] ?? 0
      const bothOld = code < old.size && before < old.size
      const alike = i > 0 && (bothOld ? old.ranks[code] === old.ranks[before] : this.#compare(code, before) === 0)
      if (!alike) rank++
      ranks[code] = rank
    }
    return ranks
  }

  #publish(order: Int32Array, ranks: Int32Array): Ranking {
    const sortKey = this.#sortKey
    const keys = this.#keys
    const rankOfKey = (wanted: string): number => {
      const place = firstPlace(0, order.length, (at) => compareKeys(keys[order[at] ?? 0], wanted) >= 0)
      const code = order[place]
      if (code === undefined) return (ranks[order[order.length - 1] ?? 0] ?? 0) + 0.5
      return (ranks[code] ?? 0) - (keys[code] === wanted ? 0 : 0.5)
    }
    return { size: ranks.length, ranks, order, rankOfKey, rankOf: (text) => rankOfKey(sortKey(text)) }
  }
}

function compareKeys(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** First place from `low` up to `high` where `holds`, which must stay true once it is. */
export function firstPlace(low: number, high: number, holds: (at: number) => boolean): number {
  let from = low
  let to = high
  while (from < to) {
    const middle = (from + to) >>> 1
    if (holds(middle)) to = middle
    else from = middle + 1
  }
  return from
}
