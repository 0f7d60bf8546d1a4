'use client'

import { lazy, Suspense } from 'react'
import { TEXT } from '#lib/format/text.ts'
import { useCommands } from '../copy/use-commands.ts'
import type { SectionProps } from '../section-props.ts'

const LiveSection = lazy(() => import('./live-section.tsx').then(({ LiveSection }) => ({ default: LiveSection })))

/** What is asked of the agent and its manager while somebody looks. The heading is there at once, the rest when it comes. */
export function LiveBlock({ detail: { agent } }: SectionProps) {
  const known = useCommands(agent)
  return (
    <section aria-labelledby="live" className="gutter py-4">
      <h2 id="live" className="mb-1 font-semibold">
        {TEXT.agent.live}
      </h2>
      <Suspense fallback={<p className="meta text-tertiary">{TEXT.agent.asking}</p>}>
        <LiveSection agent={agent} stateCommand={known?.commands.state ?? null} />
      </Suspense>
    </section>
  )
}
