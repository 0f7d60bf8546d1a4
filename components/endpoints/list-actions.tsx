import { ExportButton } from '#components/export/export-button.tsx'
import { MarkPopup } from '#components/marks/mark-popup.tsx'
import { GONE } from '#lib/query/presets.ts'
import type { Column } from './columns.ts'
import { sortParam } from './filter.ts'
import type { useEndpoints } from './use-endpoints.ts'

/** What can be done with all that the list is of, on every page of it. */
export function ListActions({
  view: { filter, sort, gone, limited },
  columns,
  total,
}: {
  view: ReturnType<typeof useEndpoints>
  columns: readonly Column[]
  total: number
}) {
  const text = filter.ok ? filter.text : ''
  const q = gone.leavesOut ? GONE.listed : text
  const cols = columns.flatMap(({ holds }) => (holds === null ? [] : [holds]))
  return (
    <>
      <span className="contents max-sm:hidden">
        <MarkPopup what={{ q, total, limited }} />
      </span>
      <ExportButton q={q} sort={sort ? sortParam(sort) : ''} cols={cols} total={total} limited={limited} />
    </>
  )
}
