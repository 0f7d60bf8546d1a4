/** A set of slots, one bit each; slot `i` is bit `i & 31` of word `i >>> 5`. Bits beyond the size are 0. */
export type Bits = Uint32Array

export function emptyBits(size: number): Bits {
  return new Uint32Array((size + 31) >>> 5)
}

export function fullBits(size: number): Bits {
  const bits = emptyBits(size)
  addRange(bits, 0, size)
  return bits
}

export function hasBit(bits: Bits, slot: number): boolean {
  return (((bits[slot >>> 5] ?? 0) >>> (slot & 31)) & 1) === 1
}

export function addBit(bits: Bits, slot: number): void {
  bits[slot >>> 5] = (bits[slot >>> 5] ?? 0) | (1 << (slot & 31))
}

/** Adds the slots from `start` up to, but without, `end`. */
export function addRange(bits: Bits, start: number, end: number): void {
  let slot = start
  while (slot < end && (slot & 31) !== 0) addBit(bits, slot++)
  while (slot + 32 <= end) {
    bits[slot >>> 5] = 0xffffffff
    slot += 32
  }
  while (slot < end) addBit(bits, slot++)
}

/** Keeps in `target` what `other` has too. */
export function intersect(target: Bits, other: Bits): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) & (other[i] ?? 0)
}

/** Adds to `target` all of `other`. */
export function unite(target: Bits, other: Bits): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) | (other[i] ?? 0)
}

/** Turns `target` into the slots below `size` that it did not hold. */
export function complement(target: Bits, size: number): void {
  for (let i = 0; i < target.length; i++) target[i] = ~(target[i] ?? 0)
  const used = size & 31
  const last = target.length - 1
  if (used !== 0) target[last] = (target[last] ?? 0) & ((1 << used) - 1)
}

export function countBits(bits: Bits): number {
  let count = 0
  for (const word of bits) {
    let v = word - ((word >>> 1) & 0x55555555)
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
    count += Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}
