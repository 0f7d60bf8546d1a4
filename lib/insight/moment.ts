import { type FleetTally, type PassFact, timeOfPass } from './pass-fact.ts'
import { timeline } from './timeline.ts'

/** One good pass: when it looked and what it counted. */
export interface Look {
  readonly at: number
  readonly counts: FleetTally | null
}

/**
 * What is known of a moment: `exact` what `before` saw still held then; `between` nobody looked, the truth lies between two passes
 * (or after the last one); `later` watching began after it; `none` there is no good pass at all.
 */
export interface Moment {
  readonly precision: 'exact' | 'between' | 'later' | 'none'
  /** The last good pass up to the moment, and the first one after it. */
  readonly before: Look | null
  readonly after: Look | null
}

/** What the passes around a moment know of it. @param passes among them the last good one before and the first after it */
export function momentOf(passes: readonly PassFact[], at: number, now: number): Moment {
  const looks = passes
    .filter(({ outcome }) => outcome === 'ok' || outcome === 'unconfirmed')
    .map((pass) => ({ at: timeOfPass(pass), counts: pass.counts }))
    .sort((a, b) => a.at - b.at)
  const before = looks.findLast((look) => look.at <= at) ?? null
  const after = looks.find((look) => look.at > at) ?? null
  if (!before) return { precision: after ? 'later' : 'none', before, after }
  const { segments } = timeline(passes, Math.max(now, at + 1, after?.at ?? 0))
  const isSeen = segments.some(({ kind, from, to }) => kind === 'seen' && from <= at && at < to)
  return { precision: isSeen ? 'exact' : 'between', before, after }
}
