import { fold } from '#lib/agent/collate.ts'
import type { Expr, Operator, Span, Value } from './ast.ts'

/** What people call a manager, and the id that it is stored under. */
export interface ManagerName {
  readonly id: string
  readonly name: string
}

/** What a condition on `manager` is held against: its id or its name may be meant, but in order they stand by name. */
export function managerTexts(operator: Operator, { id, name }: ManagerName): readonly string[] {
  return operator === '<' || operator === '>' || operator === '<=' || operator === '>=' ? [name] : [id, name]
}

/** A text that is the id or the name of several managers where a query asks for exactly one. */
export interface ManagerDoubt {
  readonly text: string
  readonly span: Span
  readonly meant: readonly ManagerName[]
}

/** The first such text of a query; `null` as a rule, as names are told apart when they are configured. */
export function doubtfulManager(expr: Expr, managers: readonly ManagerName[]): ManagerDoubt | null {
  switch (expr.kind) {
    case 'and':
    case 'or':
      return firstOf(expr.items, (item) => doubtfulManager(item, managers))
    case 'not':
      return doubtfulManager(expr.item, managers)
    case 'in':
      return expr.field === 'manager' ? firstOf(expr.values, (value) => doubtOf(value, expr.span, managers)) : null
    case 'compare': {
      const isExact = expr.field === 'manager' && (expr.operator === '=' || expr.operator === '!=')
      return isExact ? doubtOf(expr.value, expr.valueSpan, managers) : null
    }
    default:
      return null
  }
}

function doubtOf(value: Value, span: Span, managers: readonly ManagerName[]): ManagerDoubt | null {
  if (value.type !== 'text') return null
  const meant = managers.filter(({ id, name }) => fold(id) === value.folded || fold(name) === value.folded)
  return meant.length > 1 ? { text: value.text, span, meant } : null
}

function firstOf<T>(items: readonly T[], find: (item: T) => ManagerDoubt | null): ManagerDoubt | null {
  for (const item of items) {
    const found = find(item)
    if (found !== null) return found
  }
  return null
}
