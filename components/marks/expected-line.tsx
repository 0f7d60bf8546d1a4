'use client'

import { expectedWords } from '#components/ui/expected.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { useToday } from '#components/ui/use-today.ts'
import { useZone } from '#components/ui/use-zone.ts'
import { endMarks } from '#lib/api/marks.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { MARKS_TEXT } from '#lib/format/text-marks.ts'
import { MarkPopup } from './mark-popup.tsx'
import { useMark } from './use-mark.ts'

/** Under the name of an endpoint: that it may be down, why, until when, who said so and when; and the ways to say and to end it. */
export function ExpectedLine({ agent }: { agent: AgentItem }) {
  const { act, outcome, busy } = useMark()
  const zone = useZone()
  const today = useToday()
  const key = `${agent.manager}/${agent.id}`
  const end = () => act(async () => MARKS_TEXT.ended((await endMarks({ agents: [key] })).agents))
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
      {agent.expected ? (
        <>
          <span className="expected-line wrap-anywhere">
            <Icon name="clock" />
            {expectedWords(agent, today, zone)}
          </span>
          <button type="button" className="button no-print" aria-disabled={busy} onClick={end}>
            {MARKS_TEXT.endOne}
          </button>
        </>
      ) : (
        <MarkPopup what={{ agents: [key], name: agent.name }} look="words" />
      )}
      <span role="status" className={outcome.failed ? 'meta text-disconnected-text' : 'meta text-secondary'}>
        {outcome.text}
      </span>
    </div>
  )
}
