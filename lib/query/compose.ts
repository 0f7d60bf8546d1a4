import type { Expr, Operator } from './ast.ts'
import { FIELDS, type FieldName } from './fields.ts'
import { normalize } from './normalize.ts'
import { OPERATORS_OF } from './operators.ts'
import { printQuery } from './print.ts'
import { readValue } from './values.ts'

const NOWHERE = { start: 0, end: 0 } as const

/** No condition at all. */
export const EVERYTHING: Expr = { kind: 'all', span: NOWHERE }

/** The conditions that all have to hold, such as the chips of a filter; none for everything. */
export function termsOf(expr: Expr): readonly Expr[] {
  if (expr.kind === 'all') return []
  return expr.kind === 'and' ? expr.items : [expr]
}

/** `expr` with one more condition, unless it stands there already. */
export function andTerm(expr: Expr, term: Expr): Expr {
  const known = new Set(termsOf(expr).map(printQuery))
  const added = termsOf(normalize(term)).filter((item) => !known.has(printQuery(item)))
  return normalize({ kind: 'and', items: [expr, ...added], span: NOWHERE })
}

/** `expr` without a condition that stands in it; unchanged when it does not. */
export function withoutTerm(expr: Expr, term: Expr): Expr {
  const unwanted = printQuery(term)
  return normalize({ kind: 'and', items: termsOf(expr).filter((item) => printQuery(item) !== unwanted), span: NOWHERE })
}

/** The opposite of a condition. */
export function invertTerm(term: Expr): Expr {
  return normalize({ kind: 'not', item: term, span: NOWHERE })
}

/** Whether two queries are the same but for spelling. */
export function isSameQuery(a: Expr, b: Expr): boolean {
  return printQuery(a) === printQuery(b)
}

/** A condition from parts; `null` as value is the absence of one. Returns `null` when the field can't be asked that. */
export function makeTerm(field: FieldName, operator: Operator, value: string | null): Expr | null {
  if (!OPERATORS_OF[FIELDS[field].type].includes(operator)) return null
  const read = readValue(field, operator, value ?? 'null', value !== null)
  return read.ok
    ? { kind: 'compare', field, operator, value: read.value, span: NOWHERE, fieldSpan: NOWHERE, valueSpan: NOWHERE }
    : null
}
