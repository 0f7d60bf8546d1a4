import type { AgentHistory, HistoryGap } from '#lib/contract/agent-history.ts'
import type { TransitionItem } from '#lib/contract/agents.ts'

/** How long the status before a change had lasted. */
export interface Lasted {
  readonly status: string
  readonly seconds: number
  /** Both ends are exact; else it was at least so long. */
  readonly exact: boolean
}

/** One entry of the list; `time` is epoch milliseconds, as well as it is known. */
export type Entry =
  | {
      readonly kind: 'changes'
      readonly time: number
      readonly changes: readonly TransitionItem[]
      readonly lasted: Lasted | null
    }
  | { readonly kind: 'gap'; readonly time: number; readonly gap: HistoryGap }
  | { readonly kind: 'removed'; readonly time: number; readonly lastSeenAt: string | null; readonly removedBy: string }
  | { readonly kind: 'moment'; readonly time: number }

/**
 * What is listed, newest first: what a pass saw change together, the gaps among it, and the moment that is looked at.
 * @param pages of one history, the newest changes first @param at epoch milliseconds
 */
export function entriesOf(pages: readonly AgentHistory[], at: number | null): Entry[] {
  const [first] = pages
  if (!first) return []
  const transitions = pages.flatMap((page) => page.transitions)
  const isWhole = pages[pages.length - 1]?.after === null
  const groups = groupsOf(transitions)
  // The last one may go on in the next page; alone it is better than nothing.
  const told = isWhole || groups.length === 1 ? groups : groups.slice(0, -1)
  const entries: Entry[] = told.map((changes) => ({
    kind: 'changes',
    time: timeOf(changes[0]),
    changes,
    lasted: lastedOf(changes, transitions),
  }))
  // Gaps among changes that are not there yet come with them.
  const oldest = isWhole ? Number.NEGATIVE_INFINITY : (entries[entries.length - 1]?.time ?? 0)
  for (const gap of first.gaps) if (Date.parse(gap.to) > oldest) entries.push({ kind: 'gap', time: Date.parse(gap.from), gap })
  if (first.removed) entries.push({ kind: 'removed', time: Date.parse(first.removed.removedBy), ...first.removed })
  if (at !== null && at > Math.max(oldest, Date.parse(first.strip.from))) entries.push({ kind: 'moment', time: at })
  return entries.sort((a, b) => b.time - a.time)
}

/** What the first pass that saw it saw change together; the status first, then what it says of the configuration. */
function groupsOf(transitions: readonly TransitionItem[]): TransitionItem[][] {
  const groups: TransitionItem[][] = []
  for (const transition of transitions) {
    const last = groups[groups.length - 1]
    if (last && last[0]?.seenBy === transition.seenBy) last.push(transition)
    else groups.push([transition])
  }
  return groups.map((group) => group.sort((a, b) => placeOf(a) - placeOf(b)))
}

const ORDER = ['dateAdd', 'status', 'group_config_status']
function placeOf({ field }: TransitionItem): number {
  const place = ORDER.indexOf(field)
  return place < 0 ? ORDER.length : place
}

/** The time by which an entry is placed: the manager's own where it lies between the passes, else that of the pass. */
function timeOf(change: TransitionItem | undefined): number {
  return change ? Date.parse(exactOf(change) ?? change.seenBy ?? '') : 0
}

/** The manager's own time of a change, where it lies between the passes that saw it. */
export function exactOf({ at, seenAfter, seenBy }: TransitionItem): string | null {
  const isWithin = at !== null && (seenBy === null || at <= seenBy) && (seenAfter === null || at >= seenAfter)
  return isWithin ? at : null
}

/** @param all newest first */
function lastedOf(changes: readonly TransitionItem[], all: readonly TransitionItem[]): Lasted | null {
  const own = changes.find(({ field }) => field === 'status')
  if (!own || own.from === null) return null
  const before = all.slice(all.indexOf(own) + 1).find(({ field }) => field === 'status')
  if (!before) return null
  const heard = before.to === 'disconnected' ? before.lastKeepAlive : null
  const [start, end] = [heard ?? exactOf(before), exactOf(own)]
  const from = Date.parse(start ?? before.seenBy ?? '')
  const to = Date.parse(end ?? own.seenAfter ?? '')
  if (Number.isNaN(from) || Number.isNaN(to) || to <= from) return null
  return { status: own.from, seconds: (to - from) / 1000, exact: start !== null && end !== null }
}
