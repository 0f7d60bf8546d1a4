'use client'

import { lazy, Suspense } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { Popup } from '#components/ui/popup.tsx'
import { EXPORT_TEXT } from '#lib/format/text-export.ts'
import type { ExportWhat } from './export-what.ts'
import { useExport } from './use-export.ts'

const ExportPanel = lazy(() => import('./export-panel.tsx').then(({ ExportPanel }) => ({ default: ExportPanel })))

/** Saves the list as a file: exactly its filter, its sort and its columns. */
export function ExportButton(what: ExportWhat) {
  const { state, start, cancel } = useExport()
  const isRunning = state.kind === 'starting' || state.kind === 'running'
  return (
    <Popup
      label={isRunning ? EXPORT_TEXT.starting : EXPORT_TEXT.title}
      className={isRunning ? 'button square busy' : 'button square'}
      button={<Icon name="export" />}
    >
      {() => (
        <Suspense fallback={<p className="meta text-secondary">{EXPORT_TEXT.title}</p>}>
          <ExportPanel what={what} state={state} onStart={start} onCancel={cancel} />
        </Suspense>
      )}
    </Popup>
  )
}
