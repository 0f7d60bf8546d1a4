import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What this process counts of its own doings since it began, by name and label. */
export interface Counters {
  /** One more of `name` with this label; both are words of our own, never text from outside. */
  count(name: string, label: string): void
  /** Labels of `name` and how often, in order. */
  of(name: string): readonly (readonly [string, number])[]
}

// Next bundles boot code and routes apart, and the web's entry is no part of either; only globalThis is one for all.
const home = globalThis as typeof globalThis & { rollcallCounts?: Map<string, Map<string, number>> }

/** The counters of this process. `cli/web.mjs` counts answers into the same place. */
export const counters: Counters = {
  count(name, label) {
    home.rollcallCounts ??= new Map()
    const labels = home.rollcallCounts.get(name) ?? new Map<string, number>()
    home.rollcallCounts.set(name, labels)
    labels.set(label, (labels.get(label) ?? 0) + 1)
  },
  of: (name) => [...(home.rollcallCounts?.get(name) ?? [])].sort(([one], [other]) => (one < other ? -1 : 1)),
}

const RESOLUTION_MS = 20
const WINDOW_MS = 60_000

/** How long the thread was held up, over the last one to two minutes. */
export class LoopDelay {
  readonly #parts = [monitorEventLoopDelay({ resolution: RESOLUTION_MS }), monitorEventLoopDelay({ resolution: RESOLUTION_MS })]
  readonly #timer: NodeJS.Timeout

  constructor() {
    for (const part of this.#parts) part.enable()
    this.#timer = setInterval(() => {
      const oldest = this.#parts.shift()
      if (!oldest) return
      oldest.reset()
      this.#parts.push(oldest)
    }, WINDOW_MS)
    this.#timer.unref()
  }

  /** Seconds; the timer's own period is not counted. */
  read(): { p50: number; p99: number; max: number } {
    const seconds = (ns: number | undefined) => Math.max(0, (ns ?? 0) / 1e9 - RESOLUTION_MS / 1e3) || 0
    const oldest = this.#parts[0]
    return { p50: seconds(oldest?.percentile(50)), p99: seconds(oldest?.percentile(99)), max: seconds(oldest?.max) }
  }

  stop(): void {
    clearInterval(this.#timer)
    for (const part of this.#parts) part.disable()
  }
}
