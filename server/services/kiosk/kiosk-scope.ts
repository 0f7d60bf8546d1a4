import { narrowScope, pickManagers, type Scope, seesManager } from '#lib/agent/scope.ts'
import type { Expr } from '#lib/query/ast.ts'
import { termsOf } from '#lib/query/compose.ts'
import { type Bits, hasBit } from '#server/fleet/bits.ts'
import { matchesOf } from '#server/fleet/match-set.ts'
import type { FleetSnapshot } from '#server/fleet/snapshot.ts'
import { readQuery } from '../read-input.ts'

/** By what matched, which belongs to one filter under equal rights, so that the scope stays one object while nothing changes. */
const SCOPES = new WeakMap<Bits, Scope>()

/**
 * What a screen sees: of what somebody's rights show, the agents that match its filter now. It is a scope as people have one, so every
 * verb that keeps to a person's rights keeps to it.
 */
export async function kioskScope(snapshot: FleetSnapshot, { rights, query }: { rights: Scope; query: string }): Promise<Scope> {
  const expr = readQuery(query)
  if (expr.kind === 'all') return rights
  const terms = termsOf(expr)
  const ofManagers = terms.filter(isOfManager)
  const managers = await managersOf(snapshot, { kind: 'and', items: ofManagers, span: expr.span }, rights)
  // Whole managers stay whole: of those the past is known by what was counted, also of agents that are gone.
  if (ofManagers.length === terms.length) {
    const all = snapshot.managers.map(({ id }) => id)
    return pickManagers(rights, all, (id) => managers.includes(id))
  }
  const { bits } = await matchesOf(snapshot, expr, rights)
  const known = SCOPES.get(bits)
  if (known) return known
  const scope = narrowScope(rights, new Map(managers.map((id) => [id, idsOf(snapshot, id, bits)])))
  SCOPES.set(bits, scope)
  return scope
}

function isOfManager(term: Expr): boolean {
  return (term.kind === 'compare' || term.kind === 'in') && term.field === 'manager'
}

/** The managers that some conditions leave; all that the rights know when there is none. */
async function managersOf(snapshot: FleetSnapshot, terms: Extract<Expr, { kind: 'and' }>, rights: Scope): Promise<string[]> {
  const visible = snapshot.managers.filter(({ id }) => seesManager(rights, id))
  if (terms.items.length === 0) return visible.map(({ id }) => id)
  const [first] = terms.items
  const { bits } = await matchesOf(snapshot, terms.items.length === 1 && first ? first : terms, rights)
  return visible.flatMap(({ id, start, end }) => {
    for (let slot = start; slot < end; slot++) if (hasBit(bits, slot)) return [id]
    return []
  })
}

function idsOf({ managers, table: { layout } }: FleetSnapshot, manager: string, bits: Bits): Set<number> {
  const { start = 0, end = 0 } = managers.find(({ id }) => id === manager) ?? {}
  const ids = new Set<number>()
  for (let slot = start; slot < end; slot++) if (hasBit(bits, slot)) ids.add(layout.ids[slot] ?? 0)
  return ids
}
