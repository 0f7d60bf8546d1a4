/** A well-mixed 32-bit number from a seed, a position and a purpose: the demo's only source of chance. */
export function hash32(seed: number, position: number, purpose: number): number {
  let h = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(position | 0, 0x85ebca6b) ^ Math.imul(purpose | 0, 0xc2b2ae35)) | 0
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return (h ^ (h >>> 16)) >>> 0
}

/** A number in [0, 1). */
export function chance(seed: number, position: number, purpose: number): number {
  return hash32(seed, position, purpose) / 4294967296
}

/** A 32-bit number from text (FNV-1a), to use as a seed or position. */
export function hashText(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/** `length` hexadecimal digits. */
export function hexDigits(seed: number, position: number, purpose: number, length: number): string {
  let out = ''
  for (let i = 0; out.length < length; i++)
    out += hash32(seed, position, purpose * 31 + i + 7)
      .toString(16)
      .padStart(8, '0')
  return out.slice(0, length)
}
