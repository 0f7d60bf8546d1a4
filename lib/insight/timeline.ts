import { type FleetTally, type PassFact, timeOfPass } from './pass-fact.ts'

/**
 * Why nobody saw the fleet: `collector` our collector did not run; `unreachable` the manager did not answer; `refused` it refused
 * our account, its certificate was not the expected one or it limited us; `other_fleet`; `degraded` its answers can't be used.
 */
export const GAP_REASONS = ['collector', 'unreachable', 'refused', 'other_fleet', 'degraded'] as const
export type GapReason = (typeof GAP_REASONS)[number]

/** A stretch of time from `from` up to, but without, `to`. */
export type Segment =
  | { readonly kind: 'seen'; readonly from: number; readonly to: number; readonly counts: FleetTally | null }
  | { readonly kind: 'unseen'; readonly from: number; readonly to: number; readonly reason: GapReason }

export interface Timeline {
  /** In order, touching each other, from the first pass on. */
  readonly segments: readonly Segment[]
  /** No later pass can change anything before this; `null` when nothing is settled. */
  readonly settledUntil: number | null
}

/** A pass may be this late, as on the screen's chip, before what it saw counts as old. */
const LATE_MS = 30_000
/** For passes of an older version, which did not say when the next one was due. */
const UNTOLD_MS = 15 * 60_000
/** A pass that runs for longer is one whose process is gone. */
const RUNNING_MAX_MS = 10 * 60_000

/**
 * What was seen when, by the passes of one manager. What a good pass counted holds until the next good one, if that is not late;
 * else the time from its end on is a gap, with the reasons that the failed passes in it give. Interrupted passes say nothing.
 * @param until end of the last segment: now, or earlier
 */
export function timeline(passes: readonly PassFact[], until: number): Timeline {
  const ended = passes
    .filter(({ outcome, finishedAt }) => finishedAt !== null && outcome !== 'running' && outcome !== 'interrupted')
    .map((pass) => ({ pass, at: timeOfPass(pass) }))
    .filter(({ at }) => at <= until)
    .sort((a, b) => a.at - b.at || a.pass.id - b.pass.id)
  const segments: Segment[] = []
  let good: Look | null = null
  let fails: Look[] = []
  for (const look of ended) {
    if (look.pass.outcome === 'failed') fails.push(look)
    else {
      addStretch(segments, good, fails, look.at)
      good = look
      fails = []
    }
  }
  const settledUntil = settled(good, fails)
  // A pass that is under way and began in time keeps the last one's counts alive.
  const running = passes.find(({ outcome, startedAt }) => outcome === 'running' && until - startedAt <= RUNNING_MAX_MS)
  const isAlive = running !== undefined && good !== null && fails.length === 0 && timeOfPass(running) <= dueAt(good)
  if (isAlive && good) add(segments, { kind: 'seen', from: good.at, to: until, counts: good.pass.counts })
  else addStretch(segments, good, fails, until)
  return { segments, settledUntil }
}

interface Look {
  readonly pass: PassFact
  readonly at: number
}

/** When a pass was over, and when the next one was late, both on the axis that `at` is on. */
function endOf({ pass, at }: Look): number {
  return at + Math.max(0, (pass.finishedAt ?? pass.startedAt) - pass.startedAt)
}
function dueAt({ pass, at }: Look): number {
  const expected = pass.nextBy === null ? (pass.finishedAt ?? pass.startedAt) + UNTOLD_MS : pass.nextBy
  return at + Math.max(0, expected - pass.startedAt) + LATE_MS
}

function settled(good: Look | null, fails: readonly Look[]): number | null {
  const lastFail = fails[fails.length - 1]
  if (!good) return lastFail?.at ?? null
  return lastFail && lastFail.at > dueAt(good) ? lastFail.at : good.at
}

/** The time from a good pass (or the first failed one) to the next good one, or to now. */
function addStretch(segments: Segment[], good: Look | null, fails: readonly Look[], to: number): void {
  if (good && to <= dueAt(good)) {
    add(segments, { kind: 'seen', from: good.at, to, counts: good.pass.counts })
    return
  }
  const [first] = fails
  let from = good ? Math.min(to, endOf(good)) : (first?.at ?? to)
  if (good) add(segments, { kind: 'seen', from: good.at, to: from, counts: good.pass.counts })
  let due = good ? dueAt(good) : null
  let before: Look | null = null
  for (const fail of fails) {
    from = addGap(segments, from, fail.at, due, before, reasonOf(fail.pass))
    due = dueAt(fail)
    before = fail
  }
  addGap(segments, from, to, due, before, 'collector')
}

/**
 * A stretch of a gap between two passes: while the second was in time it has the first one's reason, or the second's when the first
 * was good; else nobody looked once the first was over. @returns its end
 */
function addGap(segments: Segment[], from: number, to: number, due: number | null, before: Look | null, next: GapReason): number {
  if (to <= from) return from
  const isLate = due !== null && to > due
  if (before && isLate) {
    const end = Math.min(to, Math.max(from, endOf(before)))
    add(segments, { kind: 'unseen', from, to: end, reason: reasonOf(before.pass) })
    add(segments, { kind: 'unseen', from: end, to, reason: 'collector' })
  } else add(segments, { kind: 'unseen', from, to, reason: isLate ? 'collector' : before ? reasonOf(before.pass) : next })
  return to
}

function reasonOf({ state }: PassFact): GapReason {
  switch (state) {
    case null:
      return 'collector'
    case 'unreachable':
    case 'other_fleet':
      return state
    case 'refused':
    case 'rate_limited':
      return 'refused'
    default:
      return 'degraded'
  }
}

function add(segments: Segment[], segment: Segment): void {
  if (segment.to <= segment.from) return
  const last = segments[segments.length - 1]
  if (last?.kind === 'unseen' && segment.kind === 'unseen' && last.reason === segment.reason && last.to === segment.from)
    segments[segments.length - 1] = { ...last, to: segment.to }
  else segments.push(segment)
}
