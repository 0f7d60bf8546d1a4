import type { ManagerView } from './snapshot.ts'

/** The present on the manager's clock: what it said last, and what has gone by since. @param now epoch ms, our clock */
export function managerNow(view: Pick<ManagerView, 'asOf' | 'lastSyncAt'> | undefined, now: number): number {
  const { asOf = null, lastSyncAt = null } = view ?? {}
  return asOf === null ? now : asOf + Math.max(0, lastSyncAt === null ? 0 : now - lastSyncAt)
}
