import { type Scope, seesWholeManager } from '#lib/agent/scope.ts'
import type { Expr } from '#lib/query/ast.ts'
import { hasBit } from './bits.ts'
import { type FleetCounts, sumCounts, Tally } from './counts.ts'
import { matchesOf, readsOf } from './match-set.ts'
import { managersInScope } from './scope-slots.ts'
import type { FleetSnapshot, ManagerView } from './snapshot.ts'

export interface ManagerCounts {
  readonly manager: ManagerView
  readonly counts: FleetCounts
}

/**
 * Counts of the agents that match, altogether and for each manager in scope. Whole managers are counted with every
 * snapshot; anything less is counted from its own rows, so that no number tells of rows outside the scope.
 */
export async function countFleet(
  snapshot: FleetSnapshot,
  { expr, scope }: { expr: Expr; scope: Scope },
): Promise<FleetCounts & { readonly managers: readonly ManagerCounts[] }> {
  const visible = managersInScope(snapshot.managers, scope)
  if (expr.kind === 'all' && visible.every(({ id }) => seesWholeManager(scope, id))) {
    const managers = visible.map((manager) => ({ manager, counts: manager.counts }))
    return { ...sumCounts(managers.map(({ counts }) => counts)), managers }
  }
  const { key, from } = readsOf(snapshot, expr, scope)
  const { status, groupConfigStatus } = snapshot.table.text
  const counts = await snapshot.caches.counts.get(
    `${key} ${visible.map(({ id }) => id).join()}`,
    [...from, status, groupConfigStatus],
    () => tally(snapshot, visible, expr, scope),
  )
  const managers = visible.flatMap((manager, index) => {
    const own = counts[index]
    return own ? [{ manager, counts: own }] : []
  })
  return { ...sumCounts(counts), managers }
}

/** Counts what matches of each of `managers`. */
async function tally(
  snapshot: FleetSnapshot,
  managers: readonly ManagerView[],
  expr: Expr,
  scope: Scope,
): Promise<readonly FleetCounts[]> {
  const { bits } = await matchesOf(snapshot, expr, scope)
  const out: FleetCounts[] = []
  for (const { start, end } of managers) {
    if (snapshot.turns.spent) await snapshot.turns.next()
    const own = new Tally(snapshot.table)
    for (let slot = start; slot < end; slot++) if (hasBit(bits, slot)) own.add(slot)
    out.push(own.counts())
  }
  return out
}
