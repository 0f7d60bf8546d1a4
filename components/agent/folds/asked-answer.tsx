'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { failureOf } from '#lib/api/api-error.ts'
import type { NoAnswer } from '#lib/contract/agent-live.ts'
import { TEXT } from '#lib/format/text.ts'
import { FOLDS_TEXT } from '#lib/format/text-folds.ts'
import type { Asked } from '#lib/format/text-live-agent.ts'
import { WhyNot } from '../live/why-not.tsx'

/** The answer to a question that was asked when this opened: on its way, failed, or as `children` draw it. */
export function AskedAnswer<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => React.ReactNode }) {
  const { data, isFetching, refetch } = query
  const error = failureOf(query)
  const again = (
    <button type="button" className="link meta" onClick={() => void refetch()}>
      {FOLDS_TEXT.again}
    </button>
  )
  if (data === undefined && error === null)
    return (
      <p className="meta text-tertiary" aria-busy="true">
        {FOLDS_TEXT.asking}
      </p>
    )
  return (
    <div aria-busy={isFetching}>
      {error && (
        <p className="text-secondary" role="alert">
          <b className="font-semibold text-primary">{TEXT.banner.requestFailed}.</b> {error.message}
        </p>
      )}
      {data !== undefined && children(data)}
      <p className="mt-2">{again}</p>
    </div>
  )
}

type Part<T> = NoAnswer | { kind: 'answer'; askedAt: string; tookMs: number; data: T }

/** One part of an answer, or why it is missing. */
export function AskedPart<T>({ part, of, children }: { part: Part<T>; of: Asked; children: (data: T) => React.ReactNode }) {
  return part.kind === 'none' ? <WhyNot none={part} of={of} /> : children(part.data)
}
