import type { StatusReason } from '#lib/agent/status.ts'

/** How many agents have a value, `null` for those that have none, and how many of them are disconnected. */
export interface Share<T> {
  readonly value: T | null
  readonly total: number
  readonly down: number
}

/** How many agents have which value; each value once, as queries compare it. `null` stands for those that have none. */
export interface FleetBreakdowns {
  readonly total: number
  readonly down: number
  readonly reason: readonly Share<StatusReason>[]
  readonly sync: readonly Share<string>[]
  /** An agent counts in each of its groups. */
  readonly group: readonly Share<string>[]
  /** Agents in more than one group. */
  readonly inSeveralGroups: number
  readonly manager: readonly Share<string>[]
  readonly node: readonly (Share<string> & { readonly manager: string })[]
  readonly version: readonly (Share<string> & { readonly outdated: number })[]
  /** By name and version; `anyVersion` where the name alone tells the system, as it does for Windows. */
  readonly system: readonly (Share<string> & { readonly version: string | null; readonly anyVersion: boolean })[]
}

/** Counts by value, where values with an equal key are one; the one that most agents have stands for them. */
export class Bins<T> {
  readonly #bins = new Map<string | null, { value: T | null; most: number; total: number; down: number }>()

  /** @param key `null` exactly when the value is */
  add(key: string | null, value: T | null, total: number, down: number): void {
    const bin = this.#bins.get(key)
    if (!bin) {
      this.#bins.set(key, { value, most: total, total, down })
      return
    }
    bin.total += total
    bin.down += down
    if (total <= bin.most) return
    bin.most = total
    bin.value = value
  }

  shares(): Share<T>[] {
    return [...this.#bins.values()].filter(({ total }) => total > 0).map(({ value, total, down }) => ({ value, total, down }))
  }
}
