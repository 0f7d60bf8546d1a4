'use client'

import { useCallback, useEffect, useState } from 'react'
import { FilterBox } from '#components/filter/filter-box.tsx'
import { Rail } from '#components/rail/rail.tsx'
import { goTo } from '#components/ui/list-link.tsx'
import { rememberList } from '#components/ui/list-memory.ts'
import { selectionKey } from '#components/ui/selection.ts'
import { Strip } from '#components/ui/strip.tsx'
import { ViewsMenu } from '#components/views/views-menu.tsx'
import { lastingHref } from '#lib/contract/views.ts'
import { TEXT } from '#lib/format/text.ts'
import type { Sort } from '#lib/query/sort.ts'
import { Announcer } from './announcer.tsx'
import { Beside } from './beside.tsx'
import { sortParam } from './filter.ts'
import { Head } from './head.tsx'
import { ListActions, ListActionsRoom } from './list-actions.tsx'
import { ListBody } from './list-body.tsx'
import { ListTools } from './list-tools.tsx'
import { Past } from './past.tsx'
import { PhoneBar } from './phone-bar.tsx'
import { Presets } from './presets.tsx'
import { alwaysShown, useColumns } from './use-columns.ts'
import { useEndpoints } from './use-endpoints.ts'
import { useListWidth } from './use-list-width.ts'

/** The Endpoints page: are all reporting, and the list of every one. */
export function EndpointsView() {
  const view = useEndpoints()
  const { url, hrefOf, filter, sort, summary, list, limited } = view
  const { ref, rem } = useListWidth()
  const columns = useColumns(url.cols, rem, (view.report?.managers.length ?? 1) > 1)
  const [isSelecting, setSelecting] = useState(false)
  const text = filter.ok ? filter.text : url.q
  useEffect(() => rememberList(lastingHref(hrefOf({}))), [hrefOf])
  const onFilter = useCallback((q: string, how: 'push' | 'replace') => goTo(hrefOf({ q }), how), [hrefOf])
  const onSort = useCallback((next: Sort) => goTo(hrefOf({ sort: sortParam(next) }), 'push'), [hrefOf])
  const onColumns = useCallback((cols: string) => goTo(hrefOf({ cols }), 'replace'), [hrefOf])
  const filterHref = (q: string) => hrefOf({ q })
  const failed = list.page && list.error && list.error.code !== 'network' ? list.error : null
  const counted = summary.isOfBefore ? undefined : summary.data
  const tools = <ListTools shown={columns} always={alwaysShown(rem)} onColumns={onColumns} />
  const hasRail = filter.ok && (view.fleet !== 0 || url.q !== '')
  const openRow = list.page?.items.findIndex((agent) => selectionKey(agent) === url.open) ?? -1
  return (
    <div className="with-beside" data-open={url.open === '' ? undefined : ''}>
      <div className={hasRail ? 'with-rail' : undefined}>
        <Head view={view} />
        {hasRail && <Rail q={filter.text} expr={filter.expr} hrefOf={filterHref} />}
        {hasRail && <Past filtered={filter.text !== ''} hrefOf={filterHref} isReady={list.page !== undefined} />}
        <div id="list" ref={ref}>
          {(view.fleet !== 0 || url.q !== '') && (
            <>
              <FilterBox
                q={url.q}
                onChange={onFilter}
                still={filter.ok && list.page && !list.loadingOther ? TEXT.filter.still(list.page.total, text, limited) : ''}
              >
                {sort && <ViewsMenu present={{ q: text, sort: sortParam(sort), cols: url.cols, gone: url.gone }} />}
                <span className="contents max-sm:hidden">{tools}</span>
                {sort && list.page ? (
                  <ListActions view={view} columns={columns} total={list.page.total} />
                ) : (
                  sort && filter.ok && list.error === null && <ListActionsRoom filtered={text !== ''} />
                )}
              </FilterBox>
              <Presets presets={view.presets} current={text} counts={view.counts} hrefOf={filterHref} />
              {sort && (
                <PhoneBar sort={sort} onSort={onSort} isSelecting={isSelecting} onSelecting={setSelecting}>
                  {tools}
                </PhoneBar>
              )}
            </>
          )}
          {failed && (
            <Strip tone="unknown" headline={`${TEXT.banner.requestFailed}.`}>
              {failed.message}
            </Strip>
          )}
          <ListBody view={view} columns={columns} rem={rem} isSelecting={isSelecting} onSort={onSort} />
          <Announcer topic={text} news={counted ? TEXT.summary.announce(counted.total, counted.byStatus.active, limited) : ''} />
        </div>
      </div>
      {url.open !== '' && (
        <Beside
          open={url.open}
          name={list.page?.items[openRow]?.name ?? null}
          place={list.page && openRow >= 0 ? { at: list.page.position + openRow, of: list.page.total } : null}
          closedHref={hrefOf({ open: '' })}
        />
      )}
    </div>
  )
}
