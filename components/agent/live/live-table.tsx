import type { AgentLive } from '#lib/contract/agent-live.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { LIVE_AGENT_TEXT as TEXT } from '#lib/format/text-live-agent.ts'
import { type LiveRow, liveRows } from './live-rows.ts'

/** Agent and manager side by side; nothing when neither said anything. */
export function LiveTable({ agent, live }: { agent: AgentItem; live: AgentLive }) {
  const rows = liveRows(agent, live)
  if (rows.length === 0) return null
  return (
    <table className="plain says mt-1">
      <thead>
        <tr>
          <th scope="col" className="measure">
            <span className="sr-only">{TEXT.columns.measure}</span>
          </th>
          <th scope="col">{TEXT.columns.agent}</th>
          <th scope="col">{TEXT.columns.manager}</th>
          <th scope="col">
            <span className="sr-only">{TEXT.columns.fit}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.measure} row={row} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ row: { measure, agent, manager, fit, differs, share } }: { row: LiveRow }) {
  return (
    <tr className={differs ? 'differs' : undefined}>
      <th scope="row">{measure}</th>
      <td className={agent === null ? 'says-nothing' : undefined}>
        {agent ?? TEXT.noAnswer}
        {share !== undefined && <meter className="fill" aria-hidden="true" min={0} max={1} value={share} />}
      </td>
      <td className={manager === null ? 'says-nothing' : undefined}>{manager ?? TEXT.silent}</td>
      <td>{fit !== null && (differs ? <b>≠ {fit}</b> : <span className="text-tertiary">{fit}</span>)}</td>
    </tr>
  )
}
