import type { Scope } from '#lib/agent/scope.ts'
import type { Expr } from '#lib/query/ast.ts'
import { printQuery } from '#lib/query/print.ts'
import { type Bits, countBits, intersect } from './bits.ts'
import { evaluate } from './evaluate.ts'
import { scopeKey, scopeSlots } from './scope-slots.ts'
import type { FleetSnapshot } from './snapshot.ts'

/** The slots that match a query within a scope, and how many; kept for as long as the snapshot is the newest. */
export async function matchesOf(snapshot: FleetSnapshot, expr: Expr, scope: Scope): Promise<{ bits: Bits; count: number }> {
  return snapshot.caches.matches.get(matchKey(expr, scope), [snapshot], async () => {
    if (snapshot.turns.spent) await snapshot.turns.next()
    const bits = scopeSlots(snapshot, scope)
    if (expr.kind !== 'all') intersect(bits, await evaluate(snapshot, expr))
    return { bits, count: countBits(bits) }
  })
}

/** Equal for queries that differ in spelling only, in equal scopes. */
export function matchKey(expr: Expr, scope: Scope): string {
  return `${scopeKey(scope)} ${printQuery(expr)}`
}
