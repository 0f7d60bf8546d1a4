import { matchRoute } from '../wire/router.ts'

export interface RequestCounts {
  readonly total: number
  /** `GET /agents` and the like to how often; unknown paths together under their verb. */
  readonly byRoute: Readonly<Record<string, number>>
  readonly byStatus: Readonly<Record<string, number>>
}

/** Request accounting: what was asked of the manager, and how it answered. */
export interface Ledger {
  note(method: string, path: string, status: number): void
  counts(): RequestCounts
  reset(): void
}

export function openLedger(): Ledger {
  const byRoute = new Map<string, number>()
  const byStatus = new Map<string, number>()
  const bump = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  return {
    note(method, path, status) {
      const match = matchRoute(method, path)
      bump(byRoute, match.kind === 'found' ? `${match.verb} ${match.path}` : `${method} (unknown)`)
      bump(byStatus, String(status))
    },
    counts: () => ({
      total: [...byRoute.values()].reduce((sum, count) => sum + count, 0),
      byRoute: Object.fromEntries(byRoute),
      byStatus: Object.fromEntries(byStatus),
    }),
    reset() {
      byRoute.clear()
      byStatus.clear()
    },
  }
}
