'use client'

import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId, useState } from 'react'
import { askQueries } from '#lib/api/ask-queries.ts'
import type { AgentInventoryList, InventoryList } from '#lib/contract/agent-inventory.ts'
import type { AgentItem } from '#lib/contract/agents.ts'
import { FOLDS_TEXT } from '#lib/format/text-folds.ts'
import { WhyNot } from '../live/why-not.tsx'
import { AskedAnswer } from './asked-answer.tsx'
import { inventoryRows, searchRows } from './inventory-rows.ts'
import { PlainTable } from './plain-table.tsx'
import { ScannedAt } from './scanned-at.tsx'

const TEXTS = FOLDS_TEXT.inventory
/** Rows that are drawn at once. */
const STEP = 500

/** One long list of what the agent last reported: searched here, drawn a part at a time. */
export function InventoryListFold({ agent, list, asOf }: { agent: AgentItem; list: InventoryList; asOf: string | null }) {
  const query = useQuery(askQueries.inventoryList(agent.manager, agent.id, list))
  return <AskedAnswer query={query}>{(data) => <Listed answer={data} asOf={asOf} />}</AskedAnswer>
}

function Listed({ answer, asOf }: { answer: AgentInventoryList; asOf: string | null }) {
  const [text, setText] = useState('')
  const [most, setMost] = useState(STEP)
  const wanted = useDeferredValue(text)
  const id = useId()
  const { list, rows } = answer
  if (rows.kind === 'none') return <WhyNot none={rows} of="inventory" />
  const { total, scannedAt } = rows.data
  const words = TEXTS.lists[list]
  const all = inventoryRows(answer, asOf)
  if (all.length === 0) return <p className="text-secondary">{words.none}</p>
  const found = searchRows(all, wanted)
  return (
    <>
      <div className="inventory-tools">
        <label className="sr-only" htmlFor={id}>
          {TEXTS.search(list)}
        </label>
        <input
          id={id}
          type="search"
          className="field"
          autoComplete="off"
          placeholder={TEXTS.search(list)}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setMost(STEP)
          }}
        />
        <span className="meta text-secondary" role="status">
          {TEXTS.count(found.length, all.length)}
        </span>
        <ScannedAt time={scannedAt} asOf={asOf} />
      </div>
      {total > all.length && <p className="meta text-secondary">{TEXTS.beyond(all.length, total, words.by)}</p>}
      {found.length === 0 ? (
        <p className="mt-2 text-secondary">{TEXTS.noMatch(wanted)}</p>
      ) : (
        <PlainTable
          className={`plain inventory-rows ${list}`}
          columns={words.columns}
          rows={found.slice(0, most)}
          cellClass={() => 'wrap-anywhere'}
        />
      )}
      {found.length > most && (
        <button type="button" className="link meta" onClick={() => setMost(most + STEP)}>
          {TEXTS.more(Math.min(STEP, found.length - most))}
        </button>
      )}
      {list === 'processes' && <p className="meta mt-2 text-tertiary">{TEXTS.noArguments}</p>}
    </>
  )
}
