import type { Expr } from './ast.ts'
import { normalize } from './normalize.ts'
import { printValue } from './print-value.ts'
import { quoteWord } from './quoting.ts'

/**
 * The canonical text of a query: names of fields, `and`, `or` and `not` in words, quotes and parentheses only where needed.
 * Queries that differ in spelling only give the same text; it parses to an equal tree and prints as itself. Everything is ''.
 */
export function printQuery(expr: Expr): string {
  return print(normalize(expr))
}

/** Of a normal tree. */
function print(expr: Expr): string {
  switch (expr.kind) {
    case 'all':
      return ''
    case 'and':
      return expr.items.map((item, i) => joiner(expr.items[i - 1], item) + inParentheses(item, item.kind === 'or')).join('')
    case 'or':
      return expr.items.map(print).join(' or ')
    case 'not':
      return printNot(expr.item)
    case 'compare':
      return `${expr.field}${expr.operator}${printValue(expr.value, expr.field, expr.operator)}`
    case 'in':
      return `${expr.field} in ${list(expr)}`
    case 'word':
      return quoteWord(expr.text)
  }
}

/** Search words stand side by side, as people type them. */
function joiner(before: Expr | undefined, item: Expr): string {
  if (!before) return ''
  return before.kind === 'word' && item.kind === 'word' ? ' ' : ' and '
}

function printNot(item: Expr): string {
  if (item.kind === 'in') return `${item.field} not in ${list(item)}`
  return `not ${inParentheses(item, item.kind === 'and' || item.kind === 'or')}`
}

function list(expr: Extract<Expr, { kind: 'in' }>): string {
  return `(${expr.values.map((value) => printValue(value, expr.field)).join(', ')})`
}

function inParentheses(expr: Expr, needed: boolean): string {
  return needed ? `(${print(expr)})` : print(expr)
}
