import { Failure } from '#components/ui/failure.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { TEXT } from '#lib/format/text.ts'
import type { Sort } from '#lib/query/sort.ts'
import type { Column } from './columns.ts'
import { ListNotes } from './list-notes.tsx'
import { NothingEnrolled, NothingInScope, NothingMatches, Refused, Starting, Waiting } from './list-states.tsx'
import { Rows } from './rows.tsx'
import { RowsSkeleton } from './skeleton.tsx'
import type { useEndpoints } from './use-endpoints.ts'

/** The rows, or the one reason why there are none. */
export function ListBody({
  view,
  ...layout
}: {
  view: ReturnType<typeof useEndpoints>
  columns: readonly Column[]
  /** Width of the list; `null` until it is measured. */
  rem: number | null
  isSelecting: boolean
  onSort: (sort: Sort) => void
}) {
  const { url, hrefOf, filter, sort, report, fleet, list, limited } = view
  const { page, error } = list
  const counted = view.summary.data?.total ?? 0
  if (!filter.ok) {
    return (
      <Notice title={TEXT.badQuery.title} alert>
        <p>{TEXT.badQuery.detail}</p>
      </Notice>
    )
  }
  if (sort === null) {
    const { title, detail, reset } = TEXT.badSort
    return <Refused title={title} detail={detail(url.sort)} action={reset} href={hrefOf({ sort: '' })} />
  }
  if (!page) {
    if (error === null)
      return (
        <>
          <ListNotes view={view} />
          <RowsSkeleton />
        </>
      )
    if (error.code === 'bad_cursor') {
      const { title, detail, reset } = TEXT.badCursor
      return <Refused title={title} detail={detail} action={reset} href={hrefOf({ after: '', before: '' })} />
    }
    if (error.code === 'not_ready') return <Starting />
    return <Failure title={TEXT.failed.title} error={error} onRetry={() => void list.retry()} />
  }
  if (page.items.length === 0 && !(view.gone.leavesOut && view.gone.count > 0)) {
    if (filter.text !== '' && fleet !== 0) {
      return <NothingMatches expr={filter.expr} total={fleet} limited={limited} hrefOf={(q) => hrefOf({ q })} />
    }
    const unread = report?.managers.filter((manager) => manager.lastSyncAt === null) ?? []
    // What is counted already is on its way, and the summary says how far it is.
    if (unread.length > 0) return Math.max(counted, fleet ?? 0) > 0 ? <RowsSkeleton /> : <Waiting managers={unread} />
    if (limited) return <NothingInScope />
    return <NothingEnrolled managers={report?.managers ?? []} intervalSeconds={report?.intervalSeconds ?? 0} />
  }
  return <Rows view={view} page={page} sort={sort} {...layout} />
}
