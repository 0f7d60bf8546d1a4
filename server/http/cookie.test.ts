import { expect, it } from 'vitest'
import { endedCookie, readSessionToken, sessionCookie } from './cookie.ts'

const plain = { publicOrigin: null, tls: null }
const proxied = { publicOrigin: 'https://dash.example', tls: null }
const own = { publicOrigin: null, tls: { certFile: 'a.pem', keyFile: 'a.key' } }

it('finds its own cookie among others', () => {
  expect(readSessionToken('a=1; rollcall_session=tok; b=2', plain)).toBe('tok')
  expect(readSessionToken('a=1; __Host-rollcall_session=tok; b=2', proxied)).toBe('tok')
})

it.each([[null], [''], ['rollcall_session='], ['xrollcall_session=tok'], ['rollcall_session']])('finds none in %j', (header) => {
  expect(readSessionToken(header, plain)).toBeNull()
})

it('takes no cookie that another host of the domain or a plain connection could have set', () => {
  expect(readSessionToken('rollcall_session=tok', proxied)).toBeNull()
})

it('keeps the token from scripts and from other sites', () => {
  expect(sessionCookie('tok', 0, plain)).toMatch(/^rollcall_session=tok; Path=\/; HttpOnly; SameSite=Lax; Expires/)
})

it('keeps the token to TLS and to this host behind a proxy and with TLS of our own', () => {
  for (const cookie of [sessionCookie('tok', 0, proxied), endedCookie(proxied), sessionCookie('tok', 0, own), endedCookie(own)]) {
    expect(cookie).toMatch(/^__Host-rollcall_session=(tok)?; Path=\/; HttpOnly; SameSite=Lax; Secure; /)
  }
})
