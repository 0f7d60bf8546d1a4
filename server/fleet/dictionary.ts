import { fold } from '#lib/agent/collate.ts'

/** One map of 260,000 texts stops the thread for 100 ms when it grows; many small ones grow one after the other. */
const SHARDS = 64

/**
 * The distinct texts of one column. Codes are only ever added, so that snapshots share the arrays: a snapshot reads
 * no code beyond the size it was published with. Code 0 stands for "has none".
 */
export class Dictionary {
  readonly values: string[] = ['']
  /** The same texts folded for comparison; mostly the same strings. */
  readonly folded: string[] = ['']
  readonly #codes = Array.from({ length: SHARDS }, () => new Map<string, number>())

  get size(): number {
    return this.values.length
  }

  /** The code of a text, a new one when it was not known; 0 for `null`. */
  encode(value: string | null): number {
    if (value === null) return 0
    const codes = this.#shard(value)
    const known = codes.get(value)
    if (known !== undefined) return known
    const code = this.values.length
    const folded = fold(value)
    this.values.push(value)
    this.folded.push(folded === value ? value : folded)
    codes.set(value, code)
    return code
  }

  #shard(value: string): Map<string, number> {
    const { length } = value
    const mix =
      length +
      31 * (value.charCodeAt(length >> 1) | 0) +
      7 * (value.charCodeAt(length - 1) | 0) +
      3 * (value.charCodeAt(length - 2) | 0)
    // The index is always within the list.
    return this.#codes[mix % SHARDS] ?? new Map()
  }
}
