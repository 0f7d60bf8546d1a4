import type { Expr, Span } from './ast.ts'
import { INVERSE } from './operators.ts'
import { valueKey } from './print-value.ts'

/**
 * The one tree for a meaning that can be written in several ways: nested `and` and `or` are joined, double negation goes,
 * `not field=v` is `field!=v`, a list of one is `=`, values of a list stand once. Order is kept. The parser's trees are like this.
 */
export function normalize(expr: Expr): Expr {
  switch (expr.kind) {
    case 'and':
      return all(expr.items.map(normalize), expr.span)
    case 'or':
      return any(expr.items.map(normalize), expr.span)
    case 'not':
      return negate(normalize(expr.item), expr.span)
    case 'in':
      return oneOf(expr)
    default:
      return expr
  }
}

const NOWHERE: Span = { start: 0, end: 0 }

/** Every one of normal `items`; without any, everything. */
function all(items: readonly Expr[], span: Span): Expr {
  const flat = items.flatMap((item) => (item.kind === 'and' ? item.items : item.kind === 'all' ? [] : [item]))
  const [first] = flat
  if (!first) return { kind: 'all', span }
  return flat.length === 1 ? first : { kind: 'and', items: flat, span }
}

/** At least one of normal `items`; without any, nothing. */
function any(items: readonly Expr[], span: Span): Expr {
  const flat = items.flatMap((item) => (item.kind === 'or' ? item.items : [item]))
  if (flat.some((item) => item.kind === 'all')) return { kind: 'all', span }
  const [first] = flat
  if (!first) return nothing(span)
  return flat.length === 1 ? first : { kind: 'or', items: flat, span }
}

/** The opposite of a normal `item`. */
function negate(item: Expr, span: Span): Expr {
  if (item.kind === 'not') return item.item
  if (item.kind === 'all') return nothing(span)
  const inverse = item.kind === 'compare' ? INVERSE[item.operator] : undefined
  if (item.kind === 'compare' && inverse) return { ...item, operator: inverse, span }
  return { kind: 'not', item, span }
}

function oneOf(expr: Extract<Expr, { kind: 'in' }>): Expr {
  const values = [...new Map(expr.values.map((value) => [valueKey(value), value])).values()]
  const [first] = values
  if (!first) return nothing(expr.span)
  const { field, span, fieldSpan } = expr
  if (values.length > 1) return { ...expr, values }
  return { kind: 'compare', field, operator: '=', value: first, span, fieldSpan, valueSpan: span }
}

/** No agent has an id below 0. */
function nothing(span: Span): Expr {
  const value = { type: 'number', number: 0, text: '0' } as const
  return { kind: 'compare', field: 'id', operator: '<', value, span, fieldSpan: NOWHERE, valueSpan: NOWHERE }
}
