import { describe, expect, it } from 'vitest'
import { safeReturnPath, signInHref } from './return-path.ts'

describe('safeReturnPath', () => {
  it.each(['/', '/agents/demo/001', '/?q=status%3Ddisconnected&sort=-lastKeepAlive', '/agents/demo/001#history'])(
    'keeps our own path %s',
    (path) => {
      expect(safeReturnPath(path)).toBe(path)
    },
  )
  it.each([
    null,
    undefined,
    '',
    'agents',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    '/.//evil.example',
    '/..//evil.example',
    'javascript:alert(1)',
    '/sign-in',
    '/sign-in?next=/sign-in',
    '/api/session',
  ])('goes to the first page instead of %j', (path) => {
    expect(safeReturnPath(path)).toBe('/')
  })
})

describe('signInHref', () => {
  it('names the way back only when it is not the first page', () => {
    expect(signInHref('/')).toBe('/sign-in')
    expect(signInHref('/agents/demo/001')).toBe('/sign-in?next=%2Fagents%2Fdemo%2F001')
  })
})
