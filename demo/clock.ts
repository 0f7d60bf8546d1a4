/** The demo's own clock: real time plus whatever the control port has advanced it by. */
export interface DemoClock {
  /** Epoch milliseconds. */
  now(): number
}

export interface SteerableClock extends DemoClock {
  /** Epoch seconds, as the manager stores times. */
  seconds(): number
  /** Moves the clock forward by `ms` (or back, when negative). */
  advance(ms: number): void
}

/** Resolves after so many milliseconds. */
export type Wait = (ms: number) => Promise<void>

/** Waits on the system's timers, whatever a steered clock says. */
export const systemWait: Wait = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

/** Wraps a clock so that a test can move it; `base` defaults to the system clock. */
export function steerableClock(base: DemoClock = { now: () => Date.now() }): SteerableClock {
  let offsetMs = 0
  const now = () => base.now() + offsetMs
  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    advance: (ms) => {
      offsetMs += ms
    },
  }
}
