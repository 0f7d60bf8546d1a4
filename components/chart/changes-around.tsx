'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { ListLink } from '#components/ui/list-link.tsx'
import { pastQueries } from '#lib/api/queries.ts'
import { changeTime, joinChanges } from '#lib/format/change-words.ts'
import { CHANGES_TEXT } from '#lib/format/text-changes.ts'
import { formatClock } from '#lib/format/time.ts'

/** What changed around a moment, each change with when it happened as well as that is known. @param windowSeconds before and after it */
export function ChangesAround({ at, windowSeconds, closeHref }: { at: string; windowSeconds: number; closeHref: string }) {
  const query = useInfiniteQuery(pastQueries.changes(at, `${windowSeconds}s`))
  const heading = useRef<HTMLHeadingElement>(null)
  // The list stands below what was pressed: reading goes on there. A page that opens with it stays at its top.
  const opened = useRef(at)
  useEffect(() => {
    if (opened.current !== at || document.activeElement !== document.body) heading.current?.focus({ preventScroll: true })
    opened.current = at
  }, [at])
  const words = CHANGES_TEXT
  const pages = query.data?.pages ?? []
  const first = pages[0]
  const rows = joinChanges(pages.flatMap((page) => page.items))
  return (
    <section className="around gutter" aria-labelledby="around">
      <div className="past-head">
        <h2 id="around" ref={heading} tabIndex={-1} className="font-semibold">
          {words.title(formatClock(at, new Date().toISOString()))}
        </h2>
        {first && (
          <span className="meta text-secondary">{words.window(formatClock(first.from, at), formatClock(first.to, at))}</span>
        )}
        <ListLink className="ghost ms-auto" href={closeHref} aria-label={words.close} title={words.close}>
          <Icon name="close" />
        </ListLink>
      </div>
      {query.isPending && <p className="meta late text-secondary">{words.loading}</p>}
      {query.isError && !first && <p className="meta text-secondary">{words.failed}</p>}
      {first && rows.length === 0 && <p className="meta text-secondary">{words.nothing}</p>}
      <ol>
        {rows.map(({ item, said }) => (
          <li className="change" key={`${item.manager} ${item.id} ${item.field} ${item.seenBy} ${item.to}`}>
            <span className="when">{changeTime(item, at)}</span>
            {item.gone ? (
              <span>
                {item.name} <span className="text-secondary">({words.gone})</span>
              </span>
            ) : (
              <Link
                className="event-link"
                prefetch={false}
                href={`/agents/${encodeURIComponent(item.manager)}/${encodeURIComponent(item.id)}`}
              >
                {item.name}
              </Link>
            )}
            <span className="text-secondary">{said.join(', ')}</span>
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <button
          type="button"
          className="button mt-2"
          aria-disabled={query.isFetchingNextPage}
          onClick={() => !query.isFetchingNextPage && void query.fetchNextPage()}
        >
          {words.more}
        </button>
      )}
    </section>
  )
}
