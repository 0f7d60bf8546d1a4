import { ListLink } from '#components/ui/list-link.tsx'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import { GONE } from '#lib/query/presets.ts'
import type { ListUrl } from './list-url.ts'

/** Says how many the list leaves out while no filter is set, and the way to them. */
export function GoneNote({
  count,
  days,
  listed,
  hrefOf,
}: {
  count: number
  days: number
  /** They are in the list. */
  listed: boolean
  hrefOf: (change: Partial<ListUrl>) => string
}) {
  if (count === 0) return null
  const text = LIST_TEXT.gone
  return (
    <p className="list-note gutter meta text-secondary">
      {listed ? text.listed(count, days) : text.line(count, days)}{' '}
      <ListLink className="link" href={hrefOf({ gone: listed ? '' : 'listed', after: '', before: '', at: '' })}>
        {listed ? text.hide : text.show}
      </ListLink>{' '}
      <ListLink className="link" href={hrefOf({ q: GONE.hidden })}>
        {text.only}
      </ListLink>
    </p>
  )
}
