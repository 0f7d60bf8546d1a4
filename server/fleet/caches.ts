import type { FleetBreakdowns } from './breakdown-bins.ts'
import type { FleetCounts } from './counts.ts'
import type { Table } from './table.ts'

interface Entry<T> {
  readonly from: readonly object[]
  readonly value: Promise<T>
  /** 0 while it is still being computed. */
  bytes: number
}

/**
 * What was computed from a snapshot and may be asked for again: least recently used first out, within a budget of bytes.
 * An entry belongs to the objects it was computed from, and is found only for the same ones. Callers that ask for an
 * entry still being computed share it.
 */
export class Cache<T> {
  readonly #entries = new Map<string, Entry<T>>()
  readonly #maxBytes: number
  readonly #bytesOf: (value: T) => number
  #bytes = 0

  constructor(maxBytes: number, bytesOf: (value: T) => number) {
    this.#maxBytes = maxBytes
    this.#bytesOf = bytesOf
  }

  /** @param from what `compute` reads, compared by identity */
  async get(key: string, from: readonly object[], compute: () => Promise<T>): Promise<T> {
    const found = this.#entries.get(key)
    if (found && found.from.length === from.length && found.from.every((object, i) => object === from[i])) {
      this.#entries.delete(key)
      this.#entries.set(key, found)
      return found.value
    }
    this.#remove(key)
    const entry: Entry<T> = { from, value: compute(), bytes: 0 }
    this.#entries.set(key, entry)
    try {
      const value = await entry.value
      if (this.#entries.get(key) === entry) {
        entry.bytes = this.#bytesOf(value)
        this.#bytes += entry.bytes
        this.#shrink()
      }
      return value
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#remove(key)
      throw error
    }
  }

  /** Forgets what was computed from anything else, which it would keep in memory. */
  retain(alive: ReadonlySet<object>): void {
    for (const [key, { from }] of this.#entries) if (!from.every((object) => alive.has(object))) this.#remove(key)
  }

  get size(): number {
    return this.#entries.size
  }

  #shrink(): void {
    for (const key of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) return
      this.#remove(key)
    }
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key)
    if (!entry) return
    this.#bytes -= entry.bytes
    this.#entries.delete(key)
  }
}

/** The caches of one fleet index. */
export class FleetCaches {
  /** Slots that one scope may see. */
  readonly scopes = new Cache<Uint32Array>(2_000_000, (bits) => bits.byteLength + 200)
  /** Slots that match one query in one scope. */
  readonly matches = new Cache<{ bits: Uint32Array; count: number }>(2_000_000, ({ bits }) => bits.byteLength + 200)
  /** Counts of those. */
  readonly counts = new Cache<readonly FleetCounts[]>(1_000_000, (counts) => 200 + 1000 * counts.length)
  /** The same by what they have. */
  readonly breakdowns = new Cache<FleetBreakdowns>(2_000_000, bytesOfBreakdowns)
  /** All slots in the order of one sort. */
  readonly orders = new Cache<Int32Array>(24_000_000, (order) => order.byteLength + 200)
  /** Matching slots in the order of one sort. */
  readonly lists = new Cache<Int32Array>(12_000_000, (list) => list.byteLength + 200)

  readonly #others = new Map<string, unknown>()

  /** What others compute from the same snapshots, by a name of theirs: boot code, routes and pages are bundled apart and share no module. */
  of<T>(name: string, make: () => T): T {
    if (!this.#others.has(name)) this.#others.set(name, make())
    // Each name is asked for in one place, which made what it finds.
    return this.#others.get(name) as T
  }

  /** Forgets what was computed from rows that are no more. */
  retain({ layout, text, number, flaps, marks }: Table): void {
    const columns = Object.values(text).flatMap((column) => [column, column.codes])
    const alive = new Set<object>([layout, layout.ids, flaps, marks, ...columns, ...Object.values(number)])
    const { scopes, matches, counts, breakdowns, orders, lists } = this
    for (const cache of [scopes, matches, counts, breakdowns, orders, lists]) cache.retain(alive)
  }
}

function bytesOfBreakdowns({ reason, sync, group, manager, node, version, system }: FleetBreakdowns): number {
  return 1000 + 120 * [reason, sync, group, manager, node, version, system].reduce((sum, { length }) => sum + length, 0)
}
