'use client'

import { useSyncExternalStore } from 'react'
import { Strip } from '#components/ui/strip.tsx'
import { TEXT } from '#lib/format/text.ts'

/** Says that this page came over plain HTTP from another machine, which ALLOW_HTTP lets happen. Browsers know that best. */
export function PlainHttp() {
  const isPlain = useSyncExternalStore(never, () => !window.isSecureContext, notYet)
  if (!isPlain) return null
  const [headline, more] = TEXT.banner.plainHttp
  return (
    <Strip tone="pending" headline={headline}>
      {more}
    </Strip>
  )
}

/** It stays what it is for as long as the page. */
const never = () => () => undefined
const notYet = () => false
