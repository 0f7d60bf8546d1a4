import { dice } from '../dice.ts'

/** Shares of a time, evenly spread over it: the same for the same seed. */
export function sharesOf(count: number, seed: number): number[] {
  const { roll } = dice(seed)
  return Array.from({ length: count }, () => roll(10_000) / 10_000)
}
