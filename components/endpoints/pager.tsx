import { Icon, type IconName } from '#components/ui/icon.tsx'
import { goTo, ListLink } from '#components/ui/list-link.tsx'
import { Moment } from '#components/ui/moment.tsx'
import type { AgentsPage } from '#lib/contract/agents.ts'
import { LIMITS } from '#lib/contract/limits.ts'
import { TEXT } from '#lib/format/text.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import { formatMoment } from '#lib/format/time.ts'
import type { ListUrl } from './list-url.ts'

const SIZE = LIMITS.pageRowsDefault

/** Which rows these are, of how many, as of when; and the way to the others. */
export function Pager({
  page,
  limited,
  moved,
  onRelease,
  hrefOf,
}: {
  page: AgentsPage
  limited: boolean
  /** Rows that stand elsewhere by now, because none moves under the pointer. */
  moved: number
  onRelease: () => void
  hrefOf: (change: Partial<ListUrl>) => string
}) {
  const { items, position, total, after, before, asOf } = page
  const pages = Math.max(1, Math.ceil(total / SIZE))
  const current = Math.max(1, Math.min(pages, Math.ceil((position + items.length - 1) / SIZE)))
  const place = { after: '', before: '', at: '' }
  return (
    <div className="foot gutter meta text-secondary">
      <span>{rangeOf(page, limited)}</span>
      {asOf !== null && (
        <span className="text-tertiary max-sm:hidden">
          <Moment time={asOf}>{TEXT.summary.asOf(formatMoment(asOf, new Date().toISOString()))}</Moment>
        </span>
      )}
      {moved > 0 && (
        <span>
          {LIST_TEXT.changedSince(moved)},{' '}
          <button type="button" className="link" onClick={onRelease}>
            {LIST_TEXT.showInOrder}
          </button>
        </span>
      )}
      {pages > 1 && (
        <nav aria-label={TEXT.list.pager} className="pager ms-auto flex items-center">
          <form
            key={current}
            className="me-2 flex items-center gap-1.5 whitespace-nowrap"
            onSubmit={(event) => {
              event.preventDefault()
              const wanted = Number(new FormData(event.currentTarget).get('page'))
              if (!Number.isInteger(wanted) || wanted < 1) return
              goTo(hrefOf({ ...place, at: String((Math.min(wanted, pages) - 1) * SIZE + 1) }), 'push')
              toTop()
            }}
          >
            <label className="flex items-center gap-1.5">
              {LIST_TEXT.pageLabel}
              <input name="page" className="page" inputMode="numeric" defaultValue={current} autoComplete="off" />
            </label>
            {LIST_TEXT.pageOf(pages)}
          </form>
          <Step icon="first" label={TEXT.list.first} href={before === null ? null : hrefOf(place)} />
          <Step icon="left" label={TEXT.list.previous} href={before === null ? null : hrefOf({ ...place, before })} />
          <Step icon="right" label={TEXT.list.next} href={after === null ? null : hrefOf({ ...place, after })} />
          <Step icon="last" label={TEXT.list.last} href={after === null ? null : hrefOf({ ...place, before: 'end' })} />
        </nav>
      )}
    </div>
  )
}

/** `1–100 of 2,000`, or `1–100 of 214 in your scope`. */
export function rangeOf({ items, position, total }: AgentsPage, limited: boolean): string {
  return TEXT.list.range(position, position + items.length - 1, total, limited)
}

function toTop() {
  document.querySelector('main')?.scrollIntoView()
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
    <ListLink href={href} aria-label={label} title={label} className="ghost" onClick={toTop}>
      <Icon name={icon} />
    </ListLink>
  )
}
