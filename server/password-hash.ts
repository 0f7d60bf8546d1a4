import { scrypt, timingSafeEqual } from 'node:crypto'

/** A password as scrypt leaves it. `cost` is the logarithm of N; r is 8. */
export interface PasswordHash {
  readonly cost: number
  readonly parallel: number
  readonly salt: Uint8Array
  readonly key: Uint8Array
}

const BLOCK = 8
const KEY_BYTES = 32

/** Reads `scrypt:COST:8:P:SALT:KEY` (base64url), as `cli/hash-password.mjs` writes it; `null` for anything else. */
export function parsePasswordHash(text: string): PasswordHash | null {
  const [, cost, parallel, salt, key] = /^scrypt:(1[4-8]):8:([1-4]):([\w-]{22,86}):([\w-]{43})$/.exec(text.trim()) ?? []
  if (cost === undefined || parallel === undefined || salt === undefined || key === undefined) return null
  const [saltBytes, keyBytes] = [Buffer.from(salt, 'base64url'), Buffer.from(key, 'base64url')]
  if (keyBytes.length !== KEY_BYTES) return null
  return Object.freeze({ cost: Number(cost), parallel: Number(parallel), salt: saltBytes, key: keyBytes })
}

/** Whether this is the password; takes as long for a wrong one, and works off this thread. */
export async function isPassword(password: string, { cost, parallel, salt, key }: PasswordHash): Promise<boolean> {
  const options = { N: 2 ** cost, r: BLOCK, p: parallel, maxmem: 2 * 128 * BLOCK * 2 ** cost + 1_048_576 }
  const found = await new Promise<Buffer>((resolve, reject) =>
    // One spelling of a letter with an accent, whatever keyboard it came from.
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, options, (error, bytes) => (error ? reject(error) : resolve(bytes))),
  )
  return timingSafeEqual(found, key)
}
