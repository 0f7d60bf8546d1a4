import { expect, it } from 'vitest'
import { kioskCookie, readKioskToken } from './kiosk-cookie.ts'

const plain = { publicOrigin: null, tls: null, kioskEmbedOrigins: [] }
const proxied = { ...plain, publicOrigin: 'https://dash.example' }
const embedded = { ...proxied, kioskEmbedOrigins: ['https://wiki.example'] }

it('is no session’s cookie, and a session’s is not a screen’s', () => {
  expect(readKioskToken('rollcall_session=a; rollcall_kiosk=b', plain)).toBe('b')
  expect(readKioskToken('rollcall_session=a', plain)).toBeNull()
  expect(readKioskToken('rollcall_kiosk=b', proxied)).toBeNull()
  expect(readKioskToken('__Host-rollcall_kiosk=b', proxied)).toBe('b')
})

it('is kept from scripts, from other sites and, where there is TLS, from plain connections', () => {
  expect(kioskCookie('t', plain)).toMatch(/^rollcall_kiosk=t; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/)
  expect(kioskCookie('t', proxied)).toMatch(/^__Host-rollcall_kiosk=t; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age/)
})

it('goes to frames of other sites only where that is allowed, and to each of them apart', () => {
  expect(kioskCookie('t', embedded)).toMatch(
    /^__Host-rollcall_kiosk=t; Path=\/; HttpOnly; SameSite=None; Partitioned; Secure; Max-Age/,
  )
})
