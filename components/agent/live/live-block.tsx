'use client'

import { lazy, Suspense } from 'react'
import { useCommands } from '../copy/use-commands.ts'
import type { SectionProps } from '../section-props.ts'
import { LiveHead } from './live-head.tsx'

const LiveSection = lazy(() => import('./live-section.tsx').then(({ LiveSection }) => ({ default: LiveSection })))

/** What is asked of the agent and its manager while somebody looks. The heading is there at once, the rest when it comes. */
export function LiveBlock({ detail: { agent } }: SectionProps) {
  const known = useCommands(agent)
  return (
    <section aria-labelledby="live" className="gutter py-4">
      <Suspense fallback={<LiveHead>{null}</LiveHead>}>
        <LiveSection agent={agent} stateCommand={known?.commands.state ?? null} />
      </Suspense>
    </section>
  )
}
