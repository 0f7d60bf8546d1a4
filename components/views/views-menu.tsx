'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { lazy, Suspense } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { Popup } from '#components/ui/popup.tsx'
import { viewQueries } from '#lib/api/views.ts'
import { isSavedView } from '#lib/contract/views.ts'
import { VIEWS_TEXT } from '#lib/format/text-views.ts'
import type { PresentList } from './present-list.ts'

const ViewsPanel = lazy(() => import('./views-panel.tsx').then(({ ViewsPanel }) => ({ default: ViewsPanel })))

/** The saved views: to go to one, to keep the present list as one. */
export function ViewsMenu({ present }: { present: PresentList }) {
  const view = useSearchParams().get('view') ?? ''
  const isSaved = isSavedView(view)
  const views = useQuery({ ...viewQueries.list(), enabled: isSaved }).data?.views
  const current = isSaved ? (views?.find(({ id }) => id === view) ?? null) : null
  const isChanged = current !== null && (['q', 'sort', 'cols', 'gone'] as const).some((part) => current[part] !== present[part])
  const label = current ? VIEWS_TEXT.current(current.name, isChanged) : VIEWS_TEXT.open
  return (
    <Popup
      label={VIEWS_TEXT.title}
      className="button views-button"
      button={
        <>
          <span className="truncate max-sm:sr-only">{label}</span>
          <span className="max-sm:hidden">
            <Icon name="open" small />
          </span>
          <span className="sm:hidden">
            <Icon name="star" />
          </span>
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
