import type { AgentItem } from '#lib/contract/agents.ts'
import { MARKS_TEXT } from '#lib/format/text-marks.ts'
import { Icon } from './icon.tsx'
import { useToday } from './use-today.ts'

/** Beside the status of an agent that somebody expects to be down; nothing for all others. */
export function ExpectedTag({ agent }: { agent: AgentItem }) {
  return agent.expected ? <Tag agent={agent} /> : null
}

function Tag({ agent }: { agent: AgentItem }) {
  const words = expectedWords(agent, useToday())
  return (
    <span className="expected-tag" title={words}>
      <Icon name="clock" small />
      <span className="sr-only">{words}</span>
    </span>
  )
}

/** Why, until when, and who said so when, in one line. @param today ISO 8601 @param zone to write times in; the machine's own without it */
export function expectedWords(agent: AgentItem, today: string, zone?: string): string {
  const { expectedReason, expectedUntil, expectedBy, expectedAt } = agent
  return [
    MARKS_TEXT.known(expectedReason ?? ''),
    expectedUntil !== null && MARKS_TEXT.untilWhen(expectedUntil, today, zone),
    expectedBy !== null && expectedAt !== null && MARKS_TEXT.by(expectedBy, expectedAt, today, zone),
  ]
    .filter((part) => part !== false)
    .join(' · ')
}
