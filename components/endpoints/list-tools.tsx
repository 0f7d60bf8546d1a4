'use client'

import { lazy, Suspense, useEffect, useState } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { Popup } from '#components/ui/popup.tsx'
import { TEXT } from '#lib/format/text.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import type { Column } from './columns.ts'

const ColumnChooser = lazy(() => import('./column-chooser.tsx').then(({ ColumnChooser }) => ({ default: ColumnChooser })))

/** Beside the filter: a link to exactly this list, and which columns it has. */
export function ListTools({ shown, onColumns }: { shown: readonly Column[]; onColumns: (cols: string) => void }) {
  return (
    <>
      <CopyLink />
      <span className="contents max-sm:hidden">
        <Popup label={LIST_TEXT.columns.open} className="button square" button={<Icon name="columns" />}>
          {() => (
            <Suspense fallback={<p className="meta text-secondary">{LIST_TEXT.columns.title}</p>}>
              <ColumnChooser shown={shown} onChange={onColumns} />
            </Suspense>
          )}
        </Popup>
      </span>
    </>
  )
}

const SAID_MS = 2000

function CopyLink() {
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), SAID_MS)
    return () => clearTimeout(timer)
  }, [said])
  // Over plain HTTP from another machine browsers have no clipboard.
  const copy = () =>
    Promise.resolve(navigator.clipboard?.writeText(window.location.href) ?? Promise.reject(new Error('no clipboard'))).then(
      () => setSaid(LIST_TEXT.linkCopied),
      () => setSaid(TEXT.copyFailed),
    )
  return (
    <>
      <button
        type="button"
        className="button square max-sm:hidden"
        aria-label={LIST_TEXT.copyLink}
        title={LIST_TEXT.copyLink}
        onClick={copy}
      >
        <Icon name={said === LIST_TEXT.linkCopied ? 'check' : 'link'} />
      </button>
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  )
}
