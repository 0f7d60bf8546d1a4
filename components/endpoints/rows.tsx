'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { MarkPopup } from '#components/marks/mark-popup.tsx'
import { density } from '#components/ui/density.ts'
import { selectionKey, useSelection } from '#components/ui/selection.ts'
import { listQueries } from '#lib/api/list-queries.ts'
import type { AgentsPage } from '#lib/contract/agents.ts'
import type { Sort } from '#lib/query/sort.ts'
import { AgentsTable } from './agents-table.tsx'
import type { Column } from './columns.ts'
import { GoneNote } from './gone-note.tsx'
import { Pager, rangeOf } from './pager.tsx'
import { SelectionBar } from './selection-bar.tsx'
import type { useEndpoints } from './use-endpoints.ts'
import { useRowKeys } from './use-row-keys.ts'
import { useSteadyRows } from './use-steady-rows.ts'

/** One page of the list, and the way to the others. */
export function Rows({
  view,
  columns,
  page,
  sort,
  onSort,
}: {
  view: ReturnType<typeof useEndpoints>
  columns: readonly Column[]
  page: AgentsPage
  sort: Sort
  onSort: (sort: Sort) => void
}) {
  const { url, hrefOf, list, limited, gone } = view
  const severalManagers = (view.report?.managers.length ?? 1) > 1
  const steady = useSteadyRows(page.items, list.place)
  const rowHeight = density.use()
  useRowKeys()
  const chosen = useSelection()
  const withStrips = columns.some(({ key }) => key === 'day')
  const asked = steady.rows.map(({ key }) => key).sort()
  const strips = useQuery({ ...listQueries.strips(asked, page.asOf), enabled: withStrips && asked.length > 0 }).data
  const byAgent = useMemo(() => new Map(strips?.strips.map((strip) => [selectionKey(strip), strip])), [strips])
  return (
    <div aria-busy={list.loadingOther} data-density={rowHeight}>
      {gone.asked && <GoneNote count={gone.count} days={gone.days} listed={!gone.leavesOut} hrefOf={hrefOf} />}
      <SelectionBar hrefOf={(q) => hrefOf({ q })}>
        <MarkPopup what={{ agents: [...chosen.keys()] }} look="button" />
      </SelectionBar>
      <div className={list.loadingOther ? 'progress-line no-print' : 'h-0.5'} />
      <div className="list" data-chosen={url.cols === '' ? undefined : ''} {...steady.watch}>
        <AgentsTable
          rows={steady.rows}
          columns={columns}
          chosen={url.cols !== ''}
          strips={byAgent}
          asOf={page.asOf}
          sort={sort}
          range={rangeOf(page, limited)}
          severalManagers={severalManagers}
          onSort={onSort}
        />
      </div>
      <Pager page={page} limited={limited} moved={steady.moved} onRelease={steady.release} hrefOf={hrefOf} />
    </div>
  )
}
