import type { SteerableClock } from '../clock.ts'

const FAILURES_ALLOWED = 50
const BLOCK_SECONDS = 300

/** Counts failed sign-ins by address; a success does not reset the count, only time does. */
export interface LoginGate {
  /** Whether an address may try; forgets its count once the block time since its first failure is over. */
  admits(address: string): boolean
  fail(address: string): void
  reset(): void
}

export function openLoginGate(clock: SteerableClock): LoginGate {
  const failures = new Map<string, { count: number; firstAt: number }>()
  return {
    admits(address) {
      const entry = failures.get(address)
      if (!entry) return true
      if (clock.now() / 1000 - BLOCK_SECONDS >= entry.firstAt) {
        failures.delete(address)
        return true
      }
      return entry.count < FAILURES_ALLOWED
    },
    fail(address) {
      const entry = failures.get(address) ?? { count: 0, firstAt: clock.now() / 1000 }
      entry.count += 1
      failures.set(address, entry)
    },
    reset: () => failures.clear(),
  }
}
