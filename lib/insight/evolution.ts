import { AGENT_STATUSES, type AgentStatus } from '#lib/agent/status.ts'
import { type Bucket, unseenOf } from './bucket.ts'
import type { GapReason, Segment } from './timeline.ts'

export type StatusCounts = Readonly<Record<AgentStatus, number>>

/** The past of one manager: what was seen in each step, and the counts at the end of each, `null` where nothing was seen in it. */
export interface ManagerPast {
  readonly buckets: readonly Bucket[]
  readonly counts: readonly (StatusCounts | null)[]
}

/**
 * `exact` passes looked in every part of the step; `approximate` none did, or not in all of it: the last ones before count;
 * `partial` of some managers only older counts are known; `none` nothing was seen.
 */
export type Precision = 'exact' | 'approximate' | 'partial' | 'none'

export interface EvolutionPoint {
  /** End of the step, which the counts hold for. */
  readonly at: number
  readonly counts: StatusCounts | null
  /** Most that did not report at any time in the step; `null` where that is not known. */
  readonly peak: number | null
  readonly precision: Precision
}

/** One point for each step, all managers together. A manager counts from its first pass on. */
export function combinePasts(pasts: readonly ManagerPast[]): EvolutionPoint[] {
  const steps = pasts[0]?.buckets.length ?? 0
  const known: (StatusCounts | null)[] = pasts.map(() => null)
  return Array.from({ length: steps }, (_, i) => {
    const sum = zero()
    let [watched, seen, whole] = [0, 0, 0]
    for (const [m, { buckets, counts }] of pasts.entries()) {
      const bucket = buckets[i]
      if (!bucket) continue
      const isUnseen = unseenOf(bucket).length > 0
      if (bucket.seenMs === 0 && !isUnseen) continue
      watched++
      if (bucket.seenMs > 0) {
        seen++
        known[m] = counts[i] ?? known[m] ?? null
        if (!isUnseen && bucket.passes > 0) whole++
      }
      const own = known[m]
      if (own) for (const status of AGENT_STATUSES) sum[status] += own[status]
    }
    const precision = seen === 0 ? 'none' : seen < watched ? 'partial' : whole < watched ? 'approximate' : 'exact'
    return { at: pasts[0]?.buckets[i]?.to ?? 0, counts: seen === 0 ? null : sum, peak: peakOf(pasts, i), precision }
  })
}

/** Peaks of several managers need not fall together. */
function peakOf(pasts: readonly ManagerPast[], step: number): number | null {
  const [only] = pasts
  if (pasts.length !== 1 || !only) return null
  return only.buckets[step]?.series?.at(-1)?.[2] ?? null
}

export interface Gap {
  /** The gap lies within these, and fills them when `ms` says so. */
  readonly from: number
  readonly to: number
  /** Milliseconds that nobody saw. */
  readonly ms: number
  readonly reason: GapReason
}

/** Gaps in steps that were rolled up: where they lie within a step is not known any more. */
export function gapsOfBuckets(buckets: readonly Bucket[]): Gap[] {
  return joinGaps(
    buckets.flatMap((bucket) => unseenOf(bucket).map(([reason, ms]) => ({ from: bucket.at, to: bucket.to, ms, reason }))),
  )
}

/** Gaps of a timeline between two times. */
export function gapsOfSegments(segments: readonly Segment[], from: number, to: number): Gap[] {
  return segments.flatMap((segment) => {
    const [start, end] = [Math.max(segment.from, from), Math.min(segment.to, to)]
    return segment.kind === 'unseen' && start < end ? [{ from: start, to: end, ms: end - start, reason: segment.reason }] : []
  })
}

/** Joins gaps with one reason that touch, where one of both fills its step: it is the same one. */
export function joinGaps(gaps: readonly Gap[]): Gap[] {
  const joined: Gap[] = []
  for (const gap of gaps) {
    const index = joined.findLastIndex(({ reason, to }) => reason === gap.reason && to === gap.from)
    const before = joined[index]
    if (before && (isFull(before) || isFull(gap))) joined[index] = { ...before, to: gap.to, ms: before.ms + gap.ms }
    else joined.push(gap)
  }
  return joined
}

function isFull({ from, to, ms }: Gap): boolean {
  return ms === to - from
}

function zero(): Record<AgentStatus, number> {
  return { active: 0, disconnected: 0, pending: 0, never_connected: 0, unknown: 0 }
}
