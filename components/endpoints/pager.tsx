import { Icon, type IconName } from '#components/ui/icon.tsx'
import { ListLink } from '#components/ui/list-link.tsx'
import { Moment } from '#components/ui/moment.tsx'
import type { AgentsPage } from '#lib/contract/agents.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { TEXT } from '#lib/format/text.ts'
import { formatMoment } from '#lib/format/time.ts'
import type { ListUrl } from './use-list-url.ts'

/** Which rows these are, of how many, as of when; and the way to the others. */
export function Pager({
  page,
  limited,
  hrefOf,
}: {
  page: AgentsPage
  limited: boolean
  hrefOf: (change: Partial<ListUrl>) => string
}) {
  const { items, position, total, after, before, asOf } = page
  const pages = Math.max(1, Math.ceil(total / LIMITS.pageRowsDefault))
  const current = Math.min(pages, Math.ceil((position + items.length - 1) / LIMITS.pageRowsDefault))
  const first = before === null ? null : hrefOf({ after: '', before: '' })
  const last = after === null ? null : hrefOf({ after: '', before: 'end' })
  return (
    <div className="foot gutter meta text-secondary">
      <span>{rangeOf(page, limited)}</span>
      {asOf !== null && (
        <span className="text-tertiary max-sm:hidden">
          <Moment time={asOf}>{TEXT.summary.asOf(formatMoment(asOf, new Date().toISOString()))}</Moment>
        </span>
      )}
      {pages > 1 && (
        <nav aria-label={TEXT.list.pager} className="pager ms-auto flex items-center">
          <span className="me-2 max-sm:hidden">{TEXT.list.page(Math.max(1, current), pages)}</span>
          <Step icon="first" label={TEXT.list.first} href={first} />
          <Step icon="left" label={TEXT.list.previous} href={before === null ? null : hrefOf({ after: '', before })} />
          <Step icon="right" label={TEXT.list.next} href={after === null ? null : hrefOf({ after, before: '' })} />
          <Step icon="last" label={TEXT.list.last} href={last} />
        </nav>
      )}
    </div>
  )
}

/** `1–100 of 2,000`, or `1–100 of 214 in your scope`. */
export function rangeOf({ items, position, total }: AgentsPage, limited: boolean): string {
  return TEXT.list.range(position, position + items.length - 1, total, limited)
}

function Step({ icon, label, href }: { icon: IconName; label: string; href: string | null }) {
  if (href === null) {
    return (
      // biome-ignore lint/a11y/useFocusableInteractive: a step that leads nowhere is announced but can't be used
      // biome-ignore lint/a11y/useSemanticElements: it takes the place of a link
      <span role="link" aria-disabled="true" aria-label={label} className="ghost">
        <Icon name={icon} />
      </span>
    )
  }
  return (
    <ListLink
      href={href}
      aria-label={label}
      title={label}
      className="ghost"
      onClick={() => document.querySelector('main')?.scrollIntoView()}
    >
      <Icon name={icon} />
    </ListLink>
  )
}
