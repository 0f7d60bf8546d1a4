import { createCipheriv, createDecipheriv, createHmac, hash, randomBytes } from 'node:crypto'
import type { SecretKey } from '#server/config.ts'

/** How something is sealed: bound to a place, under one of several keys. */
export interface Sealing {
  /** What is sealed opens nowhere else. */
  readonly lookup: string
  /** Of the key that seals; what it sealed carries the name. `null`: no key but what the holder brings. */
  readonly keyId: string | null
  /** The key of that name, `null` when it is not there any more; held only while it is needed. */
  sealing(keyId: string | null): Uint8Array | null
}

/** What the 256 random bits of a session's cookie are good for. `lookup` finds the session's row, 64 hexadecimal digits, and tells nothing of the keys. */
export type SessionKeys = Sealing

/** @returns a new token for a cookie, 43 characters of base64url */
export function newSessionToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

/** The keys behind a cookie's token, or `null` when it is none of ours. @param secrets keys of the server's own, which what is sealed then needs too */
export function sessionKeys(token: string, secrets: readonly SecretKey[] = []): SessionKeys | null {
  const bits = bitsOf(token)
  if (bits === null) return null
  return {
    lookup: lookupOf(token, bits),
    keyId: secrets[0]?.id ?? null,
    sealing(keyId) {
      if (keyId === null) return derive(bits, 'password')
      const secret = secrets.find(({ id }) => id === keyId)
      return secret ? derive(Buffer.concat([bits, secret.bytes]), `password ${keyId}`) : null
    },
  }
}

/** The `lookup` alone of a token that is likely nobody's: nothing is kept of it. `null` when it is none of ours. */
export function lookupOnce(token: string): string | null {
  const bits = bitsOf(token)
  return bits && derive(bits, 'lookup').toString('hex')
}

/** Seals with the server's own keys alone, for something that its holder may carry but not read or change. */
export function ownSealing(purpose: string, secrets: readonly SecretKey[]): Sealing {
  return {
    lookup: purpose,
    keyId: secrets[0]?.id ?? null,
    sealing(keyId) {
      const secret = secrets.find(({ id }) => id === keyId)
      return secret ? derive(secret.bytes, `own ${purpose}`) : null
    },
  }
}

/** The token of the same session's account at another manager: found with the cookie's token, and not the other way round. */
export function memberToken(token: string, manager: string): string {
  return derive(Buffer.from(token, 'base64url'), `member ${manager}`).toString('base64url')
}

/** Seals a text so that only the same keys open it. Its length shows in steps of 128 bytes only. */
export function seal(text: string, sealing: Sealing): string {
  const { lookup, keyId } = sealing
  const key = sealing.sealing(keyId)
  if (key === null) throw new Error('there is no key to seal with')
  const bytes = Buffer.from(text, 'utf8')
  const padded = Buffer.alloc(Math.ceil((bytes.length + 2) / BLOCK_BYTES) * BLOCK_BYTES)
  padded.writeUInt16BE(bytes.length)
  bytes.copy(padded, 2)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(lookup, 'utf8'))
  const sealed = Buffer.concat([cipher.update(padded), cipher.final()])
  const text64 = Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
  return keyId === null ? text64 : `${keyId}.${text64}`
}

/** The text that was sealed, or `null` when it was not sealed with these keys or was changed since. */
export function unseal(sealed: string, sealing: Sealing): string | null {
  const dot = sealed.indexOf('.')
  const key = sealing.sealing(dot < 0 ? null : sealed.slice(0, dot))
  const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url')
  const start = NONCE_BYTES + TAG_BYTES
  if (key === null || bytes.length < start + BLOCK_BYTES) return null
  try {
    const opener = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    opener.setAAD(Buffer.from(sealing.lookup, 'utf8')).setAuthTag(bytes.subarray(NONCE_BYTES, start))
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

/** What tokens were derived to, by their hash: deriving costs as much as all else that is done to find a session. No token is kept. */
const LOOKUPS = new Map<string, string>()
const LOOKUPS_MAX = 10_000

function lookupOf(token: string, bits: Uint8Array): string {
  const name = hash('sha256', token, 'base64')
  const known = LOOKUPS.get(name)
  if (known !== undefined) return known
  if (LOOKUPS.size >= LOOKUPS_MAX) LOOKUPS.clear()
  const lookup = derive(bits, 'lookup').toString('hex')
  LOOKUPS.set(name, lookup)
  return lookup
}

function bitsOf(token: string): Buffer | null {
  if (!/^[\w-]{43}$/.test(token)) return null
  const bits = Buffer.from(token, 'base64url')
  // The last character has two bits to spare; one session has one spelling.
  return bits.length === TOKEN_BYTES && bits.toString('base64url') === token ? bits : null
}

/** HKDF of RFC 5869 with SHA-256, of which 32 bytes are the first block: two HMACs, at a third of what `hkdfSync` costs. */
function derive(bits: Uint8Array, purpose: string): Buffer {
  const key = createHmac('sha256', 'rollcall session v2').update(bits).digest()
  return createHmac('sha256', key).update(`${purpose}\x01`).digest()
}
