'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { MarkPopup } from '#components/marks/mark-popup.tsx'
import { isAway } from '#components/shell/freshness.ts'
import { density } from '#components/ui/density.ts'
import { selectionKey, useSelection } from '#components/ui/selection.ts'
import { listQueries } from '#lib/api/list-queries.ts'
import type { AgentsPage } from '#lib/contract/agents.ts'
import type { Sort } from '#lib/query/sort.ts'
import { AgentsTable } from './agents-table.tsx'
import { openOnClick } from './beside-moves.ts'
import { columnWidths, leastWidth } from './column-widths.ts'
import type { Column } from './columns.ts'
import { ListNotes } from './list-notes.tsx'
import { Pager, rangeOf } from './pager.tsx'
import { PrintNote } from './print-note.tsx'
import { SelectionBar } from './selection-bar.tsx'
import type { useEndpoints } from './use-endpoints.ts'
import { useHeldPlace } from './use-held-place.ts'
import { useRowKeys } from './use-row-keys.ts'
import { useSteadyRows } from './use-steady-rows.ts'

/** One page of the list, and the way to the others. */
export function Rows({
  view,
  columns,
  rem,
  isSelecting,
  page,
  sort,
  onSort,
}: {
  view: ReturnType<typeof useEndpoints>
  columns: readonly Column[]
  /** Width of the list; `null` until it is measured. */
  rem: number | null
  /** A press on a row selects it, where nothing can point at its margin. */
  isSelecting: boolean
  page: AgentsPage
  sort: Sort
  onSort: (sort: Sort) => void
}) {
  const { url, hrefOf, list, limited } = view
  const managers = useMemo(() => new Map(view.report?.managers.map(({ id, name }) => [id, name])), [view.report])
  const staleManagers = useMemo(
    () => new Set(view.report?.managers.flatMap(({ id, state }) => (isAway(state) ? id : []))),
    [view.report],
  )
  const steady = useSteadyRows(page.items, list.place)
  const listRef = useHeldPlace(steady.isHeld, list.place)
  const rowHeight = density.use()
  const widths = columnWidths.use()
  const least = leastWidth(columns, widths, url.cols !== '')
  useRowKeys()
  const chosen = useSelection()
  const withStrips = columns.some(({ key }) => key === 'day')
  const asked = steady.rows.map(({ key }) => key).sort()
  const strips = useQuery({ ...listQueries.strips(asked, page.asOf), enabled: withStrips && asked.length > 0 }).data
  const byAgent = useMemo(() => new Map(strips?.strips.map((strip) => [selectionKey(strip), strip])), [strips])
  return (
    <div aria-busy={list.loadingOther} data-density={rowHeight}>
      <PrintNote range={rangeOf(page, limited)} asOf={page.asOf} href={hrefOf({})} />
      <ListNotes view={view} />
      <SelectionBar hrefOf={(q) => hrefOf({ q })}>
        <MarkPopup what={{ agents: [...chosen.keys()] }} look="button" />
      </SelectionBar>
      <div className={list.loadingOther ? 'progress-line no-print' : 'h-0.5'} />
      <div
        ref={listRef}
        className="list"
        data-wide={rem !== null && least.rem > rem ? '' : undefined}
        style={{ '--least': least.css } as React.CSSProperties}
        data-selecting={isSelecting ? '' : undefined}
        onClickCapture={openOnClick}
        {...steady.watch}
      >
        <AgentsTable
          rows={steady.rows}
          columns={columns}
          chosen={url.cols !== ''}
          widths={widths}
          strips={byAgent}
          asOf={page.asOf}
          sort={sort}
          range={rangeOf(page, limited)}
          managers={managers}
          staleManagers={staleManagers}
          open={url.open}
          onSort={onSort}
        />
      </div>
      <Pager page={page} limited={limited} moved={steady.moved} onRelease={steady.release} hrefOf={hrefOf} />
    </div>
  )
}
