'use client'

import { useQuery } from '@tanstack/react-query'
import { askQueries } from '#lib/api/ask-queries.ts'
import { CONFIG_SECTIONS, type ConfigRows, type ConfigSection } from '#lib/contract/agent-live.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { FOLDS_TEXT } from '#lib/format/text-folds.ts'
import { AskedAnswer, AskedPart } from './asked-answer.tsx'
import { Fold } from './fold.tsx'

const TEXTS = FOLDS_TEXT.config

/** The sections of the agent's configuration, each asked for when it is opened. */
export function ConfigFold({ agent }: { agent: AgentItem }) {
  return (
    <div className="folds inner">
      {CONFIG_SECTIONS.map((section) => (
        <Fold key={section} title={TEXTS.sections[section]} hint={section}>
          <Section agent={agent} section={section} />
        </Fold>
      ))}
    </div>
  )
}

function Section({ agent, section }: { agent: AgentItem; section: ConfigSection }) {
  const query = useQuery(askQueries.config(agent.manager, agent.id, section))
  return (
    <AskedAnswer query={query}>
      {({ config }) => (
        <AskedPart part={config} of="config">
          {(rows) => <Settings rows={rows} />}
        </AskedPart>
      )}
    </AskedAnswer>
  )
}

function Settings({ rows }: { rows: ConfigRows }) {
  if (rows.length === 0) return <p className="text-secondary">{TEXTS.none}</p>
  return (
    <table className="plain section-rows">
      <thead>
        <tr>
          <th scope="col">{TEXTS.setting}</th>
          <th scope="col">{TEXTS.value}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ path, value }) => (
          <tr key={path.join('/')}>
            <th scope="row" className="wrap-anywhere">
              {TEXTS.path(path)}
            </th>
            <td className="wrap-anywhere">
              {value === null || value === '' ? (
                <span className="text-tertiary">{value === null ? TEXTS.hidden : TEXTS.empty}</span>
              ) : (
                <span className="mono">{value}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
