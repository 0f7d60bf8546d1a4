/** Places of which each holder, and all together, may have only so many at once. Nobody waits for one. */
export class Places {
  readonly #each: number
  readonly #max: number
  readonly #taken = new Map<string, number>()
  #all = 0

  constructor({ each, all }: { each: number; all: number }) {
    this.#each = each
    this.#max = all
  }

  /** Takes a place. @returns what gives it back, however often it is called, or whose count was full */
  take(holder: string): (() => void) | 'each' | 'all' {
    const own = this.#taken.get(holder) ?? 0
    if (own >= this.#each) return 'each'
    if (this.#all >= this.#max) return 'all'
    this.#taken.set(holder, own + 1)
    this.#all++
    let isTaken = true
    return () => {
      if (!isTaken) return
      isTaken = false
      this.#all--
      const left = (this.#taken.get(holder) ?? 1) - 1
      if (left > 0) this.#taken.set(holder, left)
      else this.#taken.delete(holder)
    }
  }
}
