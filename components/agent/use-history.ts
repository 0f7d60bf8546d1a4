'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { usePathname, useSearchParams } from 'next/navigation'
import { useContext, useMemo } from 'react'
import { useToday } from '#components/ui/use-today.ts'
import { historyQuery } from '#lib/api/agent-queries.ts'
import { HISTORY_RANGES, type HistoryRange, RANGE } from '#lib/insight/history/ranges.ts'
import { BesideContext, useIsRestedAt } from './walking.ts'

/** Which history is looked at: of the present endpoint with an id, or of the one that had it at the moment `of`. */
export interface HistoryOf {
  readonly manager: string
  readonly id: string
  readonly of: string | null
  /** The moment of the link that led here, epoch milliseconds; a range that reaches back to it comes first. */
  readonly at: number | null
}

/** The address is the only home of the range and of the form that it is shown in; what else stands in it is kept. */
export function useHistory({ manager, id, of, at }: HistoryOf) {
  const isBeside = useContext(BesideContext)
  const shown = { path: usePathname(), search: useSearchParams().toString() }
  // Beside the list the address is the list's: what is chosen there leads to the endpoint's own page.
  const path = isBeside ? `/agents/${encodeURIComponent(manager)}/${encodeURIComponent(id)}` : shown.path
  const search = isBeside ? '' : shown.search
  const enabled = useIsRestedAt()
  const today = useToday()
  const url = useMemo(() => {
    const params = new URLSearchParams(search)
    const asked = params.get('range')
    return {
      range: HISTORY_RANGES.find((known) => known === asked) ?? rangeOf(of ?? today, at),
      isTable: params.get('view') === 'table',
      hrefOf: (change: Readonly<Record<string, string>>) => {
        const next = new URLSearchParams(search)
        for (const [name, value] of Object.entries(change)) {
          if (value === '') next.delete(name)
          else next.set(name, value)
        }
        const text = next.toString()
        return text === '' ? path : `${path}?${text}`
      },
    }
  }, [path, search, of, at, today])
  return { ...url, isBeside, query: useInfiniteQuery({ ...historyQuery(manager, id, url.range, of ?? ''), enabled }) }
}

/** The shortest range that shows a moment. @param end when it was last seen, where it is gone; else now */
function rangeOf(end: string, at: number | null): HistoryRange {
  if (at === null) return '24h'
  const ago = Date.parse(end) - at
  return HISTORY_RANGES.find((range) => ago < RANGE[range].ms) ?? '1y'
}
