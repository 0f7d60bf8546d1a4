/** A small generator of its own for tests that are repeated: the same seed gives the same throws. */
export function dice(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const roll = (below: number) => Math.floor(next() * below)
  return {
    /** A whole number from 0 to below `below`. */
    roll,
    /** @throws Error for an empty list */
    pick<T>(list: readonly T[]): T {
      const index = roll(list.length)
      if (index >= list.length) throw new Error('nothing to pick from')
      // The index lies within the list, so what stands there is a T, even where T allows undefined.
      return list[index] as T
    },
  }
}
