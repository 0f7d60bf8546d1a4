import type { SteerableClock } from '../clock.ts'

/** One counter for all clients: a window opens with its first request and closes after a minute. */
export interface RequestLimit {
  /** Counts a request; false when it is one too many. */
  admit(): boolean
  perMinute: number
}

/** @param perMinute requests a minute; 0 switches the limit off */
export function openRequestLimit(clock: SteerableClock, perMinute: number): RequestLimit {
  let openedAt = 0
  let count = 0
  return {
    perMinute,
    admit() {
      if (this.perMinute === 0) return true
      const now = clock.now()
      if (openedAt === 0) openedAt = now
      if (now - 60_000 <= openedAt) count += 1
      else {
        // The request that opens a new window is not counted, as in the manager.
        count = 0
        openedAt = now
      }
      return count <= this.perMinute
    },
  }
}
