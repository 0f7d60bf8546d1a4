import { createHash, randomBytes } from 'node:crypto'

const TOKEN_BYTES = 32

/** @returns a new token for a screen's cookie: 256 random bits, 43 characters of base64url */
export function newKioskToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

/** What the store holds of a screen's token, 64 hexadecimal digits; `null` when it is none of ours. */
export function kioskTokenHash(token: string): string | null {
  if (!/^[\w-]{43}$/.test(token)) return null
  const bits = Buffer.from(token, 'base64url')
  // The last character has two bits to spare; one screen has one spelling.
  if (bits.length !== TOKEN_BYTES || bits.toString('base64url') !== token) return null
  return createHash('sha256').update('rollcall kiosk v1').update(bits).digest('hex')
}
