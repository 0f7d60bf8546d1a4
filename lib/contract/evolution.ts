import { GAP_REASONS } from '#lib/insight/timeline.ts'
import { z } from './zod.ts'

const time = z.iso.datetime()
const byStatus = z.object({
  active: z.number(),
  disconnected: z.number(),
  pending: z.number(),
  never_connected: z.number(),
  unknown: z.number(),
})

/** The state at the end of one step. */
export const evolutionPoint = z.object({
  at: time,
  /** `null` where nobody saw the fleet during the whole step. */
  byStatus: z.nullable(byStatus),
  /** All but the active ones. */
  notReporting: z.nullable(z.number()),
  total: z.nullable(z.number()),
  /** Most that did not report at any time in the step; `null` where that is not known, as for several managers or a limited scope. */
  peak: z.nullable(z.number()),
  /**
   * `exact`: passes looked throughout the step, changes between two of them unseen. `approximate`: no pass looked in the step, or not
   * throughout. `partial`: of some managers only older counts are known. `none`: nothing is.
   */
  precision: z.enum(['exact', 'approximate', 'partial', 'none']),
})

/** A stretch in which nobody saw a manager. */
export const evolutionGap = z.object({
  manager: z.string(),
  /** It lies within these; it fills them when `seconds` is their distance. */
  from: time,
  to: time,
  seconds: z.number(),
  /** `collector`: Rollcall's collector did not run; the others say what the manager did. */
  reason: z.enum(GAP_REASONS),
})
export type EvolutionGap = z.infer<typeof evolutionGap>

/** What is known of one moment of the past. */
export const pastMoment = z.object({
  at: time,
  /**
   * `exact`: `byStatus` held then. `between`: nobody looked; it was so before, and as `after` says afterwards.
   * `later`: watching (of a manager) began only afterwards. `none`: nothing is known.
   */
  precision: z.enum(['exact', 'between', 'later', 'none']),
  /** When `byStatus` was seen, the oldest of several managers. */
  seenAt: z.nullable(time),
  byStatus: z.nullable(byStatus),
  total: z.nullable(z.number()),
  /** First look after the moment, when the precision is `between` or `later`. */
  after: z.nullable(z.object({ seenAt: time, byStatus, total: z.number() })),
})
export type PastMoment = z.infer<typeof pastMoment>

/** `GET /api/evolution?from=&to=&q=`: always of everything in scope; a query is checked, but does not narrow it. */
export const evolution = z.object({
  from: time,
  to: time,
  stepSeconds: z.number(),
  /** True when a query was given, which the chart does not follow. */
  ignoresQuery: z.boolean(),
  /** Since when anything is known; `null` before the first pass. */
  watchedSince: z.nullable(time),
  /** Until when the past was made up rather than seen; `null` everywhere but in the demo. */
  generatedUntil: z.nullable(time),
  points: z.array(evolutionPoint),
  gaps: z.array(evolutionGap),
  /** An hour and a day ago, for comparison with the present. */
  ago: z.object({ hour: pastMoment, day: pastMoment }),
})
export type Evolution = z.infer<typeof evolution>
