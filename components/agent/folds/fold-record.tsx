'use client'

import type { AgentItem } from '#lib/contract/agents.ts'
import { agentRecord } from '#lib/format/agent-record.ts'
import { FOLDS_TEXT } from '#lib/format/text-folds.ts'
import { formatMoment } from '#lib/format/time.ts'
import { Command } from '../copy/command.tsx'
import { useCommands } from '../copy/use-commands.ts'

const TEXTS = FOLDS_TEXT.record

/** The agent's record as its manager gave it, with the lines of the manager's own tool beside it. */
export function RecordFold({ agent, asOf }: { agent: AgentItem; asOf: string | null }) {
  const commands = useCommands(agent)?.commands ?? null
  const readAt = agent.seenAt ?? asOf
  return (
    <>
      {readAt !== null && <p className="meta text-tertiary">{TEXTS.asOf(formatMoment(readAt, asOf))}</p>}
      <table className="plain section-rows record">
        <thead>
          <tr>
            <th scope="col">{TEXTS.field}</th>
            <th scope="col">{TEXTS.value}</th>
            {commands && <th scope="col">{TEXTS.tool(commands.title)}</th>}
          </tr>
        </thead>
        <tbody>
          {agentRecord(agent).map(({ field, value, line }) => (
            <tr key={field}>
              <th scope="row" className="mono wrap-anywhere">
                {field}
              </th>
              <td className="wrap-anywhere">
                {value === null ? <span className="text-tertiary">{TEXTS.empty}</span> : <span className="mono">{value}</span>}
              </td>
              {commands && <td className="wrap-anywhere">{line}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {commands && <Command command={commands.control} what={TEXTS.command} />}
      <p className="meta mt-2 text-tertiary">{TEXTS.elsewhere}</p>
    </>
  )
}
