'use client'

import { StatusMark } from '#components/ui/status-mark.tsx'
import { useNow } from '#components/ui/use-now.ts'
import { formatAge } from '#lib/format/age.ts'
import { LIVE_TEXT } from '#lib/format/text-live.ts'
import { formatDateTime } from '#lib/format/time.ts'

/** In the place of freshness while the page is held: since when nothing moves. */
export function PausedChip({ since }: { since: number }) {
  const now = useNow()
  const title = LIVE_TEXT.pausedTitle(formatDateTime(new Date(since).toISOString()))
  return (
    <p
      className="inline-flex min-w-0 items-center gap-2 px-2 whitespace-nowrap text-secondary"
      data-s="pending"
      data-testid="paused"
      title={title}
    >
      <StatusMark token="pending" />
      <span className="min-w-0 truncate">
        <span className="font-medium text-primary">{LIVE_TEXT.paused}</span>
        <span className="max-sm:sr-only"> · {formatAge(Math.max(0, Math.floor((now - since) / 1000)))}</span>
      </span>
    </p>
  )
}
