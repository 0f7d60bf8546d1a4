import { ExportButton } from '#components/export/export-button.tsx'
import { MarkPopup } from '#components/marks/mark-popup.tsx'
import { GONE } from '#lib/query/presets.ts'
import type { Column } from './columns.ts'
import { sortParam } from './filter.ts'
import type { useEndpoints } from './use-endpoints.ts'

/** What can be done with all that the list is of, on every page of it. */
export function ListActions({
  view: { filter, sort, gone, limited, report },
  columns,
  total,
}: {
  view: ReturnType<typeof useEndpoints>
  columns: readonly Column[]
  total: number
}) {
  const severalManagers = (report?.managers.length ?? 1) > 1
  const text = filter.ok ? filter.text : ''
  const q = gone.leavesOut ? GONE.listed : text
  // What stands beside the name while it has no column of its own is in the list too.
  const beside = (severalManagers ? (['manager', 'id'] as const) : (['id'] as const)).filter(
    (key) => !columns.some((column) => column.key === key),
  )
  const shown = columns.flatMap(({ key, holds }) => (holds === null ? [] : key === 'name' ? [holds, ...beside] : [holds]))
  // As the list shows it: by name.
  const cols = shown.map((word) => (word === 'manager' ? 'managerName' : word))
  return (
    <>
      <span className={markClass(text !== '')}>
        <MarkPopup what={{ q, total, limited, isWhole: text === '' }} />
      </span>
      <ExportButton q={q} sort={sort ? sortParam(sort) : ''} cols={cols} total={total} limited={limited} />
    </>
  )
}

/** As much room as they will take, so that nothing moves aside for them. */
export function ListActionsRoom({ filtered }: { filtered: boolean }) {
  return (
    <>
      <span className={markClass(filtered)}>
        <span className="button square invisible" />
      </span>
      <span className="button square invisible" />
    </>
  )
}

/** On a phone there is room for marking once a filter is set; without one nothing can be marked. */
function markClass(filtered: boolean): string {
  return filtered ? 'contents' : 'contents max-sm:hidden'
}
