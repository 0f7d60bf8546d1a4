'use client'

import { useSyncExternalStore } from 'react'
import { lastingHref } from '#lib/contract/views.ts'
import { LIST_TEXT } from '#lib/format/text-list.ts'
import { formatBothZones } from '#lib/format/time.ts'

/** On paper only: which rows of what these are, as of when, and the address that shows them as they are by then. */
export function PrintNote({ range, asOf, href }: { range: string; asOf: string | null; href: string }) {
  const origin = useSyncExternalStore(subscribe, readOrigin, () => '')
  return (
    <p className="print-only meta text-secondary">
      {LIST_TEXT.printed(range, asOf === null ? null : formatBothZones(asOf))}
      <br />
      <span className="wrap-anywhere">{origin + lastingHref(href)}</span>
    </p>
  )
}

const subscribe = () => () => undefined
const readOrigin = () => window.location.origin
