import type { Turns } from './turns.ts'

const DIGIT = 65_536
const TWO_32 = 2 ** 32

/**
 * Slots in order of their keys, ties by slot; slots without a key (`NaN`) stand last in both directions.
 * Keys are whole numbers that span less than 2^53. Linear in the number of keys, 5 ms at 100,000; yields between passes.
 */
export async function sortByKey(keys: Float64Array, descending: boolean, turns: Turns): Promise<Int32Array> {
  const size = keys.length
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const key of keys) {
    if (key < min) min = key
    if (key > max) max = key
  }
  const low = new Uint32Array(size)
  const high = new Uint32Array(size)
  let from = new Int32Array(size)
  let count = 0
  let last = size
  for (let slot = 0; slot < size; slot++) {
    const key = keys[slot] ?? Number.NaN
    if (Number.isNaN(key)) continue
    const distance = descending ? max - key : key - min
    low[slot] = distance >>> 0
    high[slot] = Math.floor(distance / TWO_32)
    from[count++] = slot
  }
  for (let slot = size - 1; slot >= 0; slot--) if (Number.isNaN(keys[slot] ?? Number.NaN)) from[--last] = slot
  let to = from.slice()
  const span = max - min
  for (let digit = 0; count > 1 && span >= DIGIT ** digit; digit++) {
    if (turns.spent) await turns.next()
    const halves = digit < 2 ? low : high
    const shift = digit % 2 === 0 ? 0 : 16
    distribute(from, to, count, halves, shift)
    const swap = from
    from = to
    to = swap
  }
  return from
}

/** One stable pass of counting sort over the first `count` slots by one 16-bit digit. */
function distribute(from: Int32Array, to: Int32Array, count: number, halves: Uint32Array, shift: number): void {
  const starts = new Int32Array(DIGIT + 1)
  for (let i = 0; i < count; i++) {
    const digit = ((halves[from[i] ?? 0] ?? 0) >>> shift) & 0xffff
    starts[digit + 1] = (starts[digit + 1] ?? 0) + 1
  }
  for (let i = 1; i <= DIGIT; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0)
  for (let i = 0; i < count; i++) {
    const slot = from[i] ?? 0
    const digit = ((halves[slot] ?? 0) >>> shift) & 0xffff
    const place = starts[digit] ?? 0
    to[place] = slot
    starts[digit] = place + 1
  }
}
