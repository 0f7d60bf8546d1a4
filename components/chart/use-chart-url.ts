'use client'

import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { readSpan, type Span } from './span.ts'

/** What the address says about the chart. */
interface ChartUrl {
  span: Span
  /** The table in place of the drawing. */
  isTable: boolean
  /** A moment whose changes are listed, ISO 8601; '' for none. */
  moment: string
}

type Change = Partial<{ span: string; chart: 'table' | ''; moment: string }>

/** The address is the only home of the chart's span, form and chosen moment; what else stands in it is kept. */
export function useChartUrl(): ChartUrl & { hrefOf: (change: Change) => string } {
  const search = useSearchParams().toString()
  return useMemo(() => {
    const params = new URLSearchParams(search)
    const moment = params.get('moment') ?? ''
    return {
      span: readSpan(params.get('span') ?? ''),
      isTable: params.get('chart') === 'table',
      moment: Number.isNaN(Date.parse(moment)) ? '' : moment,
      hrefOf: (change: Change) => {
        const next = new URLSearchParams(search)
        for (const [name, value] of Object.entries(change)) {
          if (value === '') next.delete(name)
          else next.set(name, value)
        }
        const text = next.toString()
        return text === '' ? '/' : `/?${text}`
      },
    }
  }, [search])
}
