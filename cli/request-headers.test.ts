import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { checkHeaders } from './request-headers.mjs'

function check(headers: Record<string, string>, development = false) {
  // What is looked at of a request, and nothing else of it.
  const request = { headers: { ...headers }, socket: { remoteAddress: '192.0.2.7' } } as unknown as IncomingMessage
  return { refused: checkHeaders(request, { development }), left: request.headers }
}

it.each([
  'next-action',
  'x-middleware-subrequest',
  'x-middleware-rewrite',
  'x-nextjs-data',
  'x-nextjs-request-id',
  'x-invoke-path',
  'x-rollcall-peer',
  'x-nonce',
  'x-path',
  'x-matched-path',
  'next_action',
  'x_middleware_subrequest',
  'x_rollcall_peer',
  'x-rollcall_peer',
  'x_forwarded_for',
  'x-forwarded_user',
  'x_real_ip',
])('refuses a request with %s', (name) => {
  expect(check({ [name]: '1' }).refused).toBe(name)
})

it('takes away what proxies say of the client, and what has an underscore, and says itself who it is', () => {
  const { refused, left } = check({
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'https',
    forwarded: 'for=127.0.0.1',
    'x-real-ip': '127.0.0.1',
    content_length: '5',
    cookie: 'a=1',
    rsc: '1',
  })
  expect(refused).toBeNull()
  expect(left).toEqual({ cookie: 'a=1', rsc: '1', 'x-rollcall-peer': '192.0.2.7' })
})

it.each<Record<string, string>>([
  { 'next-router-prefetch': '1' },
  { 'sec-purpose': 'prefetch' },
  { 'sec-purpose': 'prefetch;prerender' },
  { purpose: 'prefetch' },
])('tells pages that %j only fetches ahead', (headers) => {
  expect(check(headers).left).toMatchObject({ 'x-rollcall-ahead': '1' })
})

it('takes from nobody else that a page is fetched ahead', () => {
  expect(check({ 'x-rollcall-ahead': '1' }).refused).toBe('x-rollcall-ahead')
  expect(check({ rsc: '1', 'sec-purpose': '' }).left).not.toHaveProperty('x-rollcall-ahead')
})

it('lets the development server pair its debug channel, and nothing else', () => {
  expect(check({ 'x-nextjs-html-request-id': '1' }, true).refused).toBeNull()
  expect(check({ 'x-nextjs-data': '1' }, true).refused).toBe('x-nextjs-data')
})
