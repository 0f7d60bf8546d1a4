/** How a screen learns of news: from the shared stream, or by asking. And whether the person has paused it on this page. */
export interface LiveState {
  readonly source: 'stream' | 'polling'
  /** Epoch milliseconds since when nothing new is shown; `null` while it is. */
  readonly pausedAt: number | null
}

/** Between two questions to our own server while no stream says when to ask; it answers from memory. */
export const POLL_MS = 5000
/** Beside a stream, for what no stream can tell: that it is stuck without ending. */
const SAFETY_MS = 60_000

const INITIAL: LiveState = { source: 'polling', pausedAt: null }
let state = INITIAL
const listeners = new Set<() => void>()

/** One for each page. */
export const liveState = {
  get: (): LiveState => state,
  /** While the server renders. */
  initial: (): LiveState => INITIAL,
  set(part: Partial<LiveState>): void {
    const { source = state.source, pausedAt = state.pausedAt } = part
    if (source === state.source && pausedAt === state.pausedAt) return
    state = { source, pausedAt }
    for (const listener of [...listeners]) listener()
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

/** `meta` of what is not asked for again with every event: what does not move, and what must not move while somebody chooses from it. */
export const NOT_LIVE = { live: false }

/** `refetchInterval` of everything that shows agents: never while paused, seldom while the stream says when. */
export function dataInterval(): number | false {
  if (state.pausedAt !== null) return false
  return state.source === 'stream' ? SAFETY_MS : POLL_MS
}

/** `refetchInterval` of what says whether the rest is fresh: also while paused. @param calm all managers answer as they should */
export function reportInterval(calm: boolean): number {
  return state.source === 'stream' && calm ? SAFETY_MS : POLL_MS
}
