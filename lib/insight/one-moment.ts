import type { BurstHit } from './burst.ts'
import type { MassSettings } from './mass-settings.ts'

interface Span {
  readonly from: number
  readonly to: number
}

/** What happened in one moment, and the places of the first and the last change of all of it. */
interface MomentHit extends BurstHit {
  readonly first: number
  readonly last: number
}

/**
 * Makes one event of what happened in one moment: that with which most of it is explained, the others being told as a number; two
 * where two things explain nearly all of it; and where nothing does, one of everything.
 * @param at time of a change by its place
 */
export function joinMoments(hits: readonly BurstHit[], at: (place: number) => number, settings: MassSettings): MomentHit[] {
  const moments: { readonly span: Span; readonly hits: BurstHit[] }[] = []
  // The largest first: smaller ones join it, and never each other through a third.
  for (const hit of hits.toSorted((a, b) => b.members.length - a.members.length)) {
    const span = spanOf(hit, at)
    const moment = moments.find((one) => isOneMoment(one.span, span, settings.momentMs))
    if (moment) moment.hits.push(hit)
    else moments.push({ span, hits: [hit] })
  }
  return moments.flatMap(({ hits: own }) => {
    const first = own.reduce((least, { members }) => Math.min(least, members[0] ?? least), Number.MAX_SAFE_INTEGER)
    const last = own.reduce((most, { members }) => Math.max(most, members[members.length - 1] ?? most), 0)
    return joined(own, settings).map((hit) => ({ ...hit, first, last }))
  })
}

function joined(hits: readonly BurstHit[], { apartMax, apartShareMin, coverageMin }: MassSettings): readonly BurstHit[] {
  if (hits.length === 1) return hits
  const all = hits.flatMap(({ members }) => members)
  const explained = hits.filter(({ factor }) => factor !== null)
  const covered = explained.reduce((sum, { members }) => sum + members.length, 0)
  if (explained.length <= apartMax && covered >= apartShareMin * all.length) return explained
  const [most] = explained
  if (most && most.members.length >= coverageMin * all.length) return [most]
  return [{ members: all.sort((a, b) => a - b), factor: null }]
}

function spanOf({ members }: BurstHit, at: (place: number) => number): Span {
  return { from: at(members[0] ?? 0), to: at(members[members.length - 1] ?? 0) }
}

/** Whether two spans, each with half a moment before and after it, have more in common than not. */
function isOneMoment(a: Span, b: Span, momentMs: number): boolean {
  const both = Math.min(a.to, b.to) - Math.max(a.from, b.from) + momentMs
  const either = Math.max(a.to, b.to) - Math.min(a.from, b.from) + momentMs
  return both > either / 2
}
