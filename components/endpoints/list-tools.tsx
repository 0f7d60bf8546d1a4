'use client'

import { lazy, Suspense, useEffect, useState } from 'react'
import { copyLink } from '#components/ui/copy-text.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Popup } from '#components/ui/popup.tsx'
import { TEXT } from '#lib/format/text.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import type { Column, ColumnKey } from './columns.ts'

const ColumnChooser = lazy(() => import('./column-chooser.tsx').then(({ ColumnChooser }) => ({ default: ColumnChooser })))

/** A link to exactly this list, and which columns it has. */
export function ListTools({
  shown,
  always,
  onColumns,
}: {
  shown: readonly Column[]
  /** Columns that can't be taken away. */
  always: readonly ColumnKey[]
  onColumns: (cols: string) => void
}) {
  return (
    <>
      <CopyLink />
      <Popup label={LIST_TEXT.columns.open} className="button square" button={<Icon name="columns" />}>
        {() => (
          <Suspense fallback={<p className="meta text-secondary">{LIST_TEXT.columns.title}</p>}>
            <ColumnChooser shown={shown} always={always} onChange={onColumns} />
          </Suspense>
        )}
      </Popup>
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
  const copy = async () => setSaid((await copyLink()) ? LIST_TEXT.linkCopied : TEXT.copyFailed)
  return (
    <>
      <button type="button" className="button square" aria-label={LIST_TEXT.copyLink} title={LIST_TEXT.copyLink} onClick={copy}>
        <Icon name={said === LIST_TEXT.linkCopied ? 'check' : 'link'} />
      </button>
      <span role="status" className={said === TEXT.copyFailed ? 'meta text-secondary' : 'sr-only'}>
        {said}
      </span>
    </>
  )
}
