import fc from 'fast-check'
import { expect, it } from 'vitest'
import { loadConfig } from './config-env.ts'

const OWN = { MANAGER_USER: 'api', MANAGER_PASSWORD: 'secret-word' }
const urlOf = (text: string) => {
  const loaded = loadConfig({ ...OWN, MANAGER_URL: text })
  return loaded.ok ? (loaded.config.managers[0]?.url ?? null) : null
}

const host = fc.constantFrom(
  'manager.example',
  '192.0.2.7',
  '[2001:db8::1]',
  '[::ffff:127.0.0.1]',
  '2130706433',
  '0x7f.1',
  'xn--mnich-kva.example',
)
const odd = fc.constantFrom(
  '@',
  '#',
  '?',
  '\\',
  '/',
  '//',
  '%2f',
  '%40',
  ':',
  ' ',
  '\t',
  '..',
  ';',
  '@evil.example',
  '#@evil.example',
  '\\@evil.example',
  '/..;/',
  '：',
  '／',
  '。',
)
const scheme = fc.constantFrom(
  'https://',
  'http://',
  'HTTPS://',
  'https:',
  'https:/',
  'https:///',
  'file://',
  'gopher://',
  '//',
  'https:\\\\',
)

it('leads only to the host and port that stand in it, whatever else does', () => {
  fc.assert(
    fc.property(
      scheme,
      fc.array(odd, { maxLength: 2 }),
      host,
      fc.array(odd, { maxLength: 3 }),
      fc.constantFrom('', ':55000'),
      (start, before, name, after, port) => {
        const text = `${start}${before.join('')}${name}${port}${after.join('')}`
        const url = urlOf(text)
        if (url === null) return
        // What is taken is an address alone, and the client asks for nothing but this origin.
        expect(url.protocol).toBe('https:')
        expect([url.username, url.password, url.search, url.hash]).toEqual(['', '', '', ''])
        expect(url.pathname).toBe('/')
        expect(text).not.toMatch(/[?#]/)
        expect(url.origin).not.toContain('evil')
      },
    ),
    { numRuns: process.env['ROLLCALL_LONG'] ? 100_000 : 10_000 },
  )
})

it('is refused when it has a user, a path or another scheme', () => {
  for (const text of [
    'https://user@manager.example:55000',
    'https://manager.example:55000@evil.example',
    'https://manager.example:55000#@evil.example',
    'https://manager.example\\@evil.example',
    'https://manager.example/../x',
    'http://manager.example:55000',
    'file:///etc/passwd',
    'https://',
  ])
    expect(urlOf(text), text).toBeNull()
})
