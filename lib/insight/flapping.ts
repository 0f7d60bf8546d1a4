/** When an agent is flapping. */
export interface FlappingSettings {
  /** Changes of status: a loss and a return are two. */
  readonly minChanges: number
  readonly windowMs: number
}

export const FLAPPING_DEFAULTS: FlappingSettings = { minChanges: 6, windowMs: 24 * 3_600_000 }

/** How many of an agent's changes of status lie in the window that ends now. @param times epoch milliseconds, in any order */
export function countFlaps(times: Iterable<number>, now: number, { windowMs }: FlappingSettings = FLAPPING_DEFAULTS): number {
  let count = 0
  for (const at of times) if (at > now - windowMs && at <= now) count++
  return count
}

/** Whether so many changes in the window are flapping. */
export function isFlapping(changes: number, { minChanges }: FlappingSettings = FLAPPING_DEFAULTS): boolean {
  return changes >= minChanges
}
