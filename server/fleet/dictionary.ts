import { fold } from '#lib/agent/collate.ts'

/**
 * The distinct texts of one column. Codes are only ever added, so that snapshots share the arrays: a snapshot reads
 * no code beyond the size it was published with. Code 0 stands for "has none".
 */
export class Dictionary {
  readonly values: string[] = ['']
  /** The same texts folded for comparison; mostly the same strings. */
  readonly folded: string[] = ['']
  readonly #codes = new Map<string, number>()

  get size(): number {
    return this.values.length
  }

  /** The code of a text, a new one when it was not known; 0 for `null`. */
  encode(value: string | null): number {
    if (value === null) return 0
    const known = this.#codes.get(value)
    if (known !== undefined) return known
    const code = this.values.length
    const folded = fold(value)
    this.values.push(value)
    this.folded.push(folded === value ? value : folded)
    this.#codes.set(value, code)
    return code
  }
}
