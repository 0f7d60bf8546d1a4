'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useId, useState } from 'react'
import { pastQueries } from '#lib/api/queries.ts'
import type { ChangeItem } from '#lib/contract/events.ts'
import { changeTime, joinChanges } from '#lib/format/change-words.ts'
import { HISTORY_TEXT } from '#lib/format/text-history.ts'

const WORDS = HISTORY_TEXT.else
/** Another manager's pass may have begun a little earlier or later. */
const AROUND_MS = 15_000

/** What else a pass saw change, looked up when it is asked for. @param after the pass before, ISO 8601 */
export function ElseChanged({ manager, id, after, by }: { manager: string; id: string; after: string | null; by: string }) {
  const [isOpen, setOpen] = useState(false)
  const list = useId()
  return (
    <>
      <button
        type="button"
        className="facet-more"
        aria-expanded={isOpen}
        aria-controls={isOpen ? list : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? WORDS.close : WORDS.open}
      </button>
      {isOpen && (
        <div id={list} className="else-list">
          <Others manager={manager} id={id} after={after} by={by} />
        </div>
      )}
    </>
  )
}

function Others({ manager, id, after, by }: { manager: string; id: string; after: string | null; by: string }) {
  const [start, end] = [Date.parse(after ?? by), Date.parse(by)]
  const middle = new Date((start + end) / 2).toISOString()
  const seconds = Math.ceil(((end - start) / 2 + AROUND_MS) / 1000)
  const query = useInfiniteQuery(pastQueries.changes(middle, `${seconds}s`))
  if (query.isPending) return <p className="meta late text-secondary">{WORDS.loading}</p>
  if (query.isError && !query.data) return <p className="meta text-secondary">{WORDS.failed}</p>
  const items = query.data.pages.flatMap((page) => page.items)
  // Of its own manager, what that pass saw; another one's passes are not at the same time.
  const isElse = (item: ChangeItem) => item.manager !== manager || (item.id !== id && item.seenBy === by)
  const rows = joinChanges(items.filter(isElse))
  const others = new Set(rows.map(({ item }) => `${item.manager} ${item.id} ${item.name}`)).size
  if (rows.length === 0) return <p className="meta text-secondary">{WORDS.nothing}</p>
  return (
    <>
      <p className="meta text-secondary">{WORDS.title(others, query.hasNextPage)}</p>
      <ol className="meta">
        {rows.map(({ item, said }) => (
          <li className="else" key={`${item.manager} ${item.id} ${item.seenBy} ${said.join()}`}>
            <span className="text-tertiary">{changeTime(item, by)}</span>{' '}
            {item.gone ? (
              <span>
                {item.name} <span className="text-secondary">({WORDS.gone})</span>
              </span>
            ) : (
              <Link
                className="link"
                prefetch={false}
                href={`/agents/${encodeURIComponent(item.manager)}/${encodeURIComponent(item.id)}?at=${encodeURIComponent(by)}`}
              >
                {item.name}
              </Link>
            )}{' '}
            <span className="text-secondary">{said.join(', ')}</span>
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <button type="button" className="facet-more" onClick={() => !query.isFetchingNextPage && void query.fetchNextPage()}>
          {WORDS.more}
        </button>
      )}
    </>
  )
}
