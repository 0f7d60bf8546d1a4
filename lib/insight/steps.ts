const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Distances between two points of a chart. Those below an hour are made from passes, the others from roll-ups. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 15].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  DAY_MS,
]
/** A year in days has more. */
const POINTS_MAX = 300

/** How long things are kept. Roll-ups of hours for less than those of days, which are made of them. */
export const KEPT = { passesMs: 30 * DAY_MS, hoursMs: 100 * DAY_MS, daysMs: 400 * DAY_MS } as const

/** The distance between the points of a chart of this time: the smallest that gives few enough, and is still kept. */
export function chooseStep(from: number, to: number, now: number): number {
  const age = now - from
  const least = age > KEPT.hoursMs ? DAY_MS : age > KEPT.passesMs ? HOUR_MS : 0
  return STEPS_MS.find((step) => step >= least && (to - from) / step <= POINTS_MAX) ?? DAY_MS
}

/** The edges between the points: whole steps of UTC around the time, the last one not after `now`. */
export function edgesOf(from: number, to: number, step: number, now: number): number[] {
  const edges: number[] = []
  let edge = Math.floor(from / step) * step
  for (; edge < to; edge += step) edges.push(edge)
  edges.push(Math.min(edge, Math.max(now, (edges[edges.length - 1] ?? edge) + 1)))
  return edges
}
