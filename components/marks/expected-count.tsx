import { Icon } from '#components/ui/icon.tsx'
import { ListLink } from '#components/ui/list-link.tsx'
import { formatCount } from '#lib/format/numbers.ts'
import { MARKS_TEXT } from '#lib/format/text-marks.ts'
import type { Expr } from '#lib/query/ast.ts'
import { andTerm, makeTerm, termsOf, withoutTerm } from '#lib/query/compose.ts'
import { printQuery } from '#lib/query/print.ts'

const TERMS = [makeTerm('expected', '=', 'true'), makeTerm('status', '!=', 'active')].filter((term) => term !== null)

/** How many do not report and were expected not to: a count that filters, as the others are. Nothing when there are none. */
export function ExpectedCount({ count, expr, hrefOf }: { count: number; expr: Expr; hrefOf: (q: string) => string }) {
  const known = new Set(termsOf(expr).map(printQuery))
  const isSet = TERMS.every((term) => known.has(printQuery(term)))
  if (count === 0 && !isSet) return null
  const q = printQuery(TERMS.reduce<Expr>(isSet ? withoutTerm : andTerm, expr))
  return (
    <li>
      <ListLink className="count" href={hrefOf(q)} aria-current={isSet ? 'true' : undefined}>
        <span className="meta flex items-center gap-1.5 font-medium text-secondary">
          <Icon name="clock" small />
          {MARKS_TEXT.title}
        </span>
        <span className="figure">{formatCount(count)}</span>
      </ListLink>
      <span className="meta text-secondary">{MARKS_TEXT.countNote}</span>
    </li>
  )
}
