/** One change of sync or status of one endpoint, with the starts of the passes between which it was seen. */
export interface SyncChange {
  readonly key: number
  readonly kind: 'synced' | 'not synced' | 'other'
  readonly after: number | null
  readonly seen: number
}

/** Fewer say nothing of what is usual. */
export const ARRIVALS_LEAST = 5
/** What passes that lay further apart saw is known too badly. */
const APART_MS = 120_000

/**
 * How long configurations took to arrive, from changes told from the newest to the oldest: from the moment an endpoint fell out of
 * step to the one it was back, each taken in the middle of the two passes around it. One that came or went meanwhile does not
 * count, because it had something else to do first.
 */
export class Arrivals {
  readonly #begun = new Map<number, number>()
  readonly #found = new Map<number, { readonly ms: number; readonly from: number }>()
  readonly #cases: number[] = []

  add({ key, kind, after, seen }: SyncChange): void {
    const known = this.#found.get(key)
    // A status that changed in the very pass that saw it out of step stands before it.
    if (known && !(kind === 'other' && seen === known.from)) this.#cases.push(known.ms)
    this.#found.delete(key)
    const middle = after !== null && seen - after <= APART_MS ? (seen + after) / 2 : null
    const end = this.#begun.get(key)
    this.#begun.delete(key)
    if (kind === 'synced' && middle !== null) this.#begun.set(key, middle)
    if (kind === 'not synced' && middle !== null && end !== undefined) this.#found.set(key, { ms: end - middle, from: seen })
  }

  get count(): number {
    return this.#cases.length + this.#found.size
  }

  /** In milliseconds, the shortest first. */
  times(): number[] {
    return [...this.#cases, ...[...this.#found.values()].map(({ ms }) => ms)].sort((a, b) => a - b)
  }
}

/** The value that so large a part of them does not exceed. @param sorted rising, not empty @param part 0 to 1 */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0
}
