import { describe, expect, it } from 'vitest'
import { isSameOrigin } from './same-origin.ts'

const request = (headers: Record<string, string>) =>
  new Request('http://x/', { method: 'POST', headers: { host: 'dash.example:3000', ...headers } })

describe('same origin', () => {
  it.each([
    [{ origin: 'http://dash.example:3000' }, true],
    [{ origin: 'http://dash.example:3000', 'sec-fetch-site': 'same-origin' }, true],
    [{}, true],
    [{ origin: 'http://evil.example' }, false],
    [{ origin: 'http://dash.example' }, false],
    [{ origin: 'http://dash.example:3000.evil.example' }, false],
    [{ origin: 'null' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://dash.example:3000' }, false],
  ])('%j → %s', (headers, expected) => {
    expect(isSameOrigin(request(headers as Record<string, string>), null)).toBe(expected)
  })

  it.each([
    [{ origin: 'https://dash.example' }, true],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ origin: 'http://dash.example:3000' }, false],
    [{ origin: 'https://dash.example:8443' }, false],
    [{ origin: 'http://dash.example' }, false],
    [{ origin: 'https://dash.example', 'sec-fetch-site': 'cross-site' }, false],
  ])('behind a proxy %j → %s, whatever the host is called there', (headers, expected) => {
    expect(isSameOrigin(request(headers as Record<string, string>), 'https://dash.example')).toBe(expected)
  })
})
