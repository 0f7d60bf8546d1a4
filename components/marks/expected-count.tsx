import { ListLink } from '#components/ui/list-link.tsx'
import { MARKS_TEXT } from '#lib/format/text-marks.ts'
import type { Expr } from '#lib/query/ast.ts'
import { andTerm, makeTerm } from '#lib/query/compose.ts'
import { printQuery } from '#lib/query/print.ts'

/** How many are down and were expected to be: a link to them. Nothing when there are none. */
export function ExpectedCount({ count, expr, hrefOf }: { count: number; expr: Expr; hrefOf: (q: string) => string }) {
  if (count === 0) return null
  const terms = [makeTerm('expected', '=', 'true'), makeTerm('status', '!=', 'active')].filter((term) => term !== null)
  const q = printQuery(terms.reduce<Expr>(andTerm, expr))
  return (
    <ListLink className="meta link min-h-(--hit)" href={hrefOf(q)}>
      {MARKS_TEXT.count(count)}
    </ListLink>
  )
}
