import { type AgentStatus, toAgentStatus } from '#lib/agent/status.ts'

/** A day in quarters of an hour. */
export const STRIP_CELLS = 96
export const STRIP_CELL_MS = 15 * 60_000
const STRIP_MS = STRIP_CELLS * STRIP_CELL_MS

/** One letter a cell: the worst that an agent was in it, `x` where nobody looked, `o` before it was enrolled. */
export const STRIP_LETTERS = {
  active: 'a',
  disconnected: 'd',
  pending: 'p',
  never_connected: 'n',
  unknown: 'u',
  unseen: 'x',
  absent: 'o',
} as const satisfies Record<AgentStatus | 'unseen' | 'absent', string>

/** One change of status; times in epoch milliseconds. */
export interface StripChange {
  readonly from: string | null
  readonly to: string | null
  /** The manager's own time of it, and the passes around it. */
  readonly at: number | null
  readonly afterAt: number | null
  readonly seenAt: number
}

/** A stretch of time in which passes saw the manager. */
interface Seen {
  readonly from: number
  readonly to: number
}

/** The day that a strip shows: whole quarters of an hour, the last of which is under way at `now`. */
export function stripWindow(now: number): { from: number; to: number } {
  const to = (Math.floor(now / STRIP_CELL_MS) + 1) * STRIP_CELL_MS
  return { from: to - STRIP_MS, to }
}

/**
 * One agent's last 24 hours as a word of `STRIP_CELLS` letters, and how long it was down in them.
 * @param changes its changes of status in the window, the oldest first @param seen in order
 */
export function stripOf(
  agent: { readonly status: AgentStatus; readonly dateAdd: number | null },
  changes: readonly StripChange[],
  seen: readonly Seen[],
  now: number,
): { cells: string; downMs: number; unseenMs: number } {
  const { from } = stripWindow(now)
  const spans = spansOf(agent, changes, from, now)
  const cells: string[] = []
  let downMs = 0
  let seenMs = 0
  let next = 0
  for (let i = 0; i < STRIP_CELLS; i++) {
    const start = from + i * STRIP_CELL_MS
    const end = Math.min(start + STRIP_CELL_MS, now)
    while (next < spans.length - 1 && (spans[next]?.to ?? 0) <= start) next++
    let letter: string = STRIP_LETTERS.unseen
    let rank = -1
    for (let j = next; j < spans.length; j++) {
      const span = spans[j]
      if (!span || span.from >= Math.max(end, start + 1)) break
      const visible = span.status === 'absent' ? 1 : overlap(seen, Math.max(start, span.from), Math.min(end, span.to))
      if (span.status !== 'absent') seenMs += visible
      if (span.status === 'disconnected') downMs += visible
      if (visible > 0 && RANK[span.status] > rank) {
        rank = RANK[span.status]
        letter = STRIP_LETTERS[span.status]
      }
    }
    cells.push(letter)
  }
  const absentMs = spans.reduce((sum, { status, from, to }) => sum + (status === 'absent' ? to - from : 0), 0)
  return { cells: cells.join(''), downMs, unseenMs: Math.max(0, now - from - absentMs - seenMs) }
}

type Status = AgentStatus | 'absent'
interface Span {
  readonly status: Status
  readonly from: number
  readonly to: number
}

/** In a cell the worst shows: a short loss must not vanish. */
const RANK = { absent: 0, never_connected: 1, active: 2, unknown: 3, pending: 4, disconnected: 5 } as const satisfies Record<
  Status,
  number
>

function spansOf(
  { status, dateAdd }: { readonly status: AgentStatus; readonly dateAdd: number | null },
  changes: readonly StripChange[],
  from: number,
  now: number,
): Span[] {
  const spans: Span[] = []
  let start = from
  const add = (state: Status, to: number) => {
    const end = Math.min(Math.max(to, start), now)
    if (end > start) spans.push({ status: state, from: start, to: end })
    start = end
  }
  if (dateAdd !== null) add('absent', dateAdd)
  for (const change of changes) add(toAgentStatus(change.from ?? ''), timeOf(change))
  const last = changes[changes.length - 1]
  add(last ? toAgentStatus(last.to ?? '') : status, now)
  return spans
}

/** The manager's own time where it lies between the passes that saw the change, else that of the second. */
function timeOf({ at, afterAt, seenAt }: StripChange): number {
  return at !== null && at <= seenAt && (afterAt === null || at >= afterAt) ? at : seenAt
}

/** Milliseconds of `from` to `to` in which somebody looked. */
function overlap(seen: readonly Seen[], from: number, to: number): number {
  let low = 0
  let high = seen.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((seen[middle]?.to ?? 0) <= from) low = middle + 1
    else high = middle
  }
  let sum = 0
  for (let i = low; i < seen.length; i++) {
    const one = seen[i]
    if (!one || one.from >= to) break
    sum += Math.max(0, Math.min(one.to, to) - Math.max(one.from, from))
  }
  return sum
}
