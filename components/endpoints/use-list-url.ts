'use client'

import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { type ListUrl, listHref, readListUrl } from './list-url.ts'

/** The address is the only home of filter, sort and page. Other parameters in it are kept. */
export function useListUrl() {
  const search = useSearchParams().toString()
  return useMemo(() => {
    const url = readListUrl(new URLSearchParams(search))
    return { url, hrefOf: (change: Partial<ListUrl>) => listHref(search, change) }
  }, [search])
}
