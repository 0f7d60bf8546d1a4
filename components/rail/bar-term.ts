import type { Expr } from '#lib/query/ast.ts'
import { andTerm, invertTerm, termsOf, withoutTerm } from '#lib/query/compose.ts'
import { parseQuery } from '#lib/query/parse.ts'
import { printQuery } from '#lib/query/print.ts'

/** What a bar does to the filter: the filters that its two links lead to, and whether its condition stands in the filter now. */
export interface BarFilter {
  readonly isSet: boolean
  /** With the condition added to what is there; without it when it stands there already. */
  readonly toggled: string
  /** With the opposite of the condition in its place. */
  readonly excluded: string
}

/**
 * @param text condition in the query language, which may be several joined by `and`; `null` when it can't be read
 * @param spelling other words for the same condition, which count where they stand in the filter
 */
export function barFilter(expr: Expr, text: string, spelling?: string): BarFilter | null {
  const parsed = parseQuery(text)
  if (!parsed.ok) return null
  const other = spelling === undefined ? null : barFilter(expr, spelling)
  if (other?.isSet) return other
  const term = parsed.expr
  const own = termsOf(term)
  const present = new Set(termsOf(expr).map(printQuery))
  const isSet = own.length > 0 && own.every((item) => present.has(printQuery(item)))
  const without = own.reduce(withoutTerm, expr)
  return {
    isSet,
    toggled: printQuery(isSet ? without : andTerm(withoutTerm(expr, invertTerm(term)), term)),
    excluded: printQuery(andTerm(isSet ? without : expr, invertTerm(term))),
  }
}
