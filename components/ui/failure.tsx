'use client'

import type { ApiError } from '#lib/api/api-error.ts'
import { TEXT } from '#lib/format/text.ts'
import { CopyButton } from './copy-button.tsx'
import { Notice } from './notice.tsx'

/** A call failed and there is nothing older to show. */
export function Failure({
  title,
  error,
  onRetry,
  level = 2,
}: {
  title: string
  error: ApiError
  onRetry: () => void
  level?: 1 | 2
}) {
  return (
    <Notice title={title} level={level} alert>
      <p>{error.message}</p>
      <p className="mt-2 flex flex-wrap items-center gap-3">
        <button type="button" className="button" onClick={onRetry}>
          {TEXT.tryAgain}
        </button>
        {error.requestId !== null && (
          <span className="meta text-tertiary">
            {TEXT.requestId} <span className="mono">{error.requestId}</span>
            <CopyButton value={error.requestId} what={TEXT.requestId.toLowerCase()} />
          </span>
        )}
      </p>
    </Notice>
  )
}
