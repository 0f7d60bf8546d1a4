import type { ManagerFreshness } from '#lib/contract/sync.ts'
import type { Clock } from '#server/clock.ts'
import type { ManagerView } from '#server/fleet/snapshot.ts'
import { isoTime } from '../iso-time.ts'

/** How fresh a manager's data is, by our clock. @param total agents to report for it */
export function toManagerFreshness(manager: ManagerView, total: number, clock: Clock): ManagerFreshness {
  const { id, name, state, lastSyncAt } = manager
  // Our clock may have been set back since; an age is never negative.
  const ageSeconds = lastSyncAt === null ? null : Math.max(0, Math.floor((clock.now() - lastSyncAt) / 1000))
  return { id, name, state, lastSyncAt: isoTime(lastSyncAt), ageSeconds, total }
}
