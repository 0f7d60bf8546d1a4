'use client'

import { useQuery } from '@tanstack/react-query'
import { askQueries } from '#lib/api/ask-queries.ts'
import type { Collection } from '#lib/contract/agent-live.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { formatBytes, formatCount } from '#lib/format/numbers.ts'
import { FOLDS_TEXT } from '#lib/format/text-folds.ts'
import { AskedAnswer, AskedPart } from './asked-answer.tsx'

const TEXTS = FOLDS_TEXT.collection

/** Each log that the agent reads: what came from it since its start and lately, and what was dropped. */
export function CollectionFold({ agent }: { agent: AgentItem }) {
  const query = useQuery(askQueries.collection(agent.manager, agent.id))
  return (
    <AskedAnswer query={query}>
      {({ collection }) => (
        <AskedPart part={collection} of="collection">
          {(data) => <Files data={data} />}
        </AskedPart>
      )}
    </AskedAnswer>
  )
}

function Files({ data: { global, interval } }: { data: Collection }) {
  if (global.files.length === 0) return <p className="text-secondary">{TEXTS.none}</p>
  const lately = new Map(interval.files.map((file) => [file.location, file]))
  return (
    <>
      {global.start !== null && <p className="meta text-tertiary">{TEXTS.since(own(global.start), span(interval))}</p>}
      <table className="plain log-counts">
        <thead>
          <tr>
            <th scope="col" className="log">
              {TEXTS.location}
            </th>
            <th scope="col">{TEXTS.events}</th>
            <th scope="col">{TEXTS.lately}</th>
            <th scope="col">{TEXTS.bytes}</th>
            <th scope="col">{TEXTS.drops}</th>
          </tr>
        </thead>
        <tbody>
          {global.files.map(({ location, events, bytes, drops }) => (
            <tr key={location} className={drops > 0 ? 'differs' : undefined}>
              <th scope="row" className="mono wrap-anywhere">
                {location}
              </th>
              <td>{formatCount(events)}</td>
              <td>{formatCount(lately.get(location)?.events ?? 0)}</td>
              <td>{formatBytes(bytes)}</td>
              <td>{drops > 0 ? <b>{formatCount(drops)}</b> : formatCount(drops)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** The agent's own time, as it gives it. */
function own(time: string): string {
  return time.replace('T', ' ')
}

function span({ start, end }: Collection['interval']): string | null {
  return start === null || end === null ? null : `${start.slice(11)} – ${end.slice(11)}`
}
