import type { AgentItem } from '#lib/contract/agents.ts'
import { MARKS_TEXT } from '#lib/format/text-marks.ts'
import { Icon } from './icon.tsx'

/** Beside the status of an agent that somebody expects to be down; nothing for all others. */
export function ExpectedTag({ agent }: { agent: AgentItem }) {
  if (!agent.expected) return null
  const words = expectedWords(agent)
  return (
    <span className="expected-tag" title={words}>
      <Icon name="clock" small />
      <span className="sr-only">{words}</span>
    </span>
  )
}

/** Why, until when, and who said so when, in one line. @param zone to write times in; the machine's own without it */
export function expectedWords(agent: AgentItem, zone?: string): string {
  const { expectedReason, expectedUntil, expectedBy, expectedAt, seenAt } = agent
  const now = seenAt ?? ''
  return [
    MARKS_TEXT.known(expectedReason ?? ''),
    expectedUntil !== null && MARKS_TEXT.untilWhen(expectedUntil, now, zone),
    expectedBy !== null && expectedAt !== null && MARKS_TEXT.by(expectedBy, expectedAt, now, zone),
  ]
    .filter((part) => part !== false)
    .join(' · ')
}
