'use client'

import { lazy, Suspense } from 'react'
import { useCommands } from '../copy/use-commands.ts'
import type { SectionProps } from '../section-props.ts'
import { useIsRestedAt } from '../walking.ts'
import { LiveHead } from './live-head.tsx'

const LiveSection = lazy(() => import('./live-section.tsx').then(({ LiveSection }) => ({ default: LiveSection })))

/** What is asked of the agent and its manager while somebody looks. The heading is there at once, the rest when it comes. */
export function LiveBlock({ detail: { agent } }: SectionProps) {
  const known = useCommands(agent)
  // Walking past an endpoint asks its manager nothing.
  const isRested = useIsRestedAt()
  const head = <LiveHead>{null}</LiveHead>
  return (
    <section aria-labelledby="live" className="gutter py-4">
      {isRested ? (
        <Suspense fallback={head}>
          <LiveSection agent={agent} stateCommand={known?.commands.state ?? null} />
        </Suspense>
      ) : (
        head
      )}
    </section>
  )
}
