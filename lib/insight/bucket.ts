import { type FleetTally, type PassFact, timeOfPass } from './pass-fact.ts'
import type { GapReason, Segment } from './timeline.ts'

/** What a bucket keeps of each, in this order. */
export const SERIES = [
  'total',
  'active',
  'disconnected',
  'pending',
  'never_connected',
  'unknown',
  'synced',
  'notSynced',
  'notReporting',
] as const
export type SeriesName = (typeof SERIES)[number]

/** Last value seen, least, most, and the sum over time: agents × milliseconds, so that the mean is `sum / seenMs`. */
export type Stat = readonly [last: number, least: number, most: number, sum: number]

/** What was seen from `at` up to, but without, `to`. Time before the first pass is neither seen nor unseen. */
export interface Bucket {
  readonly at: number
  readonly to: number
  /** Complete passes that looked in it, and failed ones. */
  readonly passes: number
  readonly failed: number
  readonly seenMs: number
  /** Milliseconds by reason; reasons without any are absent. */
  readonly unseen: Readonly<Partial<Record<GapReason, number>>>
  /** By place in `SERIES`; `null` when nothing was seen, or what was seen may not be told. */
  readonly series: readonly Stat[] | null
}

/** One bucket between each two of the rising `edges`, from all passes and the timeline of them. */
export function bucketsOf(passes: readonly PassFact[], segments: readonly Segment[], edges: readonly number[]): Bucket[] {
  const looks = passes
    .filter(({ outcome }) => outcome === 'ok' || outcome === 'unconfirmed' || outcome === 'failed')
    .map((pass) => ({ at: timeOfPass(pass), isGood: pass.outcome !== 'failed' }))
    .sort((a, b) => a.at - b.at)
  const buckets: Bucket[] = []
  let [segment, look] = [0, 0]
  for (const [index, to] of edges.entries()) {
    const at = edges[index - 1]
    if (at === undefined) continue
    const open = { at, to, passes: 0, failed: 0, seenMs: 0, unseen: {} as Partial<Record<GapReason, number>> }
    const series: Stat[] = []
    for (; (looks[look]?.at ?? to) < to; look++) {
      if ((looks[look]?.at ?? 0) < at) continue
      if (looks[look]?.isGood) open.passes++
      else open.failed++
    }
    while ((segments[segment]?.to ?? Number.POSITIVE_INFINITY) <= at) segment++
    for (let i = segment; (segments[i]?.from ?? to) < to; i++) {
      const piece = segments[i]
      if (!piece) break
      const ms = Math.min(piece.to, to) - Math.max(piece.from, at)
      if (piece.kind === 'unseen') open.unseen[piece.reason] = (open.unseen[piece.reason] ?? 0) + ms
      else {
        open.seenMs += ms
        if (piece.counts) addCounts(series, piece.counts, ms)
      }
    }
    buckets.push({ ...open, series: series.length === 0 ? null : series })
  }
  return buckets
}

/** One bucket from those that follow each other within it; exactly what its own passes would give. */
export function joinBuckets(parts: readonly Bucket[], at: number, to: number): Bucket {
  const sum = { at, to, passes: 0, failed: 0, seenMs: 0, unseen: {} as Partial<Record<GapReason, number>> }
  let series: readonly Stat[] | null = null
  for (const part of parts) {
    sum.passes += part.passes
    sum.failed += part.failed
    sum.seenMs += part.seenMs
    for (const [reason, ms] of unseenOf(part)) sum.unseen[reason] = (sum.unseen[reason] ?? 0) + ms
    series = joinSeries(series, part.series)
  }
  return { ...sum, series }
}

/** The reasons of a bucket with their milliseconds. */
export function unseenOf({ unseen }: Pick<Bucket, 'unseen'>): [GapReason, number][] {
  // The keys are those of the type: nothing else is ever put in.
  return Object.entries(unseen) as [GapReason, number][]
}

/** What a bucket says of one series; `null` when it says nothing. */
export function statOf({ series }: Pick<Bucket, 'series'>, name: SeriesName): Stat | null {
  return series?.[SERIES.indexOf(name)] ?? null
}

function joinSeries(before: readonly Stat[] | null, after: readonly Stat[] | null): readonly Stat[] | null {
  if (!before || !after) return after ?? before
  return before.map(([, least, most, sum], i) => {
    const [last, least2, most2, sum2] = after[i] ?? [0, 0, 0, 0]
    return [last, Math.min(least, least2), Math.max(most, most2), sum + sum2]
  })
}

function addCounts(series: Stat[], counts: FleetTally, ms: number): void {
  for (const [i, name] of SERIES.entries()) {
    const value = name === 'notReporting' ? counts.total - counts.active : counts[name]
    const [, least, most, sum] = series[i] ?? [value, value, value, 0]
    series[i] = [value, Math.min(least, value), Math.max(most, value), sum + value * ms]
  }
}
