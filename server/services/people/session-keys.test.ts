import { hkdfSync, randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { lookupOnce, memberToken, newSessionToken, sessionKeys } from './session-keys.ts'

const hkdf = (secret: Uint8Array, purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'rollcall session v2', purpose, 32))

it('derives what HKDF of RFC 5869 does, for everything that a token is good for', () => {
  for (let i = 0; i < 200; i++) {
    const token = newSessionToken()
    const bits = Buffer.from(token, 'base64url')
    const secret = { id: 'a', bytes: randomBytes(32) }
    const keys = sessionKeys(token, [secret])
    expect(keys?.lookup).toBe(hkdf(bits, 'lookup').toString('hex'))
    expect(keys?.sealing(null)).toEqual(hkdf(bits, 'password'))
    expect(keys?.sealing('a')).toEqual(hkdf(Buffer.concat([bits, secret.bytes]), 'password a'))
    expect(memberToken(token, 'münchen')).toBe(hkdf(bits, 'member münchen').toString('base64url'))
    expect(lookupOnce(token)).toBe(keys?.lookup)
  }
})

it('finds nothing by what is no token of ours', () => {
  const token = newSessionToken()
  for (const text of ['', 'x', `${token}x`, token.slice(1), `${token.slice(0, 42)}!`]) {
    expect([sessionKeys(text), lookupOnce(text)], text).toEqual([null, null])
  }
})
