'use client'

import { lazy, Suspense } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { Popup } from '#components/ui/popup.tsx'
import { MARKS_TEXT } from '#lib/format/text-marks.ts'
import type { MarkWhat } from './mark-what.ts'

const MarkPanel = lazy(() => import('./mark-panel.tsx').then(({ MarkPanel }) => ({ default: MarkPanel })))

/** Says of endpoints that they are expected to be down, or that this is over. */
export function MarkPopup({ what, worded = false }: { what: MarkWhat; worded?: boolean }) {
  return (
    <Popup
      label={MARKS_TEXT.open}
      className={worded ? 'button' : 'button square'}
      from={worded ? 'start' : 'end'}
      button={
        <>
          <Icon name="clock" />
          {worded && MARKS_TEXT.open}
        </>
      }
    >
      {() => (
        <Suspense fallback={<p className="meta text-secondary">{MARKS_TEXT.title}</p>}>
          <MarkPanel what={what} />
        </Suspense>
      )}
    </Popup>
  )
}
