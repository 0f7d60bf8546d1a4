'use client'

import { isOld } from './freshness.ts'
import { useFreshness } from './use-freshness.ts'

/** The page itself; it loses its colours while all of its data is old. */
export function StaleMain({ children }: { children: React.ReactNode }) {
  const { each, worst } = useFreshness()
  const stale = isOld(worst) && each.every(isOld)
  return (
    <main id="content" tabIndex={-1} data-stale={stale ? '' : undefined}>
      {children}
    </main>
  )
}
