import { expect, it } from 'vitest'
import { readSessionToken, sessionCookie } from './cookie.ts'

it('finds its own cookie among others', () => {
  expect(readSessionToken('a=1; rollcall_session=tok; b=2')).toBe('tok')
})

it.each([[null], [''], ['rollcall_session='], ['xrollcall_session=tok'], ['rollcall_session']])('finds none in %j', (header) => {
  expect(readSessionToken(header)).toBeNull()
})

it('keeps the token from scripts and from other sites', () => {
  expect(sessionCookie('tok', 0)).toMatch(/HttpOnly; SameSite=Lax/)
})
