const QUIET_MS = 30_000

/** What was said last to screen readers, or would have been: the first answer is the page itself, which is read anyway. */
export interface Said {
  readonly topic: string
  readonly news: string
  /** Epoch milliseconds. */
  readonly at: number
}

/**
 * In how many milliseconds news are said; `null` for never. A new topic (another filter) is said at once; news of the same one at most
 * every 30 s, as a summary and not as a stream.
 */
export function sayIn(before: Said | null, { topic, news, at }: Said): number | null {
  if (news === '' || before === null) return null
  if (before.topic !== topic) return 0
  return before.news === news ? null : Math.max(0, before.at + QUIET_MS - at)
}
