'use client'

import { StatusMark } from '#components/ui/status-mark.tsx'
import { TEXT } from '#lib/format/text.ts'
import type { Freshness } from './freshness.ts'
import { useFreshness } from './use-freshness.ts'

/** Always visible: how old the data is, and why when it is old. Its seconds tick, so it is no live region; see Announcer. */
export function FreshnessChip() {
  const { worst } = useFreshness()
  const { token, word, age, why } = sayFreshness(worst)
  return (
    <p
      className="inline-flex min-w-0 items-center gap-2 px-2 whitespace-nowrap text-secondary"
      data-s={token}
      data-testid="freshness"
    >
      <StatusMark token={token} />
      <span className="min-w-0 truncate">
        <span className="font-medium text-primary">{word}</span>
        {age !== '' && ` · ${age}`}
        {why !== '' && <span className="max-md:sr-only"> — {why}</span>}
      </span>
    </p>
  )
}

type Token = 'active' | 'pending' | 'unknown'

/** Freshness in words: `stale · 6 min — manager unreachable, retrying in 30 s`. */
export function sayFreshness(freshness: Freshness): { token: Token; word: string; age: string; why: string } {
  const text = TEXT.fresh
  switch (freshness.kind) {
    case 'unknown':
      return { token: 'unknown', word: text.unknown, age: '', why: '' }
    case 'starting':
      return { token: 'pending', word: text.starting, age: '', why: '' }
    case 'live': {
      const [word, age] = text.live(freshness.seconds)
      return { token: 'active', word, age, why: '' }
    }
    case 'first_pass': {
      const { progress } = freshness
      const [word, age] = text.firstPass(progress)
      return { token: 'pending', word, age, why: '' }
    }
    case 'offline': {
      const [word, age] = text.offline(freshness.seconds)
      return { token: 'unknown', word, age, why: text.dashboardGone }
    }
    case 'stale': {
      const [word, age] = text.stale(freshness.seconds)
      const retry = freshness.retryInSeconds === null ? '' : `, ${text.retrying(freshness.retryInSeconds)}`
      return { token: 'unknown', word, age, why: text.reasons[freshness.reason] + retry }
    }
  }
}
