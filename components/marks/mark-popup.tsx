'use client'

import { lazy, Suspense } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { Popup } from '#components/ui/popup.tsx'
import { MARKS_TEXT } from '#lib/format/text-marks.ts'

const MarkPanel = lazy(() => import('./mark-panel.tsx').then(({ MarkPanel }) => ({ default: MarkPanel })))

/** Which endpoints: picked ones by `manager/id`, or all that match and how many those are. */
export type MarkWhat =
  | { readonly agents: readonly string[]; readonly name?: string }
  | { readonly q: string; readonly total: number; readonly limited: boolean }

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
