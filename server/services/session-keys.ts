import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** What the 256 random bits of a session's cookie are good for. Neither part tells anything of the other. */
export interface SessionKeys {
  /** Finds the session's row, 64 hexadecimal digits. */
  readonly lookup: string
  /** Opens what the row keeps sealed; held only while a request of that session is answered. */
  readonly sealing: Uint8Array
}

/** @returns a new token for a cookie, 43 characters of base64url */
export function newSessionToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

/** The keys behind a cookie's token, or `null` when it is none of ours. */
export function sessionKeys(token: string): SessionKeys | null {
  if (!/^[\w-]{43}$/.test(token)) return null
  const bits = Buffer.from(token, 'base64url')
  // The last character has two bits to spare; one session has one spelling.
  if (bits.length !== TOKEN_BYTES || bits.toString('base64url') !== token) return null
  return {
    lookup: derive(bits, 'lookup').toString('hex'),
    // Most requests only find their row.
    get sealing() {
      return derive(bits, 'password')
    },
  }
}

/** The token of the same session's account at another manager: found with the cookie's token, and not the other way round. */
export function memberToken(token: string, manager: string): string {
  return derive(Buffer.from(token, 'base64url'), `member ${manager}`).toString('base64url')
}

/** Seals a text so that only the same session opens it. Its length shows in steps of 128 bytes only. */
export function seal(text: string, { lookup, sealing }: SessionKeys): string {
  const bytes = Buffer.from(text, 'utf8')
  const padded = Buffer.alloc(Math.ceil((bytes.length + 2) / BLOCK_BYTES) * BLOCK_BYTES)
  padded.writeUInt16BE(bytes.length)
  bytes.copy(padded, 2)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(lookup, 'utf8'))
  const sealed = Buffer.concat([cipher.update(padded), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The text that was sealed, or `null` when it was not sealed with these keys or was changed since. */
export function unseal(sealed: string, { lookup, sealing }: SessionKeys): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  const start = NONCE_BYTES + TAG_BYTES
  if (bytes.length < start + BLOCK_BYTES) return null
  try {
    const opener = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    opener.setAAD(Buffer.from(lookup, 'utf8')).setAuthTag(bytes.subarray(NONCE_BYTES, start))
    const padded = Buffer.concat([opener.update(bytes.subarray(start)), opener.final()])
    return padded.toString('utf8', 2, 2 + padded.readUInt16BE())
  } catch {
    return null
  }
}

const TOKEN_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const BLOCK_BYTES = 128

function derive(bits: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', bits, 'rollcall session v2', purpose, 32))
}
