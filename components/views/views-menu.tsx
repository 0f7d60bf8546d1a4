'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { Popup } from '#components/ui/popup.tsx'
import { viewQueries } from '#lib/api/views.ts'
import { VIEWS_TEXT } from '#lib/format/text-views.ts'

const ViewsPanel = lazy(() => import('./views-panel.tsx').then(({ ViewsPanel }) => ({ default: ViewsPanel })))

/** What the list is now: canonical query and sort, columns by key; '' for what is not set. */
export interface PresentList {
  readonly q: string
  readonly sort: string
  readonly cols: string
}

/** The saved views: to go to one, to keep the present list as one. @param view what the address says is shown, '' for nothing */
export function ViewsMenu({ present, view }: { present: PresentList; view: string }) {
  const isSaved = view !== '' && view !== 'all'
  const views = useQuery({ ...viewQueries.list(), enabled: isSaved }).data?.views
  const current = isSaved ? (views?.find(({ id }) => id === view) ?? null) : null
  const isChanged = current !== null && (['q', 'sort', 'cols'] as const).some((part) => current[part] !== present[part])
  const label = current ? VIEWS_TEXT.current(current.name, isChanged) : VIEWS_TEXT.open
  return (
    <Popup
      label={VIEWS_TEXT.title}
      className="button views-button"
      button={
        <>
          <span className="truncate">{label}</span>
          <Icon name="open" small />
        </>
      }
    >
      {(close) => (
        <Suspense fallback={<p className="meta text-secondary">{VIEWS_TEXT.loading}</p>}>
          <ViewsPanel present={present} current={isChanged ? current : null} shown={current} onGo={close} />
        </Suspense>
      )}
    </Popup>
  )
}
