'use client'

import { lazy, Suspense } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { Popup } from '#components/ui/popup.tsx'
import { MARKS_TEXT } from '#lib/format/text-marks.ts'
import type { MarkWhat } from './mark-what.ts'

const MarkPanel = lazy(() => import('./mark-panel.tsx').then(({ MarkPanel }) => ({ default: MarkPanel })))

/** Says of endpoints that they are expected to be down, or that this is over. */
export function MarkPopup({ what, look = 'icon' }: { what: MarkWhat; look?: keyof typeof LOOKS }) {
  return (
    <Popup
      label={MARKS_TEXT.open}
      className={LOOKS[look]}
      from={look === 'icon' ? 'end' : 'start'}
      button={
        <>
          <Icon name="clock" small={look === 'words'} />
          {look !== 'icon' && MARKS_TEXT.open}
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

const LOOKS = {
  icon: 'button square',
  button: 'button',
  words: 'meta inline-flex min-h-(--hit) items-center gap-1.5 text-secondary hover:text-primary hover:underline',
} as const
