import type { AgentStatus } from '#lib/agent/status.ts'
import type { PastMoment } from '#lib/contract/evolution.ts'

/** By how much a count changed since a moment; where nobody looked then, between what it can have been. */
export type Delta =
  | { readonly kind: 'exact'; readonly by: number }
  | { readonly kind: 'between'; readonly low: number; readonly high: number }

/** @returns `null` where nothing is known of the moment */
export function deltaSince(moment: PastMoment | undefined, status: AgentStatus, now: number): Delta | null {
  if (!moment || moment.byStatus === null || moment.precision === 'none' || moment.precision === 'later') return null
  const before = now - moment.byStatus[status]
  if (moment.precision === 'exact') return { kind: 'exact', by: before }
  if (moment.after === null) return null
  const after = now - moment.after.byStatus[status]
  return before === after
    ? { kind: 'exact', by: before }
    : { kind: 'between', low: Math.min(before, after), high: Math.max(before, after) }
}
