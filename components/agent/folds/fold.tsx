'use client'

import { Suspense, useState } from 'react'
import { FOLDS_TEXT } from '#lib/format/text-folds.ts'

/** Its content exists, and so is asked for, only while it is open. */
export function Fold({ title, hint = '', children }: { title: string; hint?: string; children: React.ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {title}
        {hint !== '' && <span className="meta text-tertiary">{hint}</span>}
      </summary>
      {open && (
        <div className="fold-body">
          <Suspense fallback={<p className="meta text-tertiary">{FOLDS_TEXT.asking}</p>}>{children}</Suspense>
        </div>
      )}
    </details>
  )
}
