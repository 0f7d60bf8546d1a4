import type { Clock } from '#server/clock.ts'

/** A clock on which nobody waits: a sleep moves the time on at once and is written down. */
export class HastyClock implements Clock {
  time = Date.UTC(2026, 10, 21, 9, 42)
  readonly sleeps: number[] = []

  now(): number {
    return this.time
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return
    this.sleeps.push(ms)
    this.time += ms
  }
}

/** A clock that stands still until `advance`. */
export class ManualClock implements Clock {
  time = Date.UTC(2026, 10, 21, 9, 42)
  #waiting: { at: number; wake: () => void }[] = []

  now(): number {
    return this.time
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const wake = () => {
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.push({ at: this.time + ms, wake })
      signal?.addEventListener('abort', wake)
    })
  }

  /** Moves the time on, wakes who is due, and lets them run. */
  async advance(ms: number): Promise<void> {
    this.time += ms
    const due = this.#waiting.filter(({ at }) => at <= this.time)
    this.#waiting = this.#waiting.filter(({ at }) => at > this.time)
    for (const { wake } of due) wake()
    await new Promise((resolve) => setImmediate(resolve))
  }
}
