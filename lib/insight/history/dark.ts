/** A stretch of time. */
interface Stretch {
  readonly from: number
  readonly to: number
}

/** Milliseconds of `from` to `to` that lie in some stretches. @param stretches in order, not overlapping */
export function darkWithin(stretches: readonly Stretch[], from: number, to: number): number {
  if (stretches.length === 0) return 0
  let sum = 0
  for (let i = firstAfter(stretches, from); i < stretches.length; i++) {
    const one = stretches[i]
    if (!one || one.from >= to) break
    sum += Math.max(0, Math.min(one.to, to) - Math.max(one.from, from))
  }
  return sum
}

/** Place of the first stretch that ends after a time; their number when none does. */
export function firstAfter(stretches: readonly Stretch[], time: number): number {
  let low = 0
  let high = stretches.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((stretches[middle]?.to ?? 0) <= time) low = middle + 1
    else high = middle
  }
  return low
}
