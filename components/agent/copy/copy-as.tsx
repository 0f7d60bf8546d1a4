'use client'

import { lazy, Suspense } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { Popup } from '#components/ui/popup.tsx'
import { COPY_TEXT } from '#lib/format/text-copy.ts'
import type { SectionProps } from '../section-props.ts'

const CopyPanel = lazy(() => import('./copy-panel.tsx').then(({ CopyPanel }) => ({ default: CopyPanel })))

/** The endpoint in the words of other places: a link, a ticket, a shell. */
export function CopyAs(props: SectionProps) {
  return (
    <Popup
      label={COPY_TEXT.open}
      button={
        <>
          {COPY_TEXT.open}
          <Icon name="open" small />
        </>
      }
    >
      {() => (
        <Suspense fallback={<p className="meta text-secondary">{COPY_TEXT.open}</p>}>
          <CopyPanel {...props} />
        </Suspense>
      )}
    </Popup>
  )
}
