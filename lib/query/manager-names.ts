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
  for (const { value, span } of askedManagers(expr)) {
    const meant = meantBy(value, managers)
    if (meant.length > 1) return { text: value.text, span, meant }
  }
  return null
}

/** What a query asks for exactly and no manager is called: one that was renamed, or that somebody else sees. */
export function unknownManagers(expr: Expr, managers: readonly ManagerName[]): readonly string[] {
  const unknown = askedManagers(expr).filter(({ value }) => meantBy(value, managers).length === 0)
  return [...new Map(unknown.toReversed().map(({ value }) => [value.folded, value.text])).values()].toReversed()
}

type Text = Extract<Value, { type: 'text' }>

/** The texts by which a query asks for exactly one manager each, and where. */
function askedManagers(expr: Expr): readonly { readonly value: Text; readonly span: Span }[] {
  switch (expr.kind) {
    case 'and':
    case 'or':
      return expr.items.flatMap(askedManagers)
    case 'not':
      return askedManagers(expr.item)
    case 'in':
      return expr.field === 'manager' ? expr.values.flatMap((value) => asked(value, expr.span)) : []
    case 'compare': {
      const isExact = expr.field === 'manager' && (expr.operator === '=' || expr.operator === '!=')
      return isExact ? asked(expr.value, expr.valueSpan) : []
    }
    default:
      return []
  }
}

function asked(value: Value, span: Span): { value: Text; span: Span }[] {
  return value.type === 'text' ? [{ value, span }] : []
}

function meantBy({ folded }: Text, managers: readonly ManagerName[]): readonly ManagerName[] {
  return managers.filter(({ id, name }) => fold(id) === folded || fold(name) === folded)
}
