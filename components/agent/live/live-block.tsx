'use client'

import { useCommands } from '../copy/use-commands.ts'
import type { SectionProps } from '../section-props.ts'
import { useIsRestedAt } from '../walking.ts'
import { LiveHead } from './live-head.tsx'
import { LiveSection } from './live-section.tsx'

/** What is asked of the agent and its manager while somebody looks. */
export function LiveBlock({ detail: { agent } }: SectionProps) {
  const known = useCommands(agent)
  // Walking past an endpoint asks its manager nothing.
  const isRested = useIsRestedAt()
  return (
    <section aria-labelledby="live" className="gutter py-4">
      {isRested ? <LiveSection agent={agent} stateCommand={known?.commands.state ?? null} /> : <LiveHead>{null}</LiveHead>}
    </section>
  )
}
