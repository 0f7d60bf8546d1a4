import type { ManagerScope } from '#lib/agent/scope.ts'
import type { Expr, Value } from './ast.ts'

/**
 * What a filter shows of one manager, where it is made of `group=` and `id=` joined by `or`; `null` for any other. Such a filter means the
 * same now and in the past, and for agents that are gone.
 */
export function scopeOfFilter(expr: Expr): ManagerScope | null {
  const named = { ids: new Set<number>(), groups: new Set<string>() }
  if (!collect(expr, named)) return null
  const { ids, groups } = named
  return { base: 'deny', rules: [{ effect: 'allow', ids, groups }], card: false, groups: { base: 'deny', except: groups } }
}

/** Both of what two of those show. */
export function joinScopes(one: ManagerScope, other: ManagerScope): ManagerScope {
  const [first, second] = [one.rules[0], other.rules[0]]
  // Without a rule it is the whole manager.
  if (first === undefined) return one
  if (second === undefined) return other
  const ids = new Set([...first.ids, ...second.ids])
  const groups = new Set([...first.groups, ...second.groups])
  return { base: 'deny', rules: [{ effect: 'allow', ids, groups }], card: false, groups: { base: 'deny', except: groups } }
}

interface Named {
  readonly ids: Set<number>
  readonly groups: Set<string>
}

function collect(expr: Expr, named: Named): boolean {
  if (expr.kind === 'or') return expr.items.every((item) => collect(item, named))
  if (expr.kind === 'in') return expr.values.every((value) => add(expr.field, value, named))
  return expr.kind === 'compare' && expr.operator === '=' && add(expr.field, expr.value, named)
}

function add(field: string, value: Value, { ids, groups }: Named): boolean {
  if (field === 'id' && value.type === 'number') return ids.add(value.number).has(value.number)
  if (field === 'group' && value.type === 'text') return groups.add(value.text).has(value.text)
  return false
}
